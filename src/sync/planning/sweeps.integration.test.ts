import { DAY_MS, FEEDS, HOUR_MS, SweptAccount } from '../../../test/support/accounts/swept-account.js';
import type { LedgerEvent, LedgerTransaction } from '../../simulator/ledger/rows.js';

let swept: SweptAccount | undefined;

async function start(...options: Parameters<typeof SweptAccount.start>): Promise<SweptAccount> {
  return (swept = await SweptAccount.start(...options));
}
afterEach(() => swept?.close());

describe.each(FEEDS)('the sweep of %s', (feed) => {
  test('finds rows that Shopify shows up to thirty days after the time they carry', async () => {
    const account = await start();
    const days = [1, 10, 20, 29];
    for (const ago of days) account.put(feed, ago * DAY_MS, HOUR_MS);
    await account.sweepOnce();
    await account.expectWhole();

    account.passes(2 * HOUR_MS);
    expect((await account.syncUntilOk()).newRows).toBe(0);
    expect(await account.storedKeys()).not.toEqual(account.ledgerKeys());

    await account.sweepIsDue();
    expect((await account.syncUntilOk()).newRows).toBe(days.length);
    await account.expectWhole();
  });

  test('finds hundreds of them at one instant', async () => {
    const account = await start();
    const at = account.put(feed, 10 * DAY_MS, HOUR_MS).at;
    const shop = (number: number) => ({
      ...{ number: String(66_000_000 + number), shopifyNumber: String(number) },
      ...{ name: `Late ${number}`, myshopifyDomain: `late-${number}.myshopify.com` },
    });
    for (let number = 1; number <= 320; number += 1) {
      account.put(feed, 0, HOUR_MS, { at, shop: shop(number) });
    }
    await account.sweepOnce();
    account.passes(2 * HOUR_MS);
    await account.sweepIsDue();
    expect((await account.syncUntilOk()).newRows).toBe(321);
    await account.expectWhole();
  });

  test('does not see what is later than that, which the weekly walk finds', async () => {
    const account = await start();
    account.put(feed, 45 * DAY_MS, HOUR_MS);
    await account.sweepOnce();
    account.passes(2 * HOUR_MS);
    await account.sweepIsDue();
    expect((await account.syncUntilOk()).newRows).toBe(0);
    await account.walkIsDue();
    expect((await account.syncUntilOk()).newRows).toBe(1);
    await account.expectWhole();
  });

  test('marks nothing as missing', async () => {
    const account = await start();
    const gone = account.put(feed, 5 * DAY_MS);
    await account.sweepOnce();
    account.ledger.remove(gone);
    await account.sweepIsDue();
    await account.syncUntilOk();
    expect(await account.missing(feed)).toEqual([]);
    const { transactions, appEvents } = await account.storedKeys();
    expect(transactions.length + appEvents.length).toBe(
      account.rows('transactions').length + account.rows('app_events').length + 1,
    );
  });
});

test('a root event that Shopify shows days after its time is found by the sweep', async () => {
  const account = await start();
  account.put('app_events', HOUR_MS, 0, { type: 'RELATIONSHIP_INSTALLED', charge: null });
  account.put('app_events', 10 * DAY_MS, HOUR_MS, { type: 'SUBSCRIPTION_CANCELLATION_SCHEDULED', charge: null });
  const found = () => account.account.sql`
    select type from timeline_events where type = 'SUBSCRIPTION_CANCELLATION_SCHEDULED'
  `;
  await account.sweepOnce();
  account.passes(2 * HOUR_MS);
  await account.syncUntilOk();
  expect(await found()).toEqual([]);
  await account.sweepIsDue();
  await account.syncUntilOk();
  expect(await found()).toHaveLength(1);
});

test('an amount that Shopify corrects ten days later wins, in both feeds', async () => {
  const account = await start();
  const corrected = { amount: '123.45', currencyCode: 'USD' };
  const sale = account.put('transactions', 10 * DAY_MS) as LedgerTransaction;
  const event = account
    .rows('app_events')
    .findLast((row) => row.feed === 'event' && row.charge !== null) as LedgerEvent;
  await account.sweepOnce();
  account.ledger.put({ ...sale, netAmount: corrected });
  if (event.charge === null) throw new Error('the event has no charge');
  account.ledger.put({ ...event, charge: { ...event.charge, amount: corrected } });
  const amounts = async () => {
    const { sql } = account.account;
    const [found] = await sql`
      select
        (select raw -> 'netAmount' ->> 'amount' from transactions where id like ${`%/${sale.tie}`}) as sale,
        (
          select raw -> 'charge' -> 'amount' ->> 'amount' from app_events
          where occurred_at = to_timestamp(${event.at / 1_000_000}) and shop_number = ${event.shop.number}
        ) as event
    `;
    return found;
  };
  await account.syncUntilOk();
  expect(await amounts()).not.toEqual({ sale: '123.45', event: '123.45' });
  await account.sweepIsDue();
  const { newRows } = await account.syncUntilOk();
  expect(newRows).toBe(0);
  expect(await amounts()).toEqual({ sale: '123.45', event: '123.45' });
  // Merchants are derived from it anew.
  expect(await account.account.sql`select from merchant_marks`).toHaveLength(0);
});

test('a sweep that is cut off goes on where it stopped, and reads no page twice', async () => {
  const account = await start({ transactions: 1_300 });
  await account.sweepOnce();
  account.put('transactions', 25 * DAY_MS);
  await account.sweepIsDue();
  const { log } = account.account.simulator;
  log.clear();
  expect((await account.account.sync({ budgetMs: 1 })).end).toEqual({ outcome: 'more', waitMs: 0 });
  const syncs = [];
  while ((await account.windows()).length > 0) {
    await account.hasRested();
    syncs.push(await account.account.sync({ budgetMs: 1, head: false }));
  }
  expect(syncs.length).toBeGreaterThan(3);
  expect(syncs.reduce((sum, { newRows }) => sum + newRows, 0)).toBe(1);
  await account.expectWhole();
  const cursors = log
    .list()
    .flatMap(({ variables }) => Object.entries(variables).filter(([name]) => name.startsWith('after')));
  expect(new Set(cursors.map(([, cursor]) => cursor)).size).toBe(cursors.length);
});

test('a sweep that is cut off rests; until it has, an idle sync is one request', async () => {
  const account = await start({ transactions: 1_300 });
  await account.sweepOnce();
  await account.sweepIsDue();
  // The newest page first; the sweep follows.
  await account.account.sync({ budgetMs: 1 });
  await account.account.sync({ budgetMs: 1, head: false });
  const open = await account.windows();
  expect(open).toContain('sweep');
  const rest = () =>
    account.account.sql`select sparing_until, sparing_until > clock_timestamp() as rests from sync_status`;
  expect(await rest()).toMatchObject([{ rests: true }]);
  await account.account.sql`update sync_status set sparing_until = clock_timestamp() + interval '1 hour'`;
  const before = await rest();
  for (let count = 0; count < 3; count += 1) {
    const { end, requests } = await account.account.sync();
    expect({ end, requests }).toEqual({ end: { outcome: 'ok' }, requests: 1 });
  }
  // Syncs that did nothing for it do not make it rest longer.
  expect(await rest()).toEqual(before);
  expect(await account.windows()).toEqual(open);
  await account.hasRested();
  await account.syncUntilOk();
  expect(await account.windows()).toEqual([]);
});

test('a sweep longer than a sync may spend on it holds up no sync: it is ok, and goes on in the next one', async () => {
  // One page a request, so that it need not be a large account.
  const account = await start({ transactions: 6_000, events: 4_000, days: 25 }, { pagesPerRequest: 1 });
  await account.syncUntilOk();
  const { end, requests } = await account.account.sync();
  expect(end).toEqual({ outcome: 'ok' });
  expect(requests).toBeGreaterThan(90);
  expect(await account.windows()).toContain('sweep');
  expect((await account.account.sync()).requests).toBe(1);
  await account.hasRested();
  expect((await account.account.sync()).end).toEqual({ outcome: 'ok' });
  expect(await account.windows()).toEqual([]);
  // What it read was not read for nothing: rested or not, it is not begun again before its hour.
  await account.hasRested();
  expect((await account.account.sync()).requests).toBe(1);
});

test('new rows are seen by the next sync, however much is left of a sweep and a walk', async () => {
  const account = await start({ transactions: 1_300 });
  await account.sweepOnce();
  await account.sweepIsDue();
  await account.walkIsDue();
  await account.account.sync({ budgetMs: 1 });
  await account.account.sync({ budgetMs: 1, head: false });
  for (let round = 1; round <= 3; round += 1) {
    await account.hasRested();
    account.passes(HOUR_MS);
    for (const feed of FEEDS) account.put(feed, 60_000);
    // Time for one request only: the newest pages are the first.
    expect(await account.account.sync({ budgetMs: 1 })).toMatchObject({ requests: 1, newRows: 2 });
    const open = await account.windows();
    expect(open).toContain('sweep');
    expect(open).toContain('walk');
  }
});

test('five days of downtime are caught up like any other cycle', async () => {
  const account = await start({}, { startedAgoMs: 5 * DAY_MS });
  await account.sweepOnce();
  account.passes(5 * DAY_MS);
  await account.account.sql`
    update sync_status
    set head_scanned_at = head_scanned_at - interval '5 days',
        last_synced_at = last_synced_at - interval '5 days',
        sweep_started_at = sweep_started_at - interval '5 days',
        sparing_until = sparing_until - interval '5 days',
        progress_started_at = progress_started_at - interval '5 days'
  `;
  const apps = [...account.ledger.apps.values()];
  for (let number = 0; number < 500; number += 1) {
    const agoMs = (number * 5 * DAY_MS) / 500;
    account.put('transactions', agoMs);
    for (const app of apps) account.put('app_events', agoMs, 0, { app });
  }
  // Shown late, on top: recorded before the downtime, visible in the middle of it.
  account.put('transactions', 20 * DAY_MS);
  const { newRows, end } = await account.account.sync();
  expect({ newRows, end }).toEqual({ newRows: 500 + 500 * apps.length + 1, end: { outcome: 'ok' } });
  await account.expectWhole();
  const [status] = await account.account.sql`select last_synced_at = head_scanned_at as current from sync_status`;
  expect(status).toEqual({ current: true });
  expect((await account.account.sync()).requests).toBe(1);
});
