import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { KeptMessages } from '../../examples/receiver/kept-messages.js';
import { createReceiver, type ReceiverOptions } from '../../examples/receiver/receiver.js';
import { CONNECTION_NOTICES } from '../../src/contract/connection-words.js';
import { NOTICE_TYPES } from '../../src/contract/merchant-words.js';
import { signingSecret } from '../support/servers/webhook-receiver.js';

/* The example of a receiver, given what a worker would not send. What one does send, test/processes/first-hour.test.ts has. */
const secret = signingSecret();
let folder: string;
let server: Server;
let kept: KeptMessages;
let told: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'convot-receiver-'));
  told = [];
  await listen();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'messages.jsonl');
const lines = () =>
  readFileSync(file(), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string; acted?: true });
const ids = () => lines().flatMap(({ id, acted }) => (acted ? [] : [id]));

async function listen(onMessage: ReceiverOptions['onMessage'] = (message) => void told.push(message)): Promise<void> {
  kept = new KeptMessages(file());
  server = createReceiver({ secret, kept, onMessage }).listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function close(): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  kept.close();
}

interface Sent {
  readonly id?: string;
  readonly type?: string;
  readonly at?: Date;
  readonly by?: string;
  readonly change?: (body: string) => string;
}

async function send({ id = `msg_${randomUUID()}`, type = 'merchant.uninstalled', at = new Date(), ...how }: Sent = {}) {
  const { by = secret, change = (text: string) => text } = how;
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data: { number: 7 } });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign(id, at, body),
  };
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/convot`, { method: 'POST', headers, body: change(body) });
  await response.arrayBuffer();
  return response.status;
}

test.each([...NOTICE_TYPES, ...CONNECTION_NOTICES, 'merchant.updated', 'of.a_type_to_come'])(
  '%s is kept',
  async (type) => {
    expect(await send({ id: 'msg_1', type })).toBe(204);
    expect(ids()).toEqual(['msg_1']);
    expect(told).toMatchObject([{ type, data: { number: 7 } }]);
  },
);

test('what is sent twice is kept once, also at the same time and after a new start', async () => {
  expect(await Promise.all([send({ id: 'msg_1' }), send({ id: 'msg_1' })])).toEqual([204, 204]);
  await close();
  await listen();
  expect(await send({ id: 'msg_1' })).toBe(204);
  expect([ids(), told.length]).toEqual([['msg_1'], 1]);
});

test('a line that a crash has cut short is not kept, so that its message is when it comes again', async () => {
  await send({ id: 'msg_1' });
  await close();
  appendFileSync(file(), '{"id":"msg_2","ty');
  await listen();
  expect(await send({ id: 'msg_2' })).toBe(204);
  expect(ids()).toEqual(['msg_1', 'msg_2']);
});

test('what was not acted on is at the next start, in its order, and never again', async () => {
  await close();
  // As if it were killed meanwhile.
  await listen(() => new Promise(() => undefined));
  for (const id of ['msg_1', 'msg_2']) await send({ id, type: id });
  await close();
  await listen();
  expect(told).toMatchObject([{ type: 'msg_1' }, { type: 'msg_2' }]);
  await close();
  await listen();
  expect([told.length, kept.waiting.size]).toEqual([2, 0]);
});

test('where acting fails it goes on with the next message, and tries again at the next start', async () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    await close();
    await listen(({ type }) => {
      if (type === 'merchant.uninstalled') throw new Error('The mail server is down.');
    });
    await send({ id: 'msg_1' });
    await send({ id: 'msg_2', type: 'merchant.updated' });
    expect([...kept.waiting.keys()]).toEqual(['msg_1']);
    expect(logged).toHaveBeenCalledTimes(1);
  } finally {
    logged.mockRestore();
  }
  await close();
  await listen();
  expect([told.length, kept.waiting.size]).toEqual([1, 0]);
});

test('what a full disk took a part of is not kept, and in nobody’s way', async () => {
  // A limit to the file's size cuts a write in its middle, too.
  const script = `
    import { KeptMessages } from './examples/receiver/kept-messages.ts';
    const kept = new KeptMessages(process.argv[1]);
    kept.keep('msg_1', { type: 'a' });
    try { kept.keep('msg_2', { type: 'b'.repeat(5_000) }); } catch (error) { console.log(error.code); }
    kept.keep('msg_3', { type: 'c' });
  `;
  const limited = `trap '' XFSZ; ulimit -f 2; exec "$0" --import tsx --input-type module -e "$1" "$2"`;
  const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, script, file()]);
  expect([stdout.trim(), ids()]).toEqual(['EFBIG', ['msg_1', 'msg_3']]);
});

test('a body is read up to a megabyte, whoever it is of', async () => {
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, path: '/convot', method: 'POST', headers: { 'Content-Length': 5_000_000 } });
  sent.write(Buffer.alloc(1_000_001));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  await once(response.resume(), 'close');
  sent.destroy();
});

const MINUTE_MS = 60_000;

test.each<[string, Sent]>([
  ['another secret', { by: signingSecret() }],
  ['another body', { change: (body) => body.replace('7', '8') }],
  ['the same body in another spelling', { change: (body) => body.replace(':', ': ') }],
  ['a time of six minutes ago', { at: new Date(Date.now() - 6 * MINUTE_MS) }],
  ['a time to come', { at: new Date(Date.now() + 6 * MINUTE_MS) }],
])('%s is refused', async (_, sent) => {
  expect(await send(sent)).toBe(401);
  expect([ids(), told]).toEqual([[], []]);
});
