import type { ServerResponse } from 'node:http';
import { freePort } from '../../test/support/servers/free-port.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../test/support/servers/webhook-receiver.js';
import { Secret } from '../values/secret.js';
import { createSendMessage } from './send-message.js';

let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());

const message = { id: 'msg_1', body: '{"type":"merchant.frozen"}', nowMs: Date.now() };
const never = new AbortController().signal;
const send = (deadlineMs?: number) =>
  createSendMessage({ url: receiver.url, secrets: [new Secret(receiver.secret)] }, deadlineMs);

test('posts the body as it is, signed', async () => {
  expect(await send()(message, never)).toEqual({ status: 204, retryAfterMs: null });
  expect(receiver.verified().at(-1)).toEqual({ type: 'merchant.frozen' });
  expect(receiver.received.at(-1)).toMatchObject({
    id: 'msg_1',
    body: message.body,
    headers: { 'content-type': 'application/json', 'user-agent': 'Convot-Partner-Sync' },
  });
});

test('says how it was answered, and what the receiver asks for', async () => {
  receiver.answers = [(response) => response.writeHead(503, { 'retry-after': '120' }).end('busy')];
  expect(await send()(message, never)).toEqual({ status: 503, retryAfterMs: 120_000 });
});

test('follows no redirect', async () => {
  const before = receiver.received.length;
  receiver.answers = [(response) => response.writeHead(307, { location: receiver.url }).end()];
  expect(await send()(message, never)).toEqual({ status: 307, retryAfterMs: null });
  expect(receiver.received.length).toBe(before + 1);
});

test('does not read what the receiver writes', async () => {
  let written = 0;
  const pour = (response: ServerResponse) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) written += 1;
      if (!response.destroyed) response.once('drain', more);
    };
    response.writeHead(200);
    more();
  };
  receiver.answers = [pour];
  expect(await send()(message, never)).toEqual({ status: 200, retryAfterMs: null });
  expect(written).toBeLessThan(1_000);
});

test('a receiver that says nothing is a timeout', async () => {
  receiver.answers = [() => undefined];
  expect(await send(500)(message, never)).toEqual({ error: 'timeout' });
});

test('a connection that is cut is told by the code of the error', async () => {
  receiver.answers = [(response) => response.destroy()];
  expect(await send()(message, never)).toEqual({ error: 'UND_ERR_SOCKET' });
});

test('nobody there, and nobody configured', async () => {
  const url = `http://127.0.0.1:${await freePort()}/`;
  const nowhere = createSendMessage({ url, secrets: [new Secret(receiver.secret)] });
  expect(await nowhere(message, never)).toEqual({ error: 'ECONNREFUSED' });
  expect(await createSendMessage(null)(message, never)).toEqual({ error: 'not_configured' });
});

test('stops at once when the worker does', async () => {
  const stop = new AbortController();
  receiver.answers = [() => stop.abort()];
  await expect(send()(message, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
