import { startSyncedAccount, type SyncedAccount } from '../../../test/support/accounts/synced-account.js';
import type { Sql } from '../../postgres/sql.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from '../../simulator/worlds/demo/demo-world.js';
import { instantFromMs } from '../../values/instant.js';
import { RULES_VERSION } from '../rules/fold.js';
import { rebuildMerchants, type RebuiltBatch } from './rebuild-merchants.js';

let account: SyncedAccount;

beforeAll(async () => {
  const world = demoWorld({ seed: 'rebuild', anchor: instantFromMs(Date.now()) });
  account = await startSyncedAccount(world, { partnerOrganizationId: DEMO_ORGANIZATION_ID, token: DEMO_TOKEN });
  await syncAll();
});
afterAll(() => account.close());

async function syncAll(): Promise<void> {
  for (let head = true; (await account.sync({ head })).end.outcome === 'more';) head = false;
}

async function rebuild(): Promise<RebuiltBatch> {
  const total = { pairs: 0, rows: 0, created: 0, days: 0, differences: [] as RebuiltBatch['differences'][number][] };
  for await (const batch of rebuildMerchants(account.deps.sql, account.key)) {
    total.pairs += batch.pairs;
    total.rows += batch.rows;
    total.created += batch.created;
    total.days += batch.days;
    total.differences.push(...batch.differences);
  }
  return total;
}

const TABLES = ['merchant_apps', 'merchant_app_money', 'merchant_events', 'merchant_charges', 'merchant_spans'];

/** All that was derived, byte by byte. */
async function derived(): Promise<string[]> {
  const { sql } = account;
  const lists = await Promise.all(
    [...TABLES, 'merchants', 'merchant_entries', 'merchant_entry_amounts', 'merchant_names', 'mrr_days'].map(
      (table) => sql<{ row: string }[]>`select ${table} || ' ' || t::text as row from ${sql(table)} t order by 1`,
    ),
  );
  return lists.flat().map(({ row }) => row);
}

test('a rebuild of what was synced finds no difference', async () => {
  const before = await derived();
  const { pairs, rows, created, differences, days } = await rebuild();
  expect({ created, differences, days }).toEqual({ created: 0, differences: [], days: 0 });
  const [stored] = await account.sql<[{ pairs: number; rows: number }]>`
    select
      (select count(*)::integer from merchant_apps) as pairs,
      (select count(*)::integer from app_events)
        + (select count(*)::integer from transactions where app_number is not null and shop_number is not null) as rows
  `;
  expect({ pairs, rows }).toEqual({ pairs: stored.pairs, rows: expect.any(Number) as number });
  expect(rows).toBeGreaterThanOrEqual(stored.rows);
  expect(await derived()).toEqual(before);
});

test('everything can be derived from nothing', async () => {
  const before = await derived();
  for (const table of TABLES) await account.sql`delete from ${account.sql(table)}`;
  await account.sql`delete from merchants`;
  const { pairs, created } = await rebuild();
  expect(created).toBe(pairs);
  expect(await derived()).toEqual(before);
});

test('what was damaged is told, before and after, and right again', async () => {
  const before = await derived();
  const [one] = await account.sql<{ appNumber: string; shopNumber: string; plan: string }[]>`
    select app_number, shop_number, plan from merchant_apps where status = 'active' and plan is not null limit 1
  `;
  const pair = { appNumber: one?.appNumber ?? '', shopNumber: one?.shopNumber ?? '' };
  await account.sql`
    update merchant_apps set plan = 'Wrong', digest = 'of something else'
    where app_number = ${pair.appNumber} and shop_number = ${pair.shopNumber}
  `;
  const { differences } = await rebuild();
  expect(differences).toMatchObject([
    { ...pair, before: { status: 'active', plan: 'Wrong' }, after: { status: 'active', plan: one?.plan } },
  ]);
  expect(await derived()).toEqual(before);
});

/** What the merchants' digests cannot know of. */
const damages: Record<string, (sql: Sql) => Promise<unknown>> = {
  'a plan': (sql) => sql`update merchant_apps set plan = 'Wrong', why = '{}' where status = 'active'`.execute(),
  'a standing': (sql) => sql`delete from merchant_apps where status = 'active'`.execute(),
  'an amount': (sql) => sql`update merchant_app_money set lifetime_value = lifetime_value + 1`.execute(),
  'a history': (sql) => sql`delete from merchant_events where type = 'subscribed'`.execute(),
  'a movement': (sql) => sql`update merchant_events set mrr_change = mrr_change + 12 where mrr_change > 0`.execute(),
  'a line of a history': (sql) => sql`update merchant_events set evidence = '{}', reason = 'none'`.execute(),
  'a charge': (sql) => sql`update merchant_charges set ended_at = null where ended_at is not null`.execute(),
  'a span too many': (sql) =>
    sql`
      insert into merchant_spans
      select organization_id, connection_id, app_number, shop_number, charge_number, plan, state, now(), null, currency, 12
      from merchant_spans where to_at is null
    `.execute(),
};

test.each(Object.keys(damages))('%s that somebody damaged is found and mended', async (name) => {
  const before = await derived();
  await damages[name]?.(account.sql);
  const { created, differences } = await rebuild();
  expect(created + differences.length).toBeGreaterThan(0);
  expect(await derived()).toEqual(before);
});

test('a day that was summed up wrongly is found and mended', async () => {
  const before = await derived();
  await account.sql`update mrr_days set change = change + 12 where day = (select max(day) from mrr_days)`;
  await account.sql`delete from mrr_days where day = (select min(day) from mrr_days)`;
  const { days, differences } = await rebuild();
  expect(differences).toEqual([]);
  expect(days).toBeGreaterThan(1);
  expect(await derived()).toEqual(before);
});

test('a rebuild beside a sync loses nothing of either', async () => {
  const organization = account.simulator.world.organization(DEMO_ORGANIZATION_ID);
  const [newest] = organization?.ledger.transactions.all ?? [];
  if (organization === undefined || newest === undefined) throw new Error('the world is empty');
  for (let number = 1; number <= 300; number += 1) {
    const at = account.clock.nowMs * 1000 - number * 60_000_000;
    organization.ledger.put({ ...newest, tie: 900_000_000 + number, at, visibleAt: at });
  }
  await Promise.all([rebuild(), syncAll()]);
  const after = await derived();
  expect((await rebuild()).differences).toEqual([]);
  expect(await derived()).toEqual(after);
  expect(await account.sql`select from merchant_marks`).toHaveLength(0);
});

test('merchants of older rules are derived again by the next sync', async () => {
  await account.sql`update merchant_apps set rules_version = ${RULES_VERSION - 1}`;
  await syncAll();
  const versions = await account.sql`select distinct rules_version from merchant_apps`;
  expect(versions).toEqual([{ rulesVersion: RULES_VERSION }]);
});
