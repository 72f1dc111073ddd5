import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../test/support/merchants/derived-account.js';
import { charge, day, relationship, sale } from '../../../test/support/merchants/raw-rows.js';
import { readInFull } from '../../../test/support/merchants/read-in-full.js';
import type { Sql } from '../../postgres/sql.js';
import { readChanges } from '../changes/read-changes.js';
import { lookUpMerchants } from '../read/lookup/look-up-merchants.js';
import { readMerchantThen } from '../read/merchant/merchant-of-day.js';
import { RULES_VERSION } from '../rules/fold.js';

let accounts: DerivedAccounts;
let account: DerivedAccount;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());
beforeEach(async () => {
  account = await accounts.connect();
});

const ACTIVATED = 'SUBSCRIPTION_CHARGE_ACTIVATED';
const pro = (kind: string, at: number, number = '7') => charge(kind, day(at), number, 'Pro', '29.00');

/** What every reader is told of shop 1, by who tells it. */
async function told() {
  const [listed] = await account.list({});
  const inFull = await readInFull(account, '1');
  const { lookedUp, changes, entries } = await account.read(async (tenant) => ({
    lookedUp: await lookUpMerchants(tenant.sql as unknown as Sql, tenant.organizationId, ['1'], 60_000),
    changes: await readChanges(tenant, { epoch: null, after: 0 }, 10),
    entries: await tenant.sql<{ risk: string | null }[]>`select risk from merchant_entries`,
  }));
  const [change] = changes?.items ?? [];
  return {
    inFull,
    number: change?.number ?? 0,
    levels: [
      ...[listed?.risk, listed?.apps[0]?.risk?.level, inFull.risk, inFull.apps[0]?.risk?.level],
      ...[lookedUp.get('1')?.risk?.level, change?.kind === 'merchant' ? change.merchant.risk : undefined],
      ...entries.map(({ risk }) => risk),
    ],
    codes: lookedUp.get('1')?.risk?.codes,
  };
}

const everywhere = (level: string) => Array.from({ length: 7 }, () => level);

test('a reason has its rows, and every reader is told the same', async () => {
  await account.events('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    pro(ACTIVATED, 0),
    pro('SUBSCRIPTION_CHARGE_FROZEN', 40),
  ]);
  await account.fold(day(50));
  const { levels, codes, inFull } = await told();
  expect(levels).toEqual(everywhere('high'));
  expect(codes).toEqual(['frozen']);
  const [app] = inFull.apps;
  const [reason] = app?.risk?.reasons ?? [];
  expect(reason).toMatchObject({ code: 'frozen', since: day(40), until: null, rule: 'risk: frozen' });
  expect(app?.rows).toContainEqual(expect.objectContaining({ id: reason?.evidence[0], occurredAt: day(40) }));
});

test('time alone begins a reason and ends another one, and the feed tells of both', async () => {
  await account.events('1', [
    pro(ACTIVATED, 0),
    charge(ACTIVATED, day(20), '8', 'Basic', '9.00'),
    pro('SUBSCRIPTION_CHARGE_CANCELED', 20),
  ]);
  await account.sales('1', [sale('1', day(25), '8', '9.00')]);
  const numbers = [];
  for (const [asOf, codes] of [
    [79, ['downgraded']],
    [80, []],
    [91, []],
    [92, ['payment_late']],
  ] as const) {
    await account.fold(day(asOf));
    const now = await told();
    expect([asOf, now.codes]).toEqual([asOf, codes]);
    numbers.push(now.number);
  }
  const [downgraded, over, still, late] = numbers;
  expect(over).toBeGreaterThan(downgraded ?? 0);
  expect(still).toBe(over);
  expect(late).toBeGreaterThan(over ?? 0);
});

test('who leaves is at no risk, and stays as it was on the days before', async () => {
  await account.events('1', [pro(ACTIVATED, 0), pro('SUBSCRIPTION_CHARGE_FROZEN', 40)]);
  await account.fold(day(50));
  await account.events('1', [relationship('RELATIONSHIP_UNINSTALLED', day(60))]);
  await account.fold(day(61));
  expect((await told()).levels).toEqual(everywhere('none'));
  const then = await account.read((tenant) => readMerchantThen(tenant, '1', day(50)));
  const [app] = then?.apps ?? [];
  expect(then?.risk).toBe('high');
  expect(app?.risk?.reasons).toEqual([expect.objectContaining({ code: 'frozen', since: day(40) })]);
  expect(app?.rows.map(({ id }) => id)).toEqual(expect.arrayContaining([...(app?.risk?.reasons[0]?.evidence ?? [])]));
});

test('of a merchant that older rules derived nothing is told, until it is derived again', async () => {
  await account.events('1', [pro(ACTIVATED, 0), pro('SUBSCRIPTION_CHARGE_FROZEN', 40)]);
  await account.fold(day(50));
  await account.write(async ({ sql }) => {
    await sql`
      update merchant_apps
      set risk = null, risk_reasons = null, digest = 'of older rules', rules_version = ${RULES_VERSION - 1}
    `;
    await sql`call roll_up_merchants('{1}')`;
  });
  const before = await told();
  expect(before.levels.filter((level) => level != null)).toEqual([]);
  expect(before.inFull.apps[0]?.risk).toBeNull();
  await account.fold(day(50));
  const after = await told();
  expect(after.levels).toEqual(everywhere('high'));
  expect(after.number).toBeGreaterThan(before.number);
});

test('of several apps the highest level counts', async () => {
  await account.events('1', [
    ...[pro(ACTIVATED, 0), relationship('RELATIONSHIP_UNINSTALLED', day(5))],
    ...[relationship('RELATIONSHIP_INSTALLED', day(9)), pro(ACTIVATED, 9, '8')],
  ]);
  await account.events('1', [pro(ACTIVATED, 0, '17'), pro('SUBSCRIPTION_CHARGE_FROZEN', 9, '17')], '777');
  await account.fold(day(20));
  const { inFull, codes } = await told();
  expect(inFull.apps.map(({ risk }) => risk?.level).sort()).toEqual(['high', 'low']);
  expect([inFull.risk, codes]).toEqual(['high', ['frozen', 'uninstalled_before']]);
});
