import { createTestDatabase, type TestDatabase } from '../../../../test/support/database/database.js';
import { deriveMany, MANY } from '../../../../test/support/merchants/many-merchants.js';
import { connectPostgres } from '../../../postgres/client.js';
import type { Sql } from '../../../postgres/sql.js';
import { type Tenant, withTenant } from '../../../postgres/tenant.js';
import { partnerAppGid } from '../../../values/gid.js';
import type { MerchantView } from '../merchant-views.js';
import { listMerchants } from './list-merchants.js';
import type { MerchantQuery } from './merchant-query.js';

const MERCHANTS = 700;

let database: TestDatabase;
let admin: Sql;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  sql = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 1 });
  for (const organization of ['org_1', 'org_2']) await deriveMany(admin, organization, MERCHANTS);
});
afterAll(async () => {
  await Promise.all([sql.end(), admin.end()]);
  await database.drop();
});

type ListQuery = Omit<MerchantQuery, 'limit' | 'after'>;

/** All pages; `between` happens after each. */
async function walk(query: ListQuery, limit = 60, between: (tenant: Tenant) => Promise<unknown> = async () => {}) {
  return withTenant(sql, 'org_1', async (tenant) => {
    const all: MerchantView[] = [];
    let after: MerchantQuery['after'];
    for (;;) {
      const { items, next } = await listMerchants(tenant, { ...query, limit, after });
      all.push(...items);
      if (next === null) return all;
      after = next;
      await between(tenant);
    }
  });
}

/** Sort keys of all merchants, from the rows that the lists are not made of; those without one are not in it. */
async function keysOf({ sort, currency = 'USD' }: ListQuery): Promise<Map<string, string>> {
  return withTenant(sql, 'org_1', async ({ sql: tenantSql }) => {
    const column = {
      mrr: 'mrr',
      lifetimeValue: 'lifetime_value',
      lastEventAt: 'last_event_at',
      installedAt: 'installed_at',
    };
    const rows = await tenantSql<{ shopNumber: string; key: string | null }[]>`
      ${
        sort === 'mrr' || sort === 'lifetimeValue'
          ? tenantSql`
              select shop_number, lpad(sum(${tenantSql(column[sort])})::text, 30, '0') as key
              from merchant_app_money
              where currency = ${currency}
              group by shop_number
            `
          : tenantSql`select shop_number, ${tenantSql(column[sort])}::text as key from merchants`
      }
    `;
    return new Map(rows.flatMap(({ shopNumber, key }) => (key === null ? [] : [[shopNumber, key]])));
  });
}

async function expected(query: ListQuery): Promise<string[]> {
  const keys = await keysOf(query);
  const { search = '', status, plan, appNumber, order } = query;
  const everybody = await walk({ sort: 'lastEventAt', order: 'asc' });
  const found = everybody.filter(
    ({ apps, name, myshopifyDomain }) =>
      `${myshopifyDomain} ${name}`.toLowerCase().includes(search.trim().toLowerCase()) &&
      apps.some(
        (app) =>
          (status === undefined || app.status === status) &&
          (plan === undefined || app.plan === plan) &&
          (appNumber === undefined || app.appId === partnerAppGid(appNumber)),
      ),
  );
  const turn = order === 'asc' ? 1 : -1;
  const compared = (one: string, other: string) => (one < other ? -turn : one > other ? turn : 0);
  const byNumber = (one: string, other: string) => Number(BigInt(one) - BigInt(other)) * turn;
  return found
    .map(({ shopNumber }) => shopNumber)
    .sort((one, other) => {
      const [key, otherKey] = [keys.get(one), keys.get(other)];
      if (key === undefined || otherKey === undefined) {
        return Number(key === undefined) - Number(otherKey === undefined) || byNumber(one, other);
      }
      return compared(key, otherKey) || byNumber(one, other);
    });
}

const FILTERS: readonly Partial<MerchantQuery>[] = [
  {},
  { status: 'churned' },
  { plan: MANY.rarePlan },
  { plan: 'Plan 3' },
  { appNumber: '2' },
  { status: 'installed', appNumber: '2' },
  { status: 'trialing', plan: 'Plan 3' },
  { status: 'active', plan: 'Plan 4', appNumber: '2' },
  { search: 'sHoP' },
  { search: 'ab' },
  { search: ' No. 70 ' },
  { search: '7' },
  { search: 'no. 6', status: 'churned' },
];

describe.each(FILTERS)('%j', (filter) => {
  test.each([
    ['mrr', 'USD'],
    ['mrr', 'EUR'],
    ['lifetimeValue', 'GBP'],
    ['lifetimeValue', 'EUR'],
    ['lastEventAt', undefined],
    ['installedAt', undefined],
  ] as const)('by %s %s', async (sort, currency) => {
    for (const order of ['asc', 'desc'] as const) {
      const query = { ...filter, sort, currency, order };
      const found = await walk(query);
      expect(found.map(({ shopNumber }) => shopNumber)).toEqual(await expected(query));
    }
  });
});

test.each(['mrr', 'lastEventAt', 'installedAt'] as const)(
  'who does not change between pages by %s is shown exactly once',
  async (sort) => {
    const query = { sort, order: 'desc' as const };
    const before = await walk(query);
    let turn = 0;
    const seen = await walk(query, 20, async ({ sql: tenantSql }) => {
      turn += 1;
      // Every tenth moves to one end of the list, where it was read already or is read again.
      const late = turn % 2 === 0;
      await tenantSql`
        update merchant_entries
        set last_event_at = ${late ? '2033-01-01' : '2001-01-01'}, installed_at = ${late ? '2033-01-01' : null}
        where shop_number % 10 = ${turn % 2}
      `;
      await tenantSql`
        update merchant_entry_amounts set mrr = ${late ? '120000000000' : '-1'} where shop_number % 10 = ${turn % 2}
      `;
    });
    const unchanged = (merchants: readonly MerchantView[]) =>
      merchants.map(({ shopNumber }) => shopNumber).filter((number) => Number(number) % 10 > 1);
    expect(unchanged(seen)).toEqual(unchanged(before));
  },
);

test('the sort of money is by the currency that most have, unless one is named', async () => {
  const byDefault = await walk({ sort: 'mrr', order: 'desc' });
  expect(byDefault).toEqual(await walk({ sort: 'mrr', order: 'desc', currency: 'USD' }));
});

test('a blank search is none', async () => {
  expect(await walk({ sort: 'lastEventAt', order: 'desc', search: '  ' })).toHaveLength(MERCHANTS);
});
