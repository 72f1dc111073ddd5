import { tellsOf, useForwarding } from '../../test/support/webhooks/forwarding.js';
import { UpdateMessage } from '../api/schemas/webhooks.js';

/* What is refused while others are taken: it is tried by itself, and the others go on. */
const forwarding = useForwarding();
const { begun, deliver, erase, forward, install, outbox, refuse, refuseOnly, sent, shops, started, subscribe } =
  forwarding;

test('what is refused while others are taken is set aside, tried by itself, and the others go on', async () => {
  await begun('1', '2');
  await refuseOnly('1');
  const [refused] = forwarding.receiver.received;
  expect(await outbox()).toEqual([{ id: refused?.id, state: 'pending', attempts: 1, lastAnswer: '422' }]);
  expect(started).toEqual([{ organizationId: forwarding.account.organizationId, messageId: refused?.id, inMs: 5_000 }]);
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(forwarding.receiver.received).toHaveLength(2);
  await deliver(String(refused?.id));
  const [first, , again] = forwarding.receiver.received;
  expect([again?.id, JSON.parse(again?.body ?? '')]).toEqual([
    first?.id,
    { ...(JSON.parse(first?.body ?? '') as object), timestamp: expect.any(String) as string },
  ]);
  expect(await outbox()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
});

test('one that was set aside is not told any more once something newer tells of its merchant', async () => {
  await begun('1', '2');
  await refuseOnly('1');
  const [key] = started;
  for (const shop of ['1', '2']) await subscribe(shop);
  await deliver(String(key?.messageId));
  expect(forwarding.receiver.received).toHaveLength(2);
  expect(await outbox()).toEqual([]);
  await forward();
  expect(forwarding.receiver.received).toHaveLength(4);
});

test('one that is refused alone is set aside once another merchant, told already, is taken', async () => {
  await begun('1', '2');
  await subscribe('1');
  refuse(tellsOf('1'));
  // It refused all that was new: it may have too much to do.
  expect(await forward()).toEqual({ outcome: 'more', waitMs: 5_000 });
  expect(await outbox()).toMatchObject([{ state: 'pending', lastAnswer: '422' }]);
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(shops()).toEqual(['2', '1']);
});

test('however many are refused in front, the others are told at once', async () => {
  await begun('1');
  const refused = Array.from({ length: 24 }, (_, index) => String(100 + index));
  await install(...refused, ...Array.from({ length: 6 }, (_, index) => String(200 + index)));
  refuse(tellsOf(...refused), 400);
  const outcomes = [];
  for (let calls = 0; calls < 4; calls += 1) outcomes.push((await forward()).outcome);
  expect(outcomes).toEqual(['more', 'more', 'told', 'told']);
  expect(new Set(shops()).size).toBe(30);
  expect(await outbox()).toHaveLength(24);
});

test('one of many that is refused by 400 is set aside, and those beside it are not sent again', async () => {
  await begun('1');
  await install(...Array.from({ length: 10 }, (_, index) => String(100 + index)));
  refuse(tellsOf('104'), 400);
  expect(await forward()).toEqual({ outcome: 'told' });
  const bodyOf104 = forwarding.receiver.received.find(({ body }) => tellsOf('104')(body));
  expect(await outbox()).toMatchObject([{ id: bodyOf104?.id, state: 'pending', lastAnswer: '400' }]);
  expect(forwarding.receiver.received).toHaveLength(10);
});

test('one for which the receiver has too much to do even alone is set aside once another is taken', async () => {
  await begun('1');
  await install(...Array.from({ length: 10 }, (_, index) => String(100 + index)));
  refuse(tellsOf('104'), 503);
  expect(await forward()).toEqual({ outcome: 'more', waitMs: 5_000 });
  expect(await outbox()).toMatchObject([{ state: 'pending', lastAnswer: '503' }]);
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(new Set(shops()).size).toBe(10);
  expect(await outbox()).toHaveLength(1);
});

test('with a hundred set aside the feed waits before the next that is refused', async () => {
  await begun('1');
  await install('2', '3');
  await forwarding.account.write(
    ({ sql: own, organizationId }) => own`
      insert into webhook_messages (organization_id, id, type, payload, state, due_at)
      select ${organizationId}, 'msg_full_' || n, 'merchant.updated', '{}', 'pending', now() + interval '1 hour'
      from generate_series(1, 100) as n
    `,
  );
  refuse(tellsOf('3'));
  expect(await forward()).toEqual({ outcome: 'more', waitMs: 5_000 });
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 5_000 });
  expect(await outbox()).toHaveLength(100);
  await forwarding.account.write(({ sql: own }) => own`delete from webhook_messages where id = 'msg_full_1'`);
  expect(await forward()).toEqual({ outcome: 'more', waitMs: 5_000 });
  expect(await outbox()).toContainEqual(expect.objectContaining({ lastAnswer: '422' }));
  expect(await forward()).toEqual({ outcome: 'told' });
});

test('what was taken in front is noted although what was refused cannot be set aside', async () => {
  await begun('1');
  await install('2', '3', '4');
  refuse(tellsOf('3'));
  await forwarding.sql`alter table webhook_messages add constraint none check (type <> 'merchant.updated') not valid`;
  await expect(forward()).rejects.toMatchObject({ code: '23514' });
  await forwarding.sql`alter table webhook_messages drop constraint none`;
  forwarding.receiver.received.splice(0);
  await forward();
  expect(shops()).toEqual(['3', '4']);
  expect(await outbox()).toHaveLength(1);
});

test('what is set aside is whole as it is stored, for a worker that does not know its kind, and goes with its shop', async () => {
  await begun('1', '2');
  await refuseOnly('1');
  const [row] = await forwarding.account.write(
    ({ sql: own }) =>
      own<{ payload: unknown; shopNumber: string }[]>`select payload, shop_number from webhook_messages`,
  );
  expect(UpdateMessage.parse(row?.payload).data).toEqual(sent()[0]?.data);
  expect(row?.shopNumber).toBe('1');
});

test('a merchant that is erased while it is refused leaves no name behind', async () => {
  await begun('1', '2');
  await subscribe('1');
  await subscribe('2');
  refuse(tellsOf('1'), (response) => void erase('1').then(() => response.writeHead(422).end()));
  await forward();
  expect(await outbox()).toEqual([]);
  await forward();
  expect(sent().at(-1)?.data).toMatchObject({ erased: true });
});

test('where it is not wanted any more, nothing that was set aside is told', async () => {
  await begun('1', '2');
  await refuseOnly('1');
  await deliver(String(started[0]?.messageId), false);
  expect(forwarding.receiver.received).toHaveLength(2);
  expect(await outbox()).toEqual([]);
});

test('one that the receiver wants no more is given up visibly', async () => {
  await begun('1', '2');
  await refuseOnly('1', 410);
  expect(await outbox()).toMatchObject([{ state: 'failed', attempts: 1, lastAnswer: '410' }]);
  expect(started).toEqual([]);
});

test('an erased merchant is told of without its name, also where it was set aside before', async () => {
  await begun('1', '2');
  await refuseOnly('2');
  forwarding.receiver.received.splice(0);
  await erase('1', '2');
  await deliver(String(started[0]?.messageId));
  await forward();
  expect(sent().map(({ data }) => 'erased' in data && data.erased)).toEqual([true, true]);
  expect(forwarding.receiver.received.map(({ body }) => body).join()).not.toMatch(/shop-[12]|Shop [12]|myshopify/);
  expect(await outbox()).toEqual([]);
});
