import { createTestDatabase, type TestDatabase } from '../../../../test/support/database/database.js';
import { rowsRead } from '../../../../test/support/database/rows-read.js';
import { deriveMany, MANY } from '../../../../test/support/merchants/many-merchants.js';
import { connectPostgres } from '../../../postgres/client.js';
import type { Sql } from '../../../postgres/sql.js';
import { withTenant } from '../../../postgres/tenant.js';
import { createLogger } from '../../../process/log.js';
import type { Criteria } from '../../segments/criteria.js';
import { evaluateSegment } from '../../segments/evaluate-segment.js';
import { createSegment } from '../../segments/save-segment.js';
import { findMerchant } from '../merchant/find-merchant.js';
import { readMerchantInFull } from '../merchant/merchant-in-full.js';
import { listMerchants } from './list-merchants.js';
import type { MerchantPosition, MerchantQuery } from './merchant-query.js';

/** In each of two organizations that share the tables. */
const MERCHANTS = 20_000;

let database: TestDatabase;
let admin: Sql;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  sql = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 1 });
  for (const organization of ['org_1', 'org_2']) await deriveMany(admin, organization, MERCHANTS);
  for (const organizationId of ['org_1', 'org_2']) {
    for (const [name, criteria] of Object.entries(SEGMENTS)) {
      const { id } = await createSegment(
        { sql, log: createLogger('test', 'silent') },
        { organizationId, name: 'test' },
        { name, criteria },
      );
      await evaluateSegment(sql, organizationId, id, Infinity);
      if (organizationId === 'org_1') ids.set(name, id);
    }
  }
}, 180_000);
afterAll(async () => {
  await Promise.all([sql.end(), admin.end()]);
  await database.drop();
});

/** Its own rows, and for each segment that it is in those of all, while they are a handful. */
const MOST_OF_ONE = 45;

/** A segment of each name. */
const SEGMENTS: Readonly<Record<string, Criteria>> = {
  everybody: { appNumbers: ['1'] },
  churned: { statuses: ['churned'] },
  rare: { plans: [MANY.rarePlan] },
  nobody: { plans: ['nobody is on it'] },
};
const ids = new Map<string, string>();

/** Rows read for each of the first pages, and for one from the middle of the list on. */
async function readsOf(query: Omit<MerchantQuery, 'limit' | 'after'>): Promise<number[]> {
  const key = query.sort === 'lastEventAt' || query.sort === 'installedAt' ? '2024-07-01T00:00:00Z' : '12000000';
  const middle = { shopNumber: String(MERCHANTS / 2), key, currency: query.currency ?? null };
  return withTenant(sql, 'org_1', async (tenant) => {
    const reads: number[] = [];
    let after: MerchantPosition | null | undefined;
    for (const start of [undefined, 'next', middle] as const) {
      const from = start === 'next' ? after : start;
      if (from === null) continue;
      reads.push(
        await rowsRead(tenant, async () => {
          after = (await listMerchants(tenant, { ...query, limit: 10, after: from })).next;
        }),
      );
    }
    return reads;
  });
}

const SORTS = [
  { sort: 'mrr', currency: 'USD' },
  { sort: 'mrr', currency: 'EUR' },
  { sort: 'lifetimeValue', currency: 'GBP' },
  { sort: 'lastEventAt' },
  { sort: 'installedAt' },
] as const;
const ORDERS = ['asc', 'desc'] as const;
const FILTERS: readonly Partial<MerchantQuery>[] = [
  {},
  { status: 'active' },
  { status: 'churned' },
  { plan: MANY.rarePlan },
  { plan: 'Plan 3' },
  { plan: 'nobody is on it' },
  { appNumber: '2' },
  { appNumber: '404' },
  { status: 'trialing', plan: 'Plan 3' },
  { status: 'churned', plan: 'Plan 3' },
  { status: 'frozen', appNumber: '2' },
  { status: 'active', plan: 'Plan 4', appNumber: '2' },
];

describe.each(['without statistics', 'with statistics'])('%s', (statistics) => {
  beforeAll(async () => {
    if (statistics === 'with statistics') await admin`vacuum analyze`;
  });

  test.each(FILTERS)('a page of %j reads a few rows of a few ranges, in any order', async (filter) => {
    for (const by of SORTS) {
      for (const order of ORDERS) {
        const reads = await readsOf({ ...filter, ...by, order });
        // Two apps, five statuses, eleven rows each, in up to four sets of currencies; and the merchants themselves.
        expect([by, order, reads.filter((rows) => rows > 800)]).toEqual([by, order, []]);
      }
    }
  });

  test.each(Object.keys(SEGMENTS))(
    'a page of a segment with %s reads a few rows of a few ranges, in any order',
    async (name) => {
      for (const by of SORTS) {
        for (const order of ORDERS) {
          const reads = await readsOf({ segmentId: ids.get(name), ...by, order });
          // One range, eleven rows, in up to four sets of currencies; and the merchants, each with its segments.
          expect([by, order, reads.filter((rows) => rows > 800)]).toEqual([by, order, []]);
        }
      }
    },
  );

  test.each([
    ['many have', { search: 'shop' }],
    ['many churned ones have', { search: 'SHOP no.', status: 'churned' } as const],
    ['one has', { search: `no. ${MERCHANTS} ` }],
    ['none has', { search: 'nothing like this' }],
    ['none has, of two letters', { search: 'zz' }],
    ['some have', { search: 'abc' }],
    ['one of a rare plan has', { search: 'No. 3 ', plan: MANY.rarePlan }],
  ])('a search for what %s reads some thousand rows', async (_, filter) => {
    for (const by of SORTS) {
      for (const order of ORDERS) {
        const reads = await readsOf({ ...filter, ...by, order });
        expect([by, order, reads.filter((rows) => rows > MERCHANTS / 2)]).toEqual([by, order, []]);
      }
    }
  });

  test('one merchant is found by its domain with a few rows', async () => {
    await withTenant(sql, 'org_1', async (tenant) => {
      const merchant = (await listMerchants(tenant, { sort: 'lastEventAt', order: 'asc', limit: 1 })).items[0];
      const rows = await rowsRead(tenant, async () => {
        expect(await findMerchant(tenant, merchant?.myshopifyDomain ?? '')).toEqual(merchant);
      });
      expect(rows).toBeLessThan(MOST_OF_ONE);
    });
  });

  test('a panel reads one merchant of its tenant, whichever plan Postgres takes, and leaves no tenant behind', async () => {
    const [one] = await withTenant(sql, 'org_1', async (tenant) => [
      ...(await listMerchants(tenant, { sort: 'lastEventAt', order: 'asc', limit: 1 })).items,
    ]);
    if (one === undefined) throw new Error('no merchant');
    // From the sixth time on Postgres may take a plan that knows no values.
    for (let time = 0; time < 8; time += 1) {
      for (const key of [one.myshopifyDomain, one.myshopifyDomain.toUpperCase(), one.shopNumber]) {
        expect(await readMerchantInFull(sql, 'org_3', key)).toBeNull();
        await sql.begin(async (transaction) => {
          const rows = await rowsRead({ organizationId: 'org_1', sql: transaction }, async () => {
            expect(await readMerchantInFull(transaction as unknown as Sql, 'org_1', key)).toMatchObject(one);
          });
          expect(rows).toBeLessThan(MOST_OF_ONE);
        });
      }
    }
    expect(await sql`select current_organization() as organization`).toEqual([{ organization: null }]);
    expect(await sql`select from merchants limit 1`).toEqual([]);
  });

  test('the currency that most merchants have is told by some of them', async () => {
    const [first = Infinity] = await readsOf({ sort: 'mrr', order: 'desc' });
    expect(first).toBeLessThan(2_500);
  });
});
