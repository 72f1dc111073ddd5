import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

declare global {
  var serverHost: ChildProcess | undefined;
}

/** Starts what all tests share. jest does not map our module names here, so that the work is done by server-host.ts. */
export default async function globalSetup(): Promise<void> {
  const host = spawn(process.execPath, ['--import', 'tsx', 'test/support/run/server-host.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A session of its own: it must outlive Ctrl-C for the moment that ending the servers takes.
    detached: true,
  });
  globalThis.serverHost = host;
  const exited = once(host, 'exit').then(() => undefined);
  const line = once(createInterface({ input: host.stdout }), 'line').then(([text]: unknown[]) => String(text));
  const servers = await Promise.race([line, exited]);
  if (servers === undefined)
    throw new Error('The servers that the tests need could not be started; the reason is above.');
  // eslint-disable-next-line no-restricted-properties -- the workers get their environment from here, see servers.ts
  process.env['CONVOT_TEST_SERVERS'] = servers;
}
