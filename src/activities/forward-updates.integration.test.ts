import type { ServerResponse } from 'node:http';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createTestDatabase } from '../../test/support/database/database.js';
import { connectDerivedAccount, type DerivedAccount } from '../../test/support/merchants/derived-account.js';
import { charge, day, relationship } from '../../test/support/merchants/raw-rows.js';
import {
  type Scripted,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../test/support/servers/webhook-receiver.js';
import { UpdateMessage } from '../api/schemas/webhooks.js';
import type { MessageKey } from '../contract/delivery-activities.js';
import type { ForwardResult } from '../contract/update-activities.js';
import { eraseRows, holdErasures } from '../erasure/store-erased-names.js';
import { lockMerchants } from '../merchants/derive/input/due-pairs.js';
import { createSegment } from '../merchants/segments/save-segment.js';
import { listOrganizationsBehind } from '../merchants/updates/update-cursor.js';
import { connectPostgres } from '../postgres/client.js';
import type { Sql } from '../postgres/sql.js';
import { createLogger } from '../process/log.js';
import { Secret } from '../values/secret.js';
import { createSendMessage, type SendMessage } from '../webhooks/send-message.js';
import { createDeliver } from './deliver.js';
import { createForwardUpdates } from './forward-updates.js';

let sql: Sql;
let worker: Sql;
let api: Sql;
let receiver: WebhookReceiver;
let account: DerivedAccount;
let send: SendMessage;
const open: (() => unknown)[] = [];
const logger = createLogger('test', 'silent');
/** Messages whose delivery was started, and when they are first tried from then. */
const started: (MessageKey & { readonly inMs: number })[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  open.push(() => database.drop());
  sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
  api = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 2 });
  worker = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 4 });
  open.push(() => Promise.all([sql.end(), api.end(), worker.end()]));
  receiver = await startWebhookReceiver();
  open.push(() => receiver.close());
  send = createSendMessage({ url: receiver.url, secrets: [new Secret(receiver.secret)] }, 5_000);
}, 120_000);
afterAll(async () => {
  for (const close of open.reverse()) await close();
});
beforeEach(async () => {
  account = await connectDerivedAccount({ api, worker });
  receiver.received.splice(0);
  receiver.answers = [];
  started.splice(0);
});

const startDelivery = (message: MessageKey, inMs = 0) => Promise.resolve(void started.push({ ...message, inMs }));

/** As the workflow asks for it. */
function forward(tellsUpdates = true, whose = account, by = send): Promise<ForwardResult> {
  const forwardUpdates = createForwardUpdates({ sql: worker, send: by, startDelivery, tellsUpdates, logger });
  const input = { organizationId: whose.organizationId, retryInMs: 5_000 };
  return new MockActivityEnvironment().run(forwardUpdates, input);
}

/** What the receiver was sent, in the order in which it came; each as the documentation has it. */
const sent = () => receiver.verified().map((message) => UpdateMessage.parse(message));
const numbers = () => sent().map(({ data }) => data.number);
/** The shops that it was told of, by number: those of a batch come side by side. */
const shops = () =>
  sent()
    .sort((one, other) => one.data.number - other.data.number)
    .map(({ data }) => ('merchant' in data ? data.merchant?.shopNumber : undefined));

/** The shop installs the app and so changes. */
async function install(...installed: string[]): Promise<void> {
  for (const shop of installed) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
}

async function erase(...erased: string[]): Promise<void> {
  await account.read(async (tenant) => {
    await holdErasures(tenant);
    await lockMerchants(tenant);
    const nothingElse = { domains: [], seats: [], shopifyNumbers: [], charges: [], damaged: [] };
    for (const shopNumber of erased) await eraseRows(tenant, { shopNumber, ...nothingElse });
  });
}

let charges = 0;

async function subscribe(shop: string): Promise<void> {
  charges += 1;
  await account.events(shop, [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(charges), `${charges}`, `Plan ${charges}`, '9.00'),
  ]);
  await account.fold(day(charges + 1));
}

async function last(): Promise<number> {
  const [{ number }] = await account.read(
    ({ sql: own }) => own<[{ number: number }]>`select last::integer as number from change_feeds`,
  );
  return number;
}

/** Of merchants that were all told already. */
async function begun(...installed: string[]): Promise<void> {
  await install(...installed);
  await forward();
  receiver.received.splice(0);
}

test('an epoch begins with the newest change, by which the receiver hears of it', async () => {
  await install('1', '2', '3');
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(sent()).toEqual([
    {
      type: 'merchant.updated',
      timestamp: expect.any(String) as string,
      data: {
        organizationId: account.organizationId,
        epoch: expect.any(String) as string,
        number: await last(),
        ref: expect.any(String) as string,
        merchant: expect.objectContaining({ shopNumber: '3', myshopifyDomain: 'shop-3.myshopify.com' }) as object,
        entered: [],
        left: [],
      },
    },
  ]);
});

test('changes are told in their order and once, a merchant that changed again as it is now', async () => {
  await begun('1', '2', '3');
  const before = await last();
  for (const shop of ['1', '2', '1']) await subscribe(shop);
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(shops()).toEqual(['2', '1']);
  expect(numbers().sort()).toEqual([before + 2, before + 3]);
  const plans = sent().map(({ data }) => 'merchant' in data && data.merchant?.apps[0]?.plan);
  expect(plans.sort()).toEqual([`Plan ${charges - 1}`, `Plan ${charges}`]);
});

test('more than are read at once are told ten by ten, each number under an id of its own', async () => {
  await begun('1');
  await install(...Array.from({ length: 130 }, (_, index) => String(100 + index)));
  await account.fold(day(1)); // it takes a hundred at a time, too
  expect(await forward()).toEqual({ outcome: 'told' });
  expect([new Set(numbers()).size, new Set(receiver.received.map(({ id }) => id)).size]).toEqual([130, 130]);
  const tens = Array.from({ length: 13 }, (_, index) => numbers().slice(10 * index, 10 * index + 10));
  expect(tens.flatMap((ten) => ten.sort((one, other) => one - other))).toEqual(
    numbers().sort((one, other) => one - other),
  );
});

test('where nothing is taken, and no other merchant either, nothing more is begun', async () => {
  await begun('1');
  await install(...Array.from({ length: 40 }, (_, index) => String(100 + index)));
  receiver.answers = Array.from({ length: 40 }, () => 500);
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 5_000 });
  expect(receiver.received).toHaveLength(11);
  expect(await outbox()).toEqual([]);
});

test('while the receiver takes nothing everything waits, and comes once as it then is', async () => {
  await begun('1', '2');
  await subscribe('1');
  await subscribe('2');
  receiver.answers = [500, (response) => response.destroy()];
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 5_000 });
  const refused = receiver.received.splice(0);
  await subscribe('2');
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(shops()).toEqual(['1', '2']);
  // The first is the same message; the other has changed since.
  expect(refused.map(({ id }) => receiver.received.some((one) => one.id === id)).sort()).toEqual([false, true]);
  expect(started).toEqual([]);
});

test('a receiver that asks for more time gets it', async () => {
  await begun('1');
  await subscribe('1');
  receiver.answers = [(response) => response.writeHead(429, { 'retry-after': '600' }).end()];
  expect(await forward()).toEqual({ outcome: 'refused', waitMs: 600_000 });
});

/** From now on the receiver refuses what is so, and takes all else. */
function refuse(isSo: (body: string) => boolean, refusal: Scripted = 422): void {
  receiver.answers = Array.from({ length: 200 }, () => (response: ServerResponse) => {
    if (!isSo(receiver.received.at(-1)?.body ?? '')) response.writeHead(204).end();
    else if (typeof refusal === 'number') response.writeHead(refusal).end();
    else refusal(response);
  });
}

const tellsOf =
  (...some: string[]) =>
  (body: string) =>
    some.some((shop) => body.includes(`"shop-${shop}.myshopify.com"`));

/** One merchant's change is refused, and another's taken. */
async function refuseOnly(shop: string, refusal: Scripted = 422): Promise<void> {
  await subscribe(shop);
  await subscribe(shop === '1' ? '2' : '1');
  refuse(tellsOf(shop), refusal);
  await forward();
  expect(receiver.received).toHaveLength(2);
  receiver.received.sort((one, other) => Number(tellsOf(shop)(other.body)) - Number(tellsOf(shop)(one.body)));
  receiver.answers = [];
}

const outbox = () =>
  account.write(
    ({ sql: own }) =>
      own<{ id: string; state: string; attempts: number; lastAnswer: string }[]>`
        select id, state, attempts, last_answer from webhook_messages where type = 'merchant.updated'
      `,
  );
const deliver = (messageId: string, tellsUpdates = true) =>
  new MockActivityEnvironment().run(createDeliver({ sql: worker, send, tellsUpdates, logger }), {
    organizationId: account.organizationId,
    messageId,
    retryInMs: 5_000,
  });

test('what is refused while others are taken is set aside, tried by itself, and the others go on', async () => {
  await begun('1', '2');
  await refuseOnly('1');
  const [refused] = receiver.received;
  expect(await outbox()).toEqual([{ id: refused?.id, state: 'pending', attempts: 1, lastAnswer: '422' }]);
  expect(started).toEqual([{ organizationId: account.organizationId, messageId: refused?.id, inMs: 5_000 }]);
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(receiver.received).toHaveLength(2);
  await deliver(String(refused?.id));
  const [first, , again] = receiver.received;
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
  expect(receiver.received).toHaveLength(2);
  expect(await outbox()).toEqual([]);
  await forward();
  expect(receiver.received).toHaveLength(4);
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
    return send(message, signal).finally(() => (underWay -= 1));
  };
  let throttled = 0;
  receiver.answers = Array.from({ length: 200 }, () => (response: ServerResponse) => {
    held.push(response);
    if (held.length < underWay) return;
    const took = held.splice(0).reverse();
    throttled += Math.max(0, took.length - 5);
    for (const [index, one] of took.entries()) one.writeHead(index < 5 ? 204 : 429).end();
  });
  expect(await forward(true, account, counted)).toEqual({ outcome: 'told' });
  expect(throttled).toBe(5);
  expect(await outbox()).toEqual([]);
  expect(new Set(shops())).toEqual(new Set(many));
  expect(receiver.received).toHaveLength(50);
});

test('one of many that is refused by 400 is set aside, and those beside it are not sent again', async () => {
  await begun('1');
  await install(...Array.from({ length: 10 }, (_, index) => String(100 + index)));
  refuse(tellsOf('104'), 400);
  expect(await forward()).toEqual({ outcome: 'told' });
  const bodyOf104 = receiver.received.find(({ body }) => tellsOf('104')(body));
  expect(await outbox()).toMatchObject([{ id: bodyOf104?.id, state: 'pending', lastAnswer: '400' }]);
  expect(receiver.received).toHaveLength(10);
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
  await account.write(
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
  await account.write(({ sql: own }) => own`delete from webhook_messages where id = 'msg_full_1'`);
  expect(await forward()).toEqual({ outcome: 'more', waitMs: 5_000 });
  expect(await outbox()).toContainEqual(expect.objectContaining({ lastAnswer: '422' }));
  expect(await forward()).toEqual({ outcome: 'told' });
});

test('what was taken in front is noted although what was refused cannot be set aside', async () => {
  await begun('1');
  await install('2', '3', '4');
  refuse(tellsOf('3'));
  await sql`alter table webhook_messages add constraint none check (type <> 'merchant.updated') not valid`;
  await expect(forward()).rejects.toMatchObject({ code: '23514' });
  await sql`alter table webhook_messages drop constraint none`;
  receiver.received.splice(0);
  await forward();
  expect(shops()).toEqual(['3', '4']);
  expect(await outbox()).toHaveLength(1);
});

test('what is set aside is whole as it is stored, for a worker that does not know its kind, and goes with its shop', async () => {
  await begun('1', '2');
  await refuseOnly('1');
  const [row] = await account.write(
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
  expect(receiver.received).toHaveLength(2);
  expect(await outbox()).toEqual([]);
});

test('what a merchant entered is told before what became of it since, never beside it', async () => {
  await begun('1', '2');
  const actor = { organizationId: account.organizationId, name: 'owner' };
  await createSegment({ sql: api, log: logger }, actor, { name: 'Customers', criteria: { statuses: ['active'] } });
  const before = await last();
  for (const shop of ['1', '2', '1']) await subscribe(shop);
  expect(await forward()).toEqual({ outcome: 'told' });
  const ofOne = sent().filter((_, index) => tellsOf('1')(receiver.received[index]?.body ?? ''));
  expect(ofOne.map(({ data }) => [data.number - before, 'entered' in data && data.entered.length])).toEqual([
    [1, 1],
    [3, 0],
  ]);
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
  receiver.received.splice(0);
  await erase('1', '2');
  await deliver(String(started[0]?.messageId));
  await forward();
  expect(sent().map(({ data }) => 'erased' in data && data.erased)).toEqual([true, true]);
  expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/shop-[12]|Shop [12]|myshopify/);
  expect(await outbox()).toEqual([]);
});

test('a new epoch is told by its newest change, under another id', async () => {
  await begun('1', '2');
  await subscribe('1');
  await forward();
  const [before] = receiver.received.splice(0);
  await sql`update feed_epoch set renewals = renewals + 1`;
  await forward();
  expect(numbers()).toEqual([await last()]);
  expect(receiver.received.map(({ id }) => id)).not.toContain(before?.id);
  expect(receiver.received[0]?.body).toContain(account.organizationId);
});

test('an organization is behind until Convot was told everything, and again in a new epoch', async () => {
  const isBehind = async () => (await listOrganizationsBehind(worker, 1_000)).includes(account.organizationId);
  const nobodyIsAtIt = () => sql`update update_cursors set due_at = now() - interval '1 second'`;
  expect(await isBehind()).toBe(false);
  await install('1');
  expect(await isBehind()).toBe(true);
  await forward();
  await nobodyIsAtIt();
  expect(await isBehind()).toBe(false);
  await subscribe('1');
  expect(await isBehind()).toBe(true);
  receiver.answers = [500];
  await forward();
  expect(await isBehind()).toBe(false);
  await nobodyIsAtIt();
  expect(await isBehind()).toBe(true);
  await forward();
  await nobodyIsAtIt();
  await sql`update feed_epoch set renewals = renewals + 1`;
  expect(await isBehind()).toBe(true);
});

test('an organization is told its own, and nothing is told where nobody wants it', async () => {
  const stranger = await connectDerivedAccount({ api, worker });
  await install('1');
  expect(await forward(true, stranger)).toEqual({ outcome: 'told' });
  expect(await forward(false)).toEqual({ outcome: 'told' });
  expect(receiver.received).toEqual([]);
  expect(await sql`select 1 from update_cursors where organization_id = ${account.organizationId}`).toEqual([]);
});

test('nothing is left of an organization that was erased while it was told', async () => {
  await begun('1');
  await subscribe('1');
  receiver.answers = [
    (response) => {
      void sql`delete from change_feeds where organization_id = ${account.organizationId}`.then(() =>
        response.writeHead(204).end(),
      );
    },
  ];
  expect(await forward()).toEqual({ outcome: 'told' });
  expect(await sql`select 1 from update_cursors where organization_id = ${account.organizationId}`).toEqual([]);
});
