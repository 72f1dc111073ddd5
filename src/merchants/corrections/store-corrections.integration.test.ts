import { connectStoredAccount, type StoredAccount } from '../../../test/support/accounts/stored-account.js';
import { startSyncedAccount } from '../../../test/support/accounts/synced-account.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { charge, day, relationship, sale } from '../../../test/support/merchants/raw-rows.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { generatedWorld } from '../../simulator/worlds/generated.js';
import { instantFromMs, plusMs } from '../../values/instant.js';
import { listMerchantCorrections } from './list-corrections.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let database: TestDatabase;
let sqls: { api: Sql; worker: Sql };
let admin: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sqls = {
    api: connectPostgres(database.url, { applicationName: 'test-api', role: 'convot_api', max: 2 }),
    worker: connectPostgres(database.url, { applicationName: 'test-worker', role: 'convot_worker', max: 2 }),
  };
  admin = connectPostgres(database.url, { applicationName: 'test-admin', max: 1 });
});
afterAll(async () => {
  await Promise.all([sqls.api.end(), sqls.worker.end(), admin.end()]);
  await database.drop();
});

/** A merchant who pays 20 since d0, known whole on d20 and looked at every few minutes since. */
async function paying(): Promise<StoredAccount> {
  const account = await connectStoredAccount(sqls);
  await account.store('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00'),
  ]);
  await account.backfilled();
  await account.fold(day(20));
  return account;
}

const LATER = plusMs(day(20), 5 * MINUTE_MS);

/** `mrr 9: 20.00 → 0.00 (row)`, oldest first. */
async function corrections(account: StoredAccount): Promise<string[]> {
  const { items } = await account.read((tenant) => listMerchantCorrections(tenant, '1', { limit: 100 }));
  return items.reverse().map(({ figure, at, from, to, cause }) => {
    const [was, is] = [from, to].map((value) =>
      value === null ? '–' : typeof value === 'string' ? value.slice(0, 10) : value.amount,
    );
    return `${figure}${at === null ? '' : ` ${at.slice(0, 10)}`}: ${was ?? ''} → ${is ?? ''} (${cause})`;
  });
}

test('a cancel that is learned days later corrects what was shown since, and names the row', async () => {
  const account = await paying();
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_CANCELED', day(9), '11', 'Pro', '20.00')]);
  await account.fold(LATER);
  expect(await corrections(account)).toEqual([
    'mrr 2026-01-10: 20.00 → 0.00 (row)',
    'plan 2026-01-10: Pro → – (row)',
    'status 2026-01-10: active → none (row)',
  ]);
  const { items } = await account.read((tenant) => listMerchantCorrections(tenant, '1', { limit: 1 }));
  expect(items[0]?.evidence).toEqual([
    'event/4436393/1/SUBSCRIPTION_CHARGE_CANCELED/2026-01-10T10:00:00.000000Z/AppSubscription/11',
  ]);
});

test('an amount that Shopify corrects is corrected from its beginning', async () => {
  const account = await paying();
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '25.00')]);
  await account.fold(LATER);
  expect(await corrections(account)).toEqual(['mrr 2026-01-01: 20.00 → 25.00 (row)']);
});

test('what is learned within the hour is news', async () => {
  const account = await paying();
  await account.store('1', [relationship('RELATIONSHIP_UNINSTALLED', day(20))]);
  await account.fold(LATER);
  expect(await corrections(account)).toEqual([]);
});

test('what happened while nothing was read is news when reading begins again, and is corrected from then on', async () => {
  const account = await paying();
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_CANCELED', day(23), '11', 'Pro', '20.00')]);
  await account.fold(day(25));
  expect(await corrections(account)).toEqual([]);
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_CANCELED', day(22), '11', 'Pro', '20.00')]);
  await account.fold(plusMs(day(25), 5 * MINUTE_MS));
  expect(await corrections(account)).toEqual([
    'mrr 2026-01-23: 20.00 → 0.00 (row)',
    'plan 2026-01-23: Pro → – (row)',
    'status 2026-01-23: active → none (row)',
  ]);
});

test('figures that still grow with the first sync are not corrected, nor by its last merchants', async () => {
  const account = await connectStoredAccount(sqls);
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00')]);
  await account.fold(day(20));
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_CANCELED', day(9), '11', 'Pro', '20.00')]);
  await account.backfilled();
  await account.fold(LATER);
  expect(await corrections(account)).toEqual([]);
});

test('a merchant who is met for the first time corrects nothing', async () => {
  const account = await paying();
  await account.store('2', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(3), '21', 'Pro', '20.00')]);
  await account.fold(LATER);
  const { items } = await account.read((tenant) => listMerchantCorrections(tenant, '2', { limit: 1 }));
  expect(items).toEqual([]);
});

test('a trial that was never paid for corrects by time alone', async () => {
  const account = await connectStoredAccount(sqls);
  await account.store('1', [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00', { billingOn: day(14) }),
    charge('SUBSCRIPTION_CHARGE_CANCELED', day(16), '11', 'Pro', '20.00'),
  ]);
  await account.backfilled();
  await account.fold(plusMs(day(53), -MINUTE_MS));
  await account.fold(plusMs(day(53), MINUTE_MS));
  expect(await corrections(account)).toEqual([
    'mrr 2026-01-15: 20.00 → 0.00 (time)',
    'plan 2026-01-15: Pro → – (time)',
    'status 2026-01-15: active → none (time)',
    'firstSubscribedAt: 2026-01-15 → – (time)',
  ]);
});

test('what newer rules say otherwise is learned by rule', async () => {
  const account = await paying();
  // As if the rules of before had given the same price another interval.
  await withTenant(sqls.worker, account.organizationId, async ({ sql }) => {
    await sql`update merchant_spans set mrr = mrr / 2`;
    await sql`update merchant_apps set rules_version = 0, digest = ''`;
  });
  await account.fold(LATER);
  expect(await corrections(account)).toEqual(['mrr 2026-01-01: 10.00 → 20.00 (rule)']);
});

test('a sale on its time, and rows that say the same, correct nothing', async () => {
  const account = await paying();
  await account.store('1', [sale('501', day(20), '11', '20.00')]);
  await account.fold(LATER);
  await account.store('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(plusMs(LATER, MINUTE_MS));
  expect(await corrections(account)).toEqual([]);
});

test('the log is page by page, one tenant’s, without hidden apps, and nobody may rewrite it', async () => {
  const account = await paying();
  await account.store('1', [charge('SUBSCRIPTION_CHARGE_CANCELED', day(9), '11', 'Pro', '20.00')]);
  await account.fold(LATER);
  const first = await account.read((tenant) => listMerchantCorrections(tenant, '1', { limit: 2 }));
  expect(first.items.map(({ figure }) => figure)).toEqual(['status', 'plan']);
  const after = first.next ?? undefined;
  const second = await account.read((tenant) => listMerchantCorrections(tenant, '1', { limit: 2, after }));
  expect([second.items.map(({ figure }) => figure), second.next]).toEqual([['mrr'], null]);

  const other = await connectStoredAccount(sqls);
  expect(await corrections(other)).toEqual([]);
  await account.read(
    ({ sql }) => sql`update apps set removed_at = now() where connection_id = ${account.connectionId}`,
  );
  expect(await corrections(account)).toEqual([]);

  const rewritten = withTenant(
    sqls.worker,
    account.organizationId,
    ({ sql }) => sql`update merchant_corrections set cause = 'row'`,
  );
  await expect(rewritten).rejects.toThrow('permission denied');
  const forgotten = () =>
    withTenant(
      sqls.worker,
      account.organizationId,
      ({ sql }) => sql`delete from merchant_corrections returning figure`,
    );
  expect(await forgotten()).toEqual([]);
  await admin`update merchant_corrections set learned_at = learned_at - interval '3 years' where figure = 'mrr'`;
  expect(await forgotten()).toEqual([{ figure: 'mrr' }]);
});

test('a first sync, however many parts it has, is whole when it is derived, and corrects nothing', async () => {
  const token = 'prtapi_test_corrections_000000001';
  const world = generatedWorld({
    seed: 'corrections',
    anchor: instantFromMs(Date.now() - DAY_MS),
    organizationId: '4242',
    token,
    rowsPerInstant: 3,
    days: 300,
    apps: 2,
    merchants: 30,
    transactions: 900,
    events: 900,
  });
  const account = await startSyncedAccount(world, { partnerOrganizationId: '4242', token, pagesPerRequest: 2 });
  try {
    const whole = async () => {
      const [status] = await account.sql<{ wholeSince: string | null }[]>`select whole_since from sync_status`;
      return status?.wholeSince !== null;
    };
    let isWhole = false;
    for (let head = true, outcome = 'more'; outcome === 'more'; head = false) {
      expect(isWhole).toBe(false);
      ({
        end: { outcome },
      } = await account.sync({ budgetMs: 100, head }));
      isWhole = await whole();
    }
    expect(isWhole).toBe(true);
    expect(await account.sql`select from merchant_corrections`).toHaveLength(0);
    expect((await account.sql`select from merchant_apps`).length).toBeGreaterThan(20);
  } finally {
    await account.close();
  }
});
