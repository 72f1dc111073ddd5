import type { ServerResponse } from 'node:http';
import { tellsOf, useForwarding } from '../../test/support/webhooks/forwarding.js';
import type { SendMessage } from '../webhooks/send-message.js';

/* A receiver that takes nothing for now, or not so much. */
const forwarding = useForwarding();
const { begun, forward, install, outbox, refuse, shops, started, subscribe } = forwarding;

test('where nothing is taken, and no other merchant either, nothing more is begun', async () => {
  await begun('1');
  await install(...Array.from({ length: 40 }, (_, index) => String(100 + index)));
  forwarding.receiver.answers = Array.from({ length: 40 }, () => 500);
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 5_000 });
  expect(forwarding.receiver.received).toHaveLength(11);
  expect(await outbox()).toEqual([]);
});

test('while the receiver takes nothing everything waits, and comes once as it then is', async () => {
  await begun('1', '2');
  await subscribe('1');
  await subscribe('2');
  forwarding.receiver.answers = [500, (response) => response.destroy()];
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 5_000 });
  const refused = forwarding.receiver.received.splice(0);
  await subscribe('2');
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(shops()).toEqual(['1', '2']);
  // The first is the same message; the other has changed since.
  expect(refused.map(({ id }) => forwarding.receiver.received.some((one) => one.id === id)).sort()).toEqual([
    false,
    true,
  ]);
  expect(started).toEqual([]);
});

test('a receiver that asks for more time gets it', async () => {
  await begun('1');
  await subscribe('1');
  forwarding.receiver.answers = [(response) => response.writeHead(429, { 'retry-after': '600' }).end()];
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 600_000 });
});

test('a receiver that refuses few is told on without a rest, and one that asks for time gets it for these, too', async () => {
  await begun('1');
  const many = Array.from({ length: 20 }, (_, index) => String(100 + index));
  await install(...many);
  refuse(tellsOf('103', '112'));
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(await outbox()).toHaveLength(2);
  for (const shop of many.slice(0, 3)) await subscribe(shop);
  started.splice(0);
  refuse(tellsOf('101'), (response) => response.writeHead(429, { 'retry-after': '600' }).end());
  expect(await forward()).toEqual({ outcome: 'more', waitMs: 600_000 });
  expect(started).toEqual([]);
  expect(await outbox()).toHaveLength(2);
});

test('a receiver that takes five at once is sent fewer: nothing is set aside, and all arrive', async () => {
  await begun('1');
  const many = Array.from({ length: 40 }, (_, index) => String(100 + index));
  await install(...many);
  // Once all that are under way have come, it takes the last five of them.
  let underWay = 0;
  const held: ServerResponse[] = [];
  const counted: SendMessage = async (message, signal) => {
    underWay += 1;
    return forwarding.send(message, signal).finally(() => (underWay -= 1));
  };
  let throttled = 0;
  forwarding.receiver.answers = Array.from({ length: 200 }, () => (response: ServerResponse) => {
    held.push(response);
    if (held.length < underWay) return;
    const took = held.splice(0).reverse();
    throttled += Math.max(0, took.length - 5);
    for (const [index, one] of took.entries()) one.writeHead(index < 5 ? 204 : 429).end();
  });
  expect(await forward(true, forwarding.account, counted)).toEqual({ outcome: 'told' });
  expect(throttled).toBe(5);
  expect(await outbox()).toEqual([]);
  expect(new Set(shops())).toEqual(new Set(many));
  expect(forwarding.receiver.received).toHaveLength(50);
});
