import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { deriveMany } from '../../test/support/merchants/many-merchants.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { lockMerchants } from '../merchants/derive/input/due-pairs.js';
import { deleteOldSegmentChanges } from '../merchants/segments/delete-old-segment-changes.js';
import { createSegment, deleteSegment } from '../merchants/segments/save-segment.js';
import { listSegments } from '../merchants/segments/segment-rows.js';
import { connectPostgres, type DatabaseRole } from '../postgres/client.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { createLogger } from '../process/log.js';
import { createEvaluateDueSegments } from './evaluate-due-segments.js';

/** More than are looked at in one transaction. */
const MERCHANTS = 1_200;
const log = createLogger('test', 'silent');
const actor = { organizationId: 'org_1', name: 'owner' };

let database: TestDatabase;
let admin: Sql;
const pools = new Map<DatabaseRole, Sql>();

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  for (const role of ['convot_api', 'convot_worker', 'convot_operator'] as const) {
    pools.set(role, connectPostgres(database.url, { applicationName: 'test', role, max: 2 }));
  }
  for (const organization of ['org_1', 'org_2']) await deriveMany(admin, organization, MERCHANTS);
});
afterAll(async () => {
  await Promise.all([...pools.values(), admin].map((sql) => sql.end()));
  await database.drop();
});

const as = (role: DatabaseRole): Sql => pools.get(role) ?? admin;
const create = (name: string, statuses: readonly ['active' | 'trialing' | 'churned']) =>
  createSegment({ sql: as('convot_api'), log }, actor, { name, criteria: { statuses } });
const segments = () => withTenant(as('convot_api'), 'org_1', listSegments);
const reconcile = () => createEvaluateDueSegments({ sql: as('convot_worker'), logger: log })();

test('one whose saver died is gone on with by the reconciler, from where he was, and no other before it is due', async () => {
  const { id, members } = await create('Active', ['active']);
  expect(members).toBeGreaterThan(100);
  // As if he had died after the first merchants: nobody of the others was looked at.
  await admin`delete from segment_members where shop_number > 500`;
  await admin`update segments set evaluated_to = 500, due_at = now() + interval '1 hour' where id = ${id}`;
  await reconcile();
  expect(await segments()).toMatchObject([{ isWhole: false }]);
  await admin`update segments set due_at = now() - interval '1 second' where id = ${id}`;
  await reconcile();
  expect(await segments()).toMatchObject([{ isWhole: true, members }]);
  expect(await admin`select from segment_directory`).toEqual([]);
  await deleteSegment({ sql: as('convot_api'), log }, actor, id);
});

test('one that cannot be evaluated is put off, and the others are seen to', async () => {
  const sql = as('convot_api');
  const { id } = await create('Active', ['active']);
  const other = { organizationId: 'org_2', name: 'owner' };
  const { id: otherId } = await createSegment({ sql, log }, other, {
    name: 'Active',
    criteria: { statuses: ['active'] },
  });
  await admin`update segments set evaluated_to = 0, due_at = now() - interval '1 minute' where id = ${id}`;
  await admin`update segments set evaluated_to = 0, due_at = now() where id = ${otherId}`;
  await withTenant(as('convot_operator'), 'org_1', async (tenant) => {
    await lockMerchants(tenant);
    await reconcile();
  });
  expect(
    await admin`select segment_id, due_at > now() + interval '30 seconds' as is_put_off from segment_directory`,
  ).toEqual([{ segmentId: id, isPutOff: true }]);
  await deleteSegment({ sql, log }, actor, id);
  await deleteSegment({ sql, log }, other, otherId);
  await admin`delete from segment_changes where segment_id = ${otherId}`;
  await admin`delete from segments where id = ${otherId}`;
});

test('the members of an app that is hidden leave, and return with it, step by step', async () => {
  const { id, members } = await create('Churned', ['churned']);
  const hide = (isHidden: boolean) =>
    withTenant(as('convot_api'), 'org_1', ({ sql }) =>
      sql`update apps set removed_at = case when ${isHidden} then now() end`.execute(),
    );
  await hide(true);
  expect(await segments()).toMatchObject([{ members, isWhole: false }]);
  await reconcile();
  expect(await segments()).toMatchObject([{ members: 0, isWhole: true }]);
  expect(await admin`select from segment_changes where segment_id = ${id} and not entered`).toHaveLength(members);
  await hide(false);
  await reconcile();
  expect(await segments()).toMatchObject([{ members, isWhole: true }]);
  await deleteSegment({ sql: as('convot_api'), log }, actor, id);
});

test('a trial comes within its days by time alone', async () => {
  const sql = as('convot_api');
  const soon = new Date(Date.now() + 86_400_000 + 3_000).toISOString();
  await admin`update merchant_apps set trial_ends_at = ${soon} where organization_id = 'org_1' and status = 'trialing'`;
  const criteria = { trialEndsWithinDays: 1 };
  const { id } = await createSegment({ sql, log }, actor, { name: 'About to decide', criteria });
  expect(await segments()).toMatchObject([{ members: 0, isWhole: true }]);
  await waitFor('the trials to come within a day', async () => {
    await admin`update segments set due_at = now() where id = ${id}`;
    await reconcile();
    return ((await segments())[0]?.members ?? 0) > 0;
  });
  await deleteSegment({ sql, log }, actor, id);
});

test.each(['convot_worker', 'convot_operator'] as const)(
  '%s sees to segments with the merchants it derives',
  async (role) => {
    const { id, members } = await create('Churned', ['churned']);
    const changed = await admin<{ shopNumber: string }[]>`
    update merchant_apps set status = 'active' where organization_id = 'org_1' and status = 'churned' and shop_number < 50
    returning shop_number
  `;
    const shops = [...new Set(changed.map(({ shopNumber }) => shopNumber))];
    await withTenant(as(role), 'org_1', async (tenant) => {
      await lockMerchants(tenant);
      await tenant.sql`call roll_up_merchants(${shops}::bigint[])`;
    });
    expect((await segments())[0]?.members).toBeLessThan(members);
    const told = await admin`select from segment_changes where segment_id = ${id} and not entered`;
    expect(told.length).toBe(members - ((await segments())[0]?.members ?? 0));
    await admin`
    update merchant_apps set status = 'churned'
    where organization_id = 'org_1' and shop_number = any (${shops}::bigint[])
  `;
    await deleteSegment({ sql: as('convot_api'), log }, actor, id);
  },
);

test('what is long ago is forgotten, and who is in which segment stays', async () => {
  const { id, members } = await create('Active', ['active']);
  await admin`update segment_changes set at = now() - interval '31 days'`;
  await admin`update segments set deleted_at = deleted_at - interval '31 days'`;
  await deleteOldSegmentChanges(as('convot_worker'), 'org_1');
  expect(await admin`select id from segments`).toEqual([{ id }]);
  expect(await admin`select from segment_changes`).toEqual([]);
  expect(await segments()).toMatchObject([{ id, members }]);
});
