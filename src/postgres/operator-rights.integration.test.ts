import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { connectDerivedAccount } from '../../test/support/merchants/derived-account.js';
import { day, relationship } from '../../test/support/merchants/raw-rows.js';
import { foldTouched } from '../merchants/derive/fold-touched.js';
import { createSegment } from '../merchants/segments/save-segment.js';
import { listSegments } from '../merchants/segments/segment-rows.js';
import { createLogger } from '../process/log.js';
import { connectPostgres } from './client.js';
import type { Sql } from './sql.js';
import { withTenant } from './tenant.js';

type Role = 'convot_api' | 'convot_worker' | 'convot_operator';
let database: TestDatabase;
let pools: Record<Role, Sql>;

beforeAll(async () => {
  database = await createTestDatabase();
  const open = (role: Role) => connectPostgres(database.url, { applicationName: 'test', role, max: 1 });
  pools = {
    convot_api: open('convot_api'),
    convot_worker: open('convot_worker'),
    convot_operator: open('convot_operator'),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(pools).map((sql) => sql.end()));
  await database.drop();
});

const denied = /permission denied/;

test('only operators pause all and end that; api and worker see it', async () => {
  for (const role of ['convot_api', 'convot_worker'] as const) {
    const sql = pools[role];
    await expect(sql`insert into pause_of_all (paused_by) values ('somebody')`.execute()).rejects.toThrow(denied);
    await expect(sql`update pause_of_all set single = true`.execute()).rejects.toThrow(denied);
    await expect(sql`delete from pause_of_all`.execute()).rejects.toThrow(denied);
    await expect(sql`truncate pause_of_all`.execute()).rejects.toThrow(denied);
    expect(await sql`select exists (select from pause_of_all) as is_on`).toEqual([{ isOn: false }]);
  }
  const sql = pools.convot_operator;
  await sql`insert into pause_of_all (paused_by) values ('operator:test')`;
  await expect(sql`update pause_of_all set paused_by = 'somebody else'`.execute()).rejects.toThrow(denied);
  expect(await pools.convot_worker`select paused_by from pause_of_all`).toEqual([{ pausedBy: 'operator:test' }]);
  await sql`delete from pause_of_all`;
});

test('of a connection operators change how it stands, never whose it is', async () => {
  const sql = pools.convot_operator;
  for (const column of ['organization_id', 'id', 'partner_organization_id']) {
    await expect(sql`update connections set ${sql(column)} = null`.execute()).rejects.toThrow(denied);
  }
  await sql`update connections set paused_at = null, paused_by = null, resumed_at = now(), token_ciphertext = null`;
});

test('whoever derives merchants anew sorts them into segments', async () => {
  const account = await connectDerivedAccount({ api: pools.convot_api, worker: pools.convot_worker });
  const { organizationId, connectionId } = account;
  const actor = { organizationId, name: 'owner' };
  await createSegment({ sql: pools.convot_api, log: createLogger('test', 'silent') }, actor, {
    name: 'Here',
    criteria: { statuses: ['installed'] },
  });
  const foldAt = (kind: string, at: number) =>
    account
      .events('1', [relationship(kind, day(at))])
      .then(() =>
        withTenant(pools.convot_operator, organizationId, (tenant) =>
          foldTouched(tenant, { connectionId, asOf: day(at + 1), limit: 10 }),
        ),
      );
  const members = async () => (await account.read(listSegments)).map((segment) => segment.members);
  await foldAt('RELATIONSHIP_INSTALLED', 0);
  expect(await members()).toEqual([1]);
  await foldAt('RELATIONSHIP_UNINSTALLED', 2);
  expect(await members()).toEqual([0]);
});
