import { CANARY, FaultedAccount } from '../../../test/support/faulted-account.js';
import { inTenant } from '../../store/tenant.js';
import { countUnfamiliarRows } from '../../store/unfamiliar-rows.js';
import { appEventTypes, transactionTypes } from '../../simulator/ledger/rows.js';
import type { AppEventRow, TransactionRow } from '../../simulator/ledger/rows.js';

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
function newest<Row extends TransactionRow | AppEventRow>(rows: readonly Row[], count: number): Row[] {
  return [...rows].sort((a, b) => b.at - a.at).slice(0, count);
}

/** Lets rows be sent with some of their values replaced. */
function poison<Row extends TransactionRow | AppEventRow>(row: Row, asSent: Record<string, unknown>): Row {
  faulted.organization.ledger.put({ ...row, asSent });
  return row;
}

function poisonSales(...values: Record<string, unknown>[]): TransactionRow[] {
  const rows = newest(faulted.organization.ledger.transactions.all, values.length);
  return rows.map((row, index) => poison(row, values[index] ?? {}));
}

const money = (amount: string) => ({ netAmount: { amount } });

describe('U13: a damaged row', () => {
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
      { chargeId: 'gid://shopify/AppSubscription/0' },
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
    poison(row as TransactionRow, money('1e999'));
    await faulted.untilOk();
    expect((await quarantine()).map(({ raw }) => raw)).toEqual([expect.stringContaining('"1e999"')]);
    poison(row as TransactionRow, {});
    await faulted.untilOk();
    expect(await quarantine()).toEqual([]);
    await faulted.expectWhole();
  });
});

test('U7: a page with a null in it is refused as a whole; the pages of other feeds in its answer are kept', async () => {
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
  const counted = inTenant(deps.sql, key.organizationId, (tenant) => countUnfamiliarRows(tenant, key.connectionId));
  expect(await counted).toEqual([
    { type: 'AppBundleSale', rows: transactions.all.filter(({ typename }) => typename === 'AppUsageSale').length },
    { type: 'USAGE_CHARGE_PONDERED', rows: events.filter(({ type }) => type === 'USAGE_CHARGE_APPLIED').length },
  ]);
  expect((await faulted.view()).quarantined.count).toBe(0);
});

test('no type of the schema is counted as unknown', async () => {
  const { ledger } = faulted.organization;
  const details = { category: 'AFFILIATE_STORES', taxType: 'REFERRAL_COMMISSION', themeName: 'Dawn' };
  const sale = { ...(ledger.transactions.all.at(-1) as TransactionRow), ...details };
  const event = ledger.allEvents().find(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED') as AppEventRow;
  transactionTypes.forEach((typename, index) => ledger.put({ ...sale, typename, tie: 900_000_000 + index }));
  appEventTypes.forEach((type, index) => ledger.put({ ...event, type, tie: 900_000_000 + index }));
  await faulted.untilOk();
  const stored = await faulted.storedKeys();
  expect(stored.transactions).toEqual(faulted.ledgerKeys().transactions);
  expect(stored.appEvents).toHaveLength(faulted.ledgerKeys().appEvents.length);
  expect(await faulted.account.sql`select from transactions where unfamiliar`).toHaveLength(0);
  expect(await faulted.account.sql`select from app_events where unfamiliar`).toHaveLength(0);
});
