import { CANARY, FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import { randomLetters } from '../../../test/support/merchants/odd-texts.js';
import { listAppSummaries } from '../../connections/store/app-list.js';
import { listMerchants } from '../../merchants/read/list/list-merchants.js';
import { withTenant } from '../../postgres/tenant.js';
import type { LedgerEvent, LedgerTransaction } from '../../simulator/ledger/rows.js';
import { appEventTypes, transactionTypes } from '../../simulator/ledger/rows.js';
import { MOST_BYTES } from '../../values/bounded-text.js';
import { type Instant, instantFromMicros, showInstant } from '../../values/instant.js';
import { countUnfamiliarRows } from '../store/unfamiliar-rows.js';

let faulted: FaultedAccount;

beforeEach(async () => {
  faulted = await FaultedAccount.start();
});
afterEach(() => faulted.close());

interface Quarantined {
  readonly reason: string;
  readonly feed: string;
  readonly raw: string;
}

function quarantine() {
  return faulted.account.sql<Quarantined[]>`
    select reason, feed, convert_from(raw, 'UTF8') as raw from quarantined_rows order by reason, raw
  `;
}

/** The newest rows, so that the first page of each feed has them. */
function newest<Row extends LedgerTransaction | LedgerEvent>(rows: readonly Row[], count: number): Row[] {
  return [...rows].sort((a, b) => b.at - a.at).slice(0, count);
}

/** Lets rows be sent with some of their values replaced. */
function poison<Row extends LedgerTransaction | LedgerEvent>(row: Row, asSent: Record<string, unknown>): Row {
  faulted.organization.ledger.put({ ...row, asSent });
  return row;
}

function poisonSales(...values: Record<string, unknown>[]): LedgerTransaction[] {
  const rows = newest(faulted.organization.ledger.transactions.all, values.length);
  return rows.map((row, index) => poison(row, values[index] ?? {}));
}

const money = (amount: string) => ({ netAmount: { amount } });

describe('a damaged row', () => {
  test('is set aside, counted by its reason and shown; every other row is stored', async () => {
    const rows = poisonSales(
      { shop: { name: 'Al\u0000der' } },
      { shop: { name: 'Al\ud800der' } },
      { shop: { name: 'Al\udc00der' } },
      money('NaN'),
      money('Infinity'),
      money('1e999'),
      money('9'.repeat(40)),
      { createdAt: '9999-12-31T23:59:59Z' },
      { createdAt: '+294276-12-31T23:59:59Z' },
      { createdAt: 'infinity' },
      { createdAt: '-infinity' },
      { shop: { id: 'gid://partners/Shop/0' }, chargeId: null },
      { shop: null, netAmount: { amount: '', currencyCode: 'USD' } },
      { shop: { myshopifyDomain: 'x'.repeat(5_000) } },
    );
    const [event] = newest(faulted.organization.ledger.allEvents(), 1);
    if (event === undefined) throw new Error('no events');
    poison(event, { shop: { name: '\u0000' } });
    await faulted.untilOk();
    const damaged = rows.map((row) => `gid://partners/${row.typename}/${row.tie}`);
    const { transactions, appEvents } = faulted.ledgerKeys();
    const stored = await faulted.storedKeys();
    expect(stored.transactions).toEqual(transactions.filter((key) => !damaged.includes(key)));
    expect(stored.appEvents).toHaveLength(appEvents.length - 1);
    const { quarantined, warnings, status } = await faulted.view();
    expect(quarantined).toEqual({
      count: 15,
      reasons: [
        { reason: 'amount', count: 5 },
        { reason: 'id', count: 1 },
        { reason: 'instant', count: 4 },
        { reason: 'shape', count: 1 },
        { reason: 'text', count: 4 },
      ],
    });
    expect(warnings.map(({ code }) => code)).toContain('rows_quarantined');
    expect(status).toBe('connected');
  });

  test.each([
    ['', 'an empty id'],
    ['gid://shopify/AppUsageRecord/1?v=1&index=1', 'one with parameters'],
  ])('whose charge is %j (%s) is stored without it, and its money counts', async (chargeId) => {
    const sales = faulted.organization.ledger.transactions.all.filter(({ typename }) => typename === 'AppUsageSale');
    const [sale] = newest(sales, 1);
    if (sale === undefined) throw new Error('no usage');
    poison(sale, { chargeId });
    await faulted.untilOk();
    await faulted.expectWhole();
    const id = `gid://partners/AppUsageSale/${sale.tie}`;
    const { sql } = faulted.account;
    expect(await sql`select charge_id, raw->>'chargeId' as sent from transactions where id = ${id}`).toEqual([
      { chargeId: null, sent: chargeId },
    ]);
    const lines = await sql`select type, amount::text from merchant_events where evidence @> ${[id]}`;
    expect(lines).toMatchObject([{ type: 'usage_charge' }]);
    expect((await faulted.view()).quarantined.count).toBe(0);
  });

  test.each([
    ['a number beyond all numbers', '1e999'],
    ['forty digits', '1234567890123456789012345678901234567890'],
    ['a name said twice', '"29.0", "amount":"NaN"'],
    ['a lone surrogate, spelt as no program would', '"\\uD80a"'],
    ['blanks and tabs', '[ \t1 ,\n2 ]'],
  ])('is kept byte for byte: %s', async (_, text) => {
    poisonSales(money(CANARY));
    faulted.faults({ effect: { kind: 'replace', text: `"${CANARY}"`, by: text } });
    await faulted.untilOk();
    const kept = await quarantine();
    expect(kept).toEqual([expect.objectContaining({ feed: 'transactions' })]);
    expect(kept[0]?.raw).toContain(`"netAmount":{"amount":${text},"currencyCode":"USD"}`);
    expect(kept[0]?.raw).toMatch(/^\{"__typename":.*\}$/s);
  });

  test('that comes back whole is stored and no longer counted; damaged otherwise, it counts once', async () => {
    const [row] = poisonSales(money('NaN'));
    await faulted.untilOk();
    poison(row as LedgerTransaction, money('1e999'));
    await faulted.untilOk();
    expect((await quarantine()).map(({ raw }) => raw)).toEqual([expect.stringContaining('"1e999"')]);
    poison(row as LedgerTransaction, {});
    await faulted.untilOk();
    expect(await quarantine()).toEqual([]);
    await faulted.expectWhole();
  });
});

describe('a row of whatever text and date', () => {
  const long = randomLetters(20_000);
  /** Of every merchant that is listed, by the number of its shop. */
  const listed = async () => {
    const { deps, key } = faulted.account;
    const query = { sort: 'lastEventAt', order: 'desc', limit: 100 } as const;
    const { items } = await withTenant(deps.sql, key.organizationId, (tenant) => listMerchants(tenant, query));
    return new Map(items.map((merchant) => [merchant.shopNumber, merchant]));
  };

  test('names of whatever length are cut where they are shown, and everybody is listed', async () => {
    const [sale] = poisonSales({ shop: { name: `Alder ${long}` } });
    if (sale?.app != null) sale.app.name = `Reviews ${randomLetters(900)}`;
    const [event] = newest(
      faulted.organization.ledger.allEvents().filter(({ charge }) => charge !== null),
      1,
    );
    if (sale?.shop == null || event === undefined) throw new Error('no rows');
    poison(event, { charge: { name: `Pro ${long}` } });
    await faulted.untilOk();
    await faulted.expectWhole();
    const merchants = await listed();
    expect(merchants.size).toBe(20);
    expect(merchants.get(sale.shop.number)?.name).toMatch(/^Alder .*…$/);
    expect((await faulted.view()).quarantined.count).toBe(0);
    const [{ bytes }] = await faulted.account.sql<[{ bytes: number }]>`
      select max(octet_length(text)) as bytes
      from (
        select name as text from apps union all select name from shops union all select name from merchants
        union all select plan from merchant_events union all select words from merchant_names
      ) as texts
    `;
    expect(bytes).toBeLessThan(MOST_BYTES.name + MOST_BYTES.domain + 2);
  });

  test('a domain is the same however a row spells it', async () => {
    const [sale] = poisonSales({ shop: { myshopifyDomain: 'HTTPS://Alder.MyShopify.com./' } });
    await faulted.untilOk();
    expect((await listed()).get(sale?.shop?.number ?? '')?.myshopifyDomain).toBe('alder.myshopify.com');
  });

  test.each([
    ['an hour', 3_600_000],
    ['a year', 365 * 86_400_000],
  ])('dated %s ahead is kept, and moves no bound', async (_, aheadMs) => {
    const { ledger } = faulted.organization;
    const [sale] = newest(ledger.transactions.all, 1);
    const [event] = newest(ledger.allEvents(), 1);
    if (sale?.shop == null || event === undefined) throw new Error('no rows');
    const nowMicros = Date.now() * 1000;
    const ahead = { at: nowMicros + aheadMs * 1000, tie: 900_000_000, visibleAt: 0 };
    const stranger = { ...sale.shop, number: '77000001', name: 'Stranger' };
    ledger.put({ ...sale, ...ahead });
    ledger.put({ ...sale, ...ahead, tie: 900_000_001, shop: stranger });
    ledger.put({ ...event, ...ahead });
    await faulted.untilOk();
    await faulted.untilOk();
    await faulted.expectWhole();
    const { sql, key, deps } = faulted.account;
    const latest = instantFromMicros(Math.max(sale.at, event.at));
    expect((await faulted.view()).dataThrough).toBe(showInstant(latest));
    const ofShop = [...ledger.transactions.all, ...ledger.allEvents()]
      .filter(({ shop, at }) => shop?.number === sale.shop?.number && at <= nowMicros)
      .map(({ at }) => at);
    const merchants = await listed();
    expect(merchants.get(sale.shop.number)?.lastEventAt).toBe(instantFromMicros(Math.max(...ofShop)));
    expect(merchants.has(stranger.number)).toBe(false);
    expect([...merchants.values()].every(({ lastEventAt }) => lastEventAt <= latest)).toBe(true);
    const bounds = await sql<{ at: Instant | null }[]>`
      select head_from as at from sync_feeds union all select starts_at from sync_feeds
      union all select reached_at from sync_windows
    `;
    expect(bounds.every(({ at }) => at === null || at <= latest)).toBe(true);
    const apps = await withTenant(deps.sql, key.organizationId, (tenant) =>
      listAppSummaries(tenant, key.connectionId, 10, null),
    );
    expect(apps.every(({ lastEventAt }) => lastEventAt !== null && lastEventAt <= latest)).toBe(true);
    // Derived when its time has come, which is no sooner.
    const [due] = await sql`select next_change_at from merchant_apps where shop_number = ${stranger.number}`;
    expect(due).toEqual({ nextChangeAt: instantFromMicros(ahead.at) });
  });
});

test('a page with a null in it is refused as a whole; the pages of other feeds in its answer are kept', async () => {
  faulted.faults({ when: { field: 'transactions' }, effect: { kind: 'null_node' } });
  expect(await faulted.untilFailed()).toEqual({ code: 'unexpected_answer', kind: 'defect' });
  const { transactions, appEvents } = await faulted.storedKeys();
  expect(transactions).toEqual([]);
  expect(appEvents).toEqual(faulted.ledgerKeys().appEvents);
  await faulted.expectHealed();
});

test('unknown types, states, intervals and currencies are stored as they came, and unknown types counted', async () => {
  const known = faulted.ledgerKeys();
  faulted.faults(
    { effect: { kind: 'replace', text: '"AppUsageSale"', by: '"AppBundleSale"' } },
    { effect: { kind: 'replace', text: '"USAGE_CHARGE_APPLIED"', by: '"USAGE_CHARGE_PONDERED"' } },
    { effect: { kind: 'replace', text: '"EVERY_30_DAYS"', by: '"EVERY_90_DAYS"' } },
    { effect: { kind: 'replace', text: '"USD"', by: '"xts"' } },
  );
  await faulted.untilOk();
  const stored = await faulted.storedKeys();
  expect(stored.transactions).toEqual(known.transactions);
  expect(stored.appEvents).toHaveLength(known.appEvents.length);
  const { transactions } = faulted.organization.ledger;
  const events = faulted.organization.ledger.allEvents();
  const { deps, key } = faulted.account;
  const counted = withTenant(deps.sql, key.organizationId, (tenant) => countUnfamiliarRows(tenant, key.connectionId));
  expect(await counted).toEqual([
    { type: 'AppBundleSale', rows: transactions.all.filter(({ typename }) => typename === 'AppUsageSale').length },
    { type: 'USAGE_CHARGE_PONDERED', rows: events.filter(({ type }) => type === 'USAGE_CHARGE_APPLIED').length },
  ]);
  expect((await faulted.view()).quarantined.count).toBe(0);
});

test('no type of the schema is counted as unknown', async () => {
  const { ledger } = faulted.organization;
  const details = { category: 'AFFILIATE_STORES', taxType: 'REFERRAL_COMMISSION', themeName: 'Dawn' };
  const sale = { ...(ledger.transactions.all.at(-1) as LedgerTransaction), ...details };
  const event = ledger.allEvents().find(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED') as LedgerEvent;
  transactionTypes.forEach((typename, index) => ledger.put({ ...sale, typename, tie: 900_000_000 + index }));
  appEventTypes.forEach((type, index) => ledger.put({ ...event, type, tie: 900_000_000 + index }));
  await faulted.untilOk();
  const stored = await faulted.storedKeys();
  expect(stored.transactions).toEqual(faulted.ledgerKeys().transactions);
  expect(stored.appEvents).toHaveLength(faulted.ledgerKeys().appEvents.length);
  expect(await faulted.account.sql`select from transactions where unfamiliar`).toHaveLength(0);
  expect(await faulted.account.sql`select from app_events where unfamiliar`).toHaveLength(0);
});
