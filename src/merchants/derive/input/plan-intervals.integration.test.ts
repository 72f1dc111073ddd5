import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../../test/support/merchants/derived-account.js';
import { APP, charge, day, sale } from '../../../../test/support/merchants/raw-rows.js';
import { waitFor } from '../../../../test/support/servers/wait-for.js';
import { holdFenceAlone } from '../../../connections/store/sync-fence.js';
import type { BillingInterval } from '../../../contract/merchant-words.js';
import { findMerchant } from '../../read/merchant/find-merchant.js';
import { lockMerchants, markPairs } from './due-pairs.js';
import { listPlanIntervals, setPlanInterval } from './plan-intervals.js';

let accounts: DerivedAccounts;
let account: DerivedAccount;

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

beforeEach(async () => {
  account = await accounts.connect();
  const gold = (number: string) => charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), number, 'Gold', '120.00');
  await account.events('1', [gold('11')]);
  await account.events('2', [gold('12')]);
  await account.sales('2', [sale('502', day(1), '12', '120.00')]);
  await account.events('3', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '13', 'Silver', '120.00')]);
  while ((await account.fold(day(5))).remaining);
});

const set = (interval: BillingInterval | null, appNumber = APP) =>
  account.write((tenant) => setPlanInterval(tenant, { appNumber, plan: 'Gold', interval }, 'operator:test'));
const appOf = async (shop: string) => (await account.read((tenant) => findMerchant(tenant, shop)))?.apps[0];

test('a setting derives those merchants again whom no surer rule answers, in the next fold', async () => {
  expect(await set('ANNUAL')).toBe(1);
  expect(await account.fold(day(5))).toMatchObject({ folded: 1, remaining: false });
  expect(await appOf('1')).toMatchObject({
    interval: 'ANNUAL',
    mrr: { amount: '10.00', currencyCode: 'USD' },
    why: { interval: { rule: 'interval: the operator’s setting', confidence: 'stated', evidence: [] } },
  });
  expect(await appOf('2')).toMatchObject({
    mrr: { amount: '120.00' },
    why: { interval: { rule: 'interval: its latest sale' } },
  });
  expect(await appOf('3')).toMatchObject({ mrr: { amount: '120.00' }, why: { interval: { confidence: 'assumed' } } });
});

test('a setting that is changed or taken back derives them once more', async () => {
  await set('ANNUAL');
  await account.fold(day(5));
  expect(await set('EVERY_30_DAYS')).toBe(1);
  await account.fold(day(5));
  expect(await appOf('1')).toMatchObject({ mrr: { amount: '120.00' }, why: { interval: { confidence: 'stated' } } });
  expect(await set(null)).toBe(1);
  await account.fold(day(5));
  expect(await appOf('1')).toMatchObject({ why: { interval: { rule: 'interval: other shops’ sales' } } });
  expect(await account.read(listPlanIntervals)).toEqual([]);
});

test('a merchant who comes later is told it, too', async () => {
  await set('ANNUAL');
  await account.events('4', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(2), '14', 'Gold', '99.00')]);
  await account.fold(day(5));
  expect(await appOf('4')).toMatchObject({ mrr: { amount: '8.25' } });
});

test('a setting waits for a page that is being stored and will wait for the merchants itself', async () => {
  const { connectionId } = account;
  const { setting } = await account.write(async (tenant) => {
    const { sql } = tenant;
    await holdFenceAlone(tenant, { connectionId, generation: 1 });
    await markPairs(tenant, connectionId, [{ appNumber: APP, shopNumber: '1' }]);
    const setting = set('ANNUAL');
    await waitFor('the setting to wait for the page', async () => {
      const blocked =
        await sql`select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`;
      return blocked.length > 0;
    });
    // An app that was taken away and is seen again sums its merchants up.
    await lockMerchants(tenant);
    return { setting };
  });
  expect(await setting).toBe(1);
});

test('it is the organization’s own, for an app that it has', async () => {
  await set('ANNUAL');
  expect(await set('ANNUAL', '999')).toBeNull();
  const stranger = await accounts.connect();
  expect(await stranger.read(listPlanIntervals)).toEqual([]);
  expect(await account.read(listPlanIntervals)).toEqual([{ appNumber: APP, plan: 'Gold', interval: 'ANNUAL' }]);
});
