import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../../test/support/merchants/derived-account.js';
import { charge, day, type Node, relationship } from '../../../../test/support/merchants/raw-rows.js';
import type { Instant } from '../../../values/instant.js';
import type { HistoryLineView } from '../merchant-views.js';
import { type HistoryPosition, listMerchantEvents } from './merchant-events.js';
import { listHistoryLines, listLifecycle } from './merchant-history.js';

let accounts: DerivedAccounts;
let account: DerivedAccount;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
}, 60_000);
afterAll(() => accounts.close());
beforeEach(async () => {
  account = await accounts.connect();
});

let charges = 100;
function usage(at: Instant, amount: string, currencyCode = 'USD', test = false): Node {
  const number = String(++charges);
  return {
    ...relationship('USAGE_CHARGE_APPLIED', at),
    stored: `AppUsageRecord/${number}`,
    charge: { id: `gid://shopify/AppUsageRecord/${number}`, name: 'Labels', test, amount: { amount, currencyCode } },
  };
}

async function derive(rows: Node[]): Promise<void> {
  await account.events('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(1), '7', 'Pro', '29.00'),
    ...rows,
  ]);
  await account.fold(day(300));
}

async function walk(limit: number, list = listHistoryLines): Promise<HistoryLineView[]> {
  const lines: HistoryLineView[] = [];
  let after: HistoryPosition | undefined;
  do {
    const page = await account.read((tenant) => list(tenant, '1', { limit, after }));
    lines.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return lines;
}

const told = (lines: readonly HistoryLineView[]) =>
  lines.map((line) =>
    line.kind === 'event'
      ? line.event.type
      : `${line.usage.month} ${line.usage.count} ${line.usage.amounts.map(({ amount, currencyCode }) => `${amount} ${currencyCode}`).join(' + ')}${line.usage.test ? ' test' : ''}`,
  );

test('usage is one exact line a month, wherever the pages end', async () => {
  await derive([
    ...[2, 3, 4, 5, 6].map((at) => usage(day(at), '0.10')),
    usage(day(7), '0.000001'),
    usage(day(8), '1.234', 'KWD'),
    ...[35, 36].map((at) => usage(day(at), '0.20')),
    charge('SUBSCRIPTION_CHARGE_FROZEN', day(37), '7', 'Pro', '29.00'),
    usage(day(38), '0.20'),
  ]);
  const whole = ['2026-02 3 0.60 USD', 'frozen', '2026-01 7 1.234 KWD + 0.50 USD', 'subscribed', 'installed'];
  for (const limit of [1, 2, 3, 50]) expect(told(await walk(limit))).toEqual(whole);
});

test('a month ends at midnight UTC, and a test stands apart', async () => {
  const at = (text: string) => text as Instant;
  await derive([
    usage(at('2026-01-31T23:59:59.999999Z'), '1.00'),
    usage(at('2026-02-01T00:00:00.000000Z'), '2.00'),
    usage(at('2026-02-02T00:00:00.000000Z'), '9.00', 'USD', true),
  ]);
  expect(told(await walk(50))).toEqual([
    '2026-02 1 9.00 USD test',
    '2026-02 1 2.00 USD',
    '2026-01 1 1.00 USD',
    'subscribed',
    'installed',
  ]);
  const own = await account.read((tenant) =>
    listMerchantEvents(tenant, '1', { limit: 50 }, { type: 'usage_charge', month: '2026-01' }),
  );
  expect(own.items.map(({ amount }) => amount?.amount)).toEqual(['1.00']);
  expect(own.items[0]?.rows).toMatchObject([{ type: 'USAGE_CHARGE_APPLIED', plan: 'Labels' }]);
});

test('the lifecycle is without money and without what is counted already', async () => {
  await derive([
    ...Array.from({ length: 60 }, (_, index) => usage(day(10 + index), '1.00')),
    relationship('RELATIONSHIP_UNINSTALLED', day(80)),
    charge('SUBSCRIPTION_CHARGE_CANCELED', day(80), '7', 'Pro', '29.00'),
  ]);
  for (const limit of [1, 3])
    expect(told(await walk(limit, listLifecycle))).toEqual(['uninstalled', 'subscribed', 'installed']);
});

test('another tenant sees none of it', async () => {
  await derive([usage(day(2), '1.00')]);
  const stranger = await accounts.connect();
  expect((await stranger.read((tenant) => listHistoryLines(tenant, '1', { limit: 5 }))).items).toEqual([]);
});
