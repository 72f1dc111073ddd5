import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../../test/support/merchants/derived-account.js';
import { charge, day, type Node, relationship, sale } from '../../../../test/support/merchants/raw-rows.js';
import { readInFull } from '../../../../test/support/merchants/read-in-full.js';
import { noteBackfilled } from '../../../sync/store/sync-state.js';

/* What a panel is told of one merchant beyond what lists have: the past, what is billed, and the rows behind figures. */
let accounts: DerivedAccounts;
let account: DerivedAccount;
const ACTIVATED = 'SUBSCRIPTION_CHARGE_ACTIVATED';
const CANCELED = 'SUBSCRIPTION_CHARGE_CANCELED';
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });

beforeAll(async () => {
  accounts = await startDerivedAccounts();
}, 60_000);
afterAll(() => accounts.close());
beforeEach(async () => {
  account = await accounts.connect();
});

async function merchantOf(rows: Node[], sales: Node[] = [], asOf = 60) {
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0)), ...rows]);
  if (sales.length > 0) await account.sales('1', sales);
  await account.fold(day(asOf));
  return readInFull(account, '1');
}

test('a yearly price is told undivided', async () => {
  const { apps } = await merchantOf([charge(ACTIVATED, day(1), '7', 'Pro Annual', '490.00', { billingOn: day(366) })]);
  expect(apps[0]).toMatchObject({ price: usd('490.00'), mrr: usd('40.83'), interval: 'ANNUAL' });
  expect(apps[0]?.charges).toEqual([
    expect.objectContaining({ plan: 'Pro Annual', state: 'live', price: usd('490.00'), mrr: usd('40.83') }),
  ]);
});

test('in a trial and while frozen the price is what it will be again', async () => {
  const trial = await merchantOf([charge(ACTIVATED, day(50), '7', 'Pro', '49.00', { billingOn: day(64) })]);
  expect(trial.apps[0]).toMatchObject({ status: 'trialing', price: usd('49.00'), mrr: usd('0.00') });
  expect(trial.tenure).toMatchObject({ since: null, until: null, trial: { from: day(50), to: null } });
  account = await accounts.connect();
  const frozen = await merchantOf([
    charge(ACTIVATED, day(1), '7', 'Pro', '29.00'),
    charge('SUBSCRIPTION_CHARGE_FROZEN', day(40), '7', 'Pro', '29.00'),
  ]);
  expect(frozen.apps[0]).toMatchObject({ status: 'frozen', price: usd('29.00'), mrr: usd('0.00') });
  expect(frozen.tenure).toMatchObject({ since: day(1), until: null });
});

test('a charge that is known by its sales alone costs what they bill', async () => {
  const sales = [1, 31].map((at) => sale(String(at), day(at), '7', '25.00'));
  const { apps } = await merchantOf([], sales, 40);
  expect(apps[0]).toMatchObject({ plan: null, price: usd('25.00'), mrr: usd('25.00') });
});

test('of several charges the one whose plan is shown comes first, and each is told', async () => {
  const { apps } = await merchantOf(
    [charge(ACTIVATED, day(1), '7', 'Small', '10.00'), charge(ACTIVATED, day(2), '8', 'Large', '30.00')],
    [sale('1', day(59), '7', '10.00')],
    200,
  );
  const [app] = apps;
  expect(app?.price).toEqual(app?.charges[0]?.price);
  expect(app?.plan).toBe(app?.charges[0]?.plan);
});

test('who left and came back was away, for the reason that was given', async () => {
  const gone = { ...relationship('RELATIONSHIP_UNINSTALLED', day(20)), description: 'Our developer built it' };
  const { tenure } = await merchantOf([
    charge(ACTIVATED, day(1), '7', 'Pro', '29.00'),
    gone,
    relationship('RELATIONSHIP_INSTALLED', day(40)),
    charge(ACTIVATED, day(41), '8', 'Pro', '29.00'),
  ]);
  expect(tenure).toMatchObject({
    since: day(1),
    until: null,
    absences: [
      { from: day(20), to: day(41), cause: 'uninstalled', reason: null, description: 'Our developer built it' },
    ],
  });
});

test('who churned was a customer until then', async () => {
  const { tenure, apps } = await merchantOf([
    charge(ACTIVATED, day(1), '7', 'Pro', '29.00'),
    charge(CANCELED, day(30), '7', 'Pro', '29.00'),
  ]);
  expect(tenure).toMatchObject({ since: day(1), until: day(30), absences: [], trial: null });
  expect(apps[0]).toMatchObject({ price: null, charges: [] });
});

test('the past is whole once the first sync is', async () => {
  expect((await merchantOf([])).tenure.isWhole).toBe(false);
  await account.write((tenant) => noteBackfilled(tenant, account.connectionId));
  expect((await readInFull(account, '1')).tenure.isWhole).toBe(true);
});

test('every row that a figure was read from is told, and nobody else’s', async () => {
  const other = await accounts.connect();
  await other.events('1', [charge(ACTIVATED, day(1), '9', 'Other', '1.00')]);
  const { apps } = await merchantOf(
    [charge(ACTIVATED, day(1), '7', 'Pro', '29.00', { billingOn: day(31) })],
    [sale('1', day(31), '7', '21.75')],
  );
  const [app] = apps;
  const named = new Set(Object.values(app?.why ?? {}).flatMap(({ evidence }) => evidence));
  expect(new Set(app?.rows.map(({ id }) => id))).toEqual(named);
  expect(app?.rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: ACTIVATED, plan: 'Pro', amount: usd('29.00'), billingOn: day(31) }),
      expect.objectContaining({ type: 'AppSubscriptionSale', amount: usd('21.75'), interval: 'EVERY_30_DAYS' }),
    ]),
  );
});
