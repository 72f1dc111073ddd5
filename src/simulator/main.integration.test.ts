import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { paths } from '../paths.js';
import { ask } from './testing.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN } from './worlds/demo/demo-world.js';

type Child = ChildProcessByStdio<null, Readable, Readable>;
let child: Child | undefined;

function start(...args: string[]): Child {
  child = spawn(process.execPath, [`${paths.dist}/simulator/main.js`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return child;
}

afterEach(() => child?.kill('SIGKILL'));

test.each(['SIGTERM', 'SIGINT'] as const)('prints its addresses, serves, and ends cleanly on %s', async (signal) => {
  const process = start('--seed', 'process', '--anchor', '2026-11-23T12:00:00Z');
  const [line] = (await once(createInterface(process.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string; controlUrl: string };
  const client = { organizationId: DEMO_ORGANIZATION_ID, token: DEMO_TOKEN };
  const { body } = await ask({ url }, client, '{ app(id: "gid://partners/App/7311208") { name } }');
  expect(body.data).toEqual({ app: { name: 'Cookie Ribbon' } });
  const ended = once(process, 'exit');
  process.kill(signal);
  expect(await ended).toEqual([0, null]);
});

test.each([
  [['--world', 'mars'], 'must be demo or empty'],
  [['--anchor', 'today'], 'ISO 8601'],
  [['--port', '99999'], 'Not a port'],
])('%j is refused in words', async (args, words) => {
  const process = start(...args);
  let errors = '';
  process.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(process, 'close')) as [number];
  expect([code, errors]).toEqual([1, expect.stringContaining(words)]);
});
