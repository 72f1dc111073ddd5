import { connectStoredAccount, type StoredAccount } from '../../../test/support/accounts/stored-account.js';
import { startSyncedAccount } from '../../../test/support/accounts/synced-account.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { charge, day, relationship, sale } from '../../../test/support/merchants/raw-rows.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from '../../simulator/worlds/demo/demo-world.js';
import { instantFromMs } from '../../values/instant.js';
import { evaluateSegment } from '../segments/evaluate-segment.js';
import { insertSegment } from '../segments/segment-rows.js';
import { findWrong } from './check.js';
import { ALWAYS_TRUE } from './checks.js';

let database: TestDatabase;
let sqls: { api: Sql; worker: Sql };
let readonly: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  const connectAs = (role: 'convot_api' | 'convot_worker' | 'convot_readonly') =>
    connectPostgres(database.url, { applicationName: 'test', role, max: 2 });
  sqls = { api: connectAs('convot_api'), worker: connectAs('convot_worker') };
  readonly = connectAs('convot_readonly');
});
afterAll(async () => {
  await Promise.all([sqls.api.end(), sqls.worker.end(), readonly.end()]);
  await database.drop();
});

/** One who pays by the month, one by the year, one who left, one on a test charge; and a segment of who pays. */
async function healthy(): Promise<StoredAccount> {
  const account = await connectStoredAccount(sqls);
  const { organizationId } = account;
  const paying = { name: 'Paying', criteria: { statuses: ['active'] } } as const;
  const segmentId = await withTenant(sqls.api, organizationId, (tenant) => insertSegment(tenant, 'test', paying));
  await evaluateSegment(sqls.api, organizationId, segmentId, Number.POSITIVE_INFINITY);
  await account.store('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '49.00'),
    sale('501', day(30), '11', '49.00'),
  ]);
  await account.store('2', [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '12', 'Yearly', '190.00', { billingOn: day(365) }),
  ]);
  await account.store('3', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '13', 'Pro', '49.00'),
    relationship('RELATIONSHIP_UNINSTALLED', day(9)),
  ]);
  await account.store('4', [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '14', 'Pro', '49.00', { billingOn: day(14) }),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(1), '15', 'Try', '5.00', { test: true }),
  ]);
  await account.fold(day(31));
  return account;
}

/** What is wrong, with the merchants named. */
async function findings(organizationId: string): Promise<string[]> {
  const found: string[] = [];
  for (const check of ALWAYS_TRUE) {
    const { wrong, examples } = await withTenant(readonly, organizationId, (tenant) => findWrong(tenant, check));
    if (wrong > 0) found.push(`${check.name}: ${examples.join(', ')}`);
  }
  return found;
}

test('what was derived is as it always is, and each check looked at something', async () => {
  const { organizationId } = await healthy();
  expect(await findings(organizationId)).toEqual([]);
  const looked = await Promise.all(
    ALWAYS_TRUE.map(async (check) => {
      const { lookedAt } = await withTenant(readonly, organizationId, (tenant) => findWrong(tenant, check));
      return lookedAt === 0 ? [check.name] : [];
    }),
  );
  expect(looked.flat()).toEqual(['no merchant waits to be derived although its connection is idle']);
});

const plants: Record<string, { plant: (sql: Sql) => PromiseLike<unknown>; found: string[] }> = {
  'a movement too many': {
    plant: (sql) =>
      sql`update merchant_events set mrr_change = mrr_change + 12 where type = 'subscribed' and shop_number = 1`,
    found: [
      'the movements add up to MRR: shop-1.myshopify.com (app 4436393)',
      'what is won and lost is what begins and ends to be live, at every moment: shop-1.myshopify.com (app 4436393)',
      'a day of the revenue page is the sum of its movements: all shops (app 4436393)',
    ],
  },
  'a past in which less was live than was won': {
    plant: (sql) => sql`update merchant_spans set to_at = to_at - interval '2 days' where shop_number = 3`,
    found: [
      'what is won and lost is what begins and ends to be live, at every moment: shop-3.myshopify.com (app 4436393)',
    ],
  },
  'a day that somebody else summed up': {
    plant: (sql) => sql`update mrr_days set change = change + 1`,
    found: ['a day of the revenue page is the sum of its movements: all shops (app 4436393)'],
  },
  'a figure that nothing explains': {
    plant: (sql) => sql`update merchant_app_money set mrr = mrr + 12 where shop_number = 1`,
    found: [
      'the movements add up to MRR: shop-1.myshopify.com (app 4436393)',
      'what is live adds up to MRR: shop-1.myshopify.com (app 4436393)',
      'a merchant is sorted by the sum of its visible apps: shop-1.myshopify.com',
    ],
  },
  'a charge that outlives an uninstall': {
    plant: (sql) => sql`update merchant_spans set to_at = null, mrr = 0 where shop_number = 3`,
    found: [
      'what is won and lost is what begins and ends to be live, at every moment: shop-3.myshopify.com (app 4436393)',
      'no uninstalled shop has a live charge: shop-3.myshopify.com (app 4436393)',
      'every charge carries its price of a month: shop-3.myshopify.com (app 4436393)',
    ],
  },
  'a member that a segment forgot': {
    plant: (sql) => sql`delete from segment_members where shop_number = 1`,
    found: ['a segment has whom it asks for: shop-1.myshopify.com'],
  },
  'a member that a segment kept': {
    plant: (sql) => sql`
      insert into segment_members (organization_id, shop_number, segment_id, last_event_at, currencies)
      select m.organization_id, m.shop_number, s.id, m.last_event_at, m.currencies
      from merchants m join segments s using (organization_id)
      where m.shop_number = 3
    `,
    found: ['a segment has whom it asks for: shop-3.myshopify.com'],
  },
  'a loss before the win': {
    plant: (sql) => sql`
      update merchant_events set occurred_at = ${day(-1)} where mrr_change < 0 and shop_number = 3
    `,
    found: [
      'what is won and lost is what begins and ends to be live, at every moment: shop-3.myshopify.com (app 4436393)',
      'a day of the revenue page is the sum of its movements: all shops (app 4436393)',
      'no churn precedes what it takes away: shop-3.myshopify.com (app 4436393)',
    ],
  },
  'a test charge that moves MRR': {
    plant: (sql) => sql`
      update merchant_events set mrr_change = 0, mrr_currency = 'USD' where test and shop_number = 4
    `,
    found: ['no test charge is in a figure: shop-4.myshopify.com (app 4436393)'],
  },
  'a year taken for a month': {
    plant: (sql) => sql`update merchant_charges set billing_interval = 'EVERY_30_DAYS' where shop_number = 2`,
    found: ['every charge carries its price of a month: shop-2.myshopify.com (app 4436393)'],
  },
  'evidence that is not there': {
    plant: (sql) => sql`
      update merchant_events
      set evidence = array['event/4436393/1/RELATIONSHIP_INSTALLED/2025-01-01T10:00:00.000000Z/']
      where type = 'installed' and shop_number = 1
    `,
    found: ['every line of a history names rows that are there: shop-1.myshopify.com (app 4436393)'],
  },
  'no evidence at all': {
    plant: (sql) => sql`update merchant_events set evidence = '{}' where type = 'installed' and shop_number = 1`,
    found: ['every line of a history names rows that are there: shop-1.myshopify.com (app 4436393)'],
  },
  'a transaction that is not there': {
    plant: (sql) => sql`
      update merchant_events set evidence = array['gid://partners/AppSubscriptionSale/9'] where shop_number = 2
    `,
    found: ['every line of a history names rows that are there: shop-2.myshopify.com (app 4436393)'],
  },
  'an install that was missed': {
    plant: (sql) => sql`update merchant_apps set detail = 'cancelled' where shop_number = 3`,
    found: ['the install state is what the last relationship event says: shop-3.myshopify.com (app 4436393)'],
  },
  'a mark that nobody takes': {
    plant: (sql) => sql`
      with late as (update sync_status set phase_at = now() - interval '2 hours')
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      select organization_id, connection_id, app_number, shop_number from merchant_apps where shop_number = 1
    `,
    found: ['no merchant waits to be derived although its connection is idle: shop-1.myshopify.com (app 4436393)'],
  },
  'a mark of one whose rows all came after the last scan': {
    plant: (sql) => sql`
      with late as (update sync_status set phase_at = now() - interval '2 hours'), told as (
        insert into app_events (
          organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id, raw, requested_at
        )
        select
          organization_id, connection_id, app_number, 77, 'RELATIONSHIP_INSTALLED', now(), '', '{}', now()
        from merchant_apps where shop_number = 1
        returning *
      )
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      select organization_id, connection_id, app_number, shop_number from told
    `,
    found: [],
  },
  'a change that time should have made': {
    plant: (sql) => sql`update merchant_apps set next_change_at = ${day(30)} where shop_number = 4`,
    found: ['what time alone changes is derived when it does: shop-4.myshopify.com (app 4436393)'],
  },
  'a merchant who was forgotten': {
    plant: async (sql) => {
      for (const table of ['apps', 'app_money', 'events', 'charges', 'spans']) {
        await sql`delete from ${sql(`merchant_${table}`)} where shop_number = 3`;
      }
      await sql`call roll_up_merchants(array[3])`;
    },
    found: ['every merchant of whom there is an event is derived, or waits: shop-3.myshopify.com (app 4436393)'],
  },
  'rules of before': {
    plant: (sql) => sql`update merchant_apps set rules_version = 0 where shop_number = 4`,
    found: ['every merchant is derived by the rules of this version: shop-4.myshopify.com (app 4436393)'],
  },
};

test.each(Object.keys(plants))('%s: that is found which is wrong, and nothing else', async (name) => {
  const { organizationId } = await healthy();
  const planted = plants[name];
  await withTenant(sqls.worker, organizationId, ({ sql }) => planted?.plant(sql as unknown as Sql) as Promise<unknown>);
  expect(await findings(organizationId)).toEqual(planted?.found);
});

test('what is wrong at one organization is no other’s', async () => {
  const [one, other] = [await healthy(), await healthy()];
  await withTenant(sqls.worker, one.organizationId, ({ sql }) => sql`update merchant_apps set rules_version = 0`);
  expect(await findings(other.organizationId)).toEqual([]);
});

test('it holds of every merchant of the demonstration account, synced as any account is', async () => {
  const world = demoWorld({ seed: 'always-true', anchor: instantFromMs(Date.now()) });
  const account = await startSyncedAccount(world, { partnerOrganizationId: DEMO_ORGANIZATION_ID, token: DEMO_TOKEN });
  try {
    for (let head = true, outcome = 'more'; outcome === 'more'; head = false) {
      ({
        end: { outcome },
      } = await account.sync({ head }));
    }
    for (const check of ALWAYS_TRUE) {
      const finding = await withTenant(account.deps.sql, account.key.organizationId, (tenant) =>
        findWrong(tenant, check),
      );
      expect([check.name, finding.wrong, finding.examples]).toEqual([check.name, 0, []]);
    }
  } finally {
    await account.close();
  }
}, 60_000);
