import { once } from 'node:events';

/** Ends what global-setup.ts started, and waits until it is gone. */
export default async function globalTeardown(): Promise<void> {
  const host = globalThis.serverHost;
  if (host === undefined || host.exitCode !== null) return;
  const exited = once(host, 'exit');
  host.stdin?.end();
  await exited;
}
