import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { paths } from '../process/paths.js';
import { ask, control } from './testing.js';
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

test('serves a generated world of the size that was asked for', async () => {
  const sizes = ['--apps', '3', '--merchants', '20', '--transactions', '250', '--events', '90', '--days', '30'];
  const account = ['--organization', '4242', '--token', 'prtapi_of_this_test'];
  const process = start('--world', 'generated', '--seed', 'process', ...sizes, ...account);
  const [line] = (await once(createInterface(process.stdout), 'line')) as [string];
  const addresses = JSON.parse(line) as { url: string; controlUrl: string };
  const ledger = await control(addresses, 'GET', 'ledger?organizationId=4242');
  const { apps, shops, transactions, events } = ledger as Record<string, { visible?: boolean }[]>;
  expect([apps, shops, transactions, events].map((rows) => rows?.length)).toEqual([3, 20, 250, 90]);
  expect(transactions?.every(({ visible }) => visible)).toBe(true);
  const client = { organizationId: '4242', token: 'prtapi_of_this_test' };
  const { body } = await ask(addresses, client, '{ transactions(first: 1) { edges { node { __typename } } } }');
  expect(body.data).toEqual({
    transactions: { edges: [{ node: { __typename: expect.stringMatching(/^App/) as string } }] },
  });
});

test.each([
  [['--world', 'mars'], 'must be demo, generated or empty'],
  [['--world', 'generated', '--merchants', '0'], 'must be a whole number from 1'],
  [['--world', 'generated', '--transactions', '1e3'], 'must be a whole number from 0'],
  [['--anchor', 'today'], 'ISO 8601'],
  [['--port', '99999'], 'Not a port'],
])('%j is refused in words', async (args, words) => {
  const process = start(...args);
  let errors = '';
  process.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(process, 'close')) as [number];
  expect([code, errors]).toEqual([1, expect.stringContaining(words)]);
});
