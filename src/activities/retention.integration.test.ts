import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { deleteOldCorrections } from '../merchants/corrections/delete-old-corrections.js';
import { writeAuditLine } from '../postgres/audit.js';
import { connectPostgres } from '../postgres/client.js';
import { deleteExpired } from '../postgres/expired-rows.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { forgetQuarantinedBytes } from '../sync/store/quarantine.js';

let database: TestDatabase;
let operator: Sql;
let worker: Sql;
const connectionId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  operator = connectPostgres(database.url, { applicationName: 'operator', max: 1 });
  worker = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 1 });
}, 30_000);
afterAll(async () => {
  await Promise.all([operator.end(), worker.end()]);
  await database.drop();
});

const inOne = (work: Parameters<typeof withTenant<unknown>>[2]) => withTenant(worker, 'org_1', work);

test('expired keys go by time, also of a tenant that never comes back', async () => {
  await operator`
    insert into idempotency_keys (organization_id, key, request_hash, created_at)
    values
      ('org_1', 'new', '', now() - interval '23 hours'),
      ('org_1', 'old', '', now() - interval '25 hours'),
      ('org_without_connections', 'older', '', now() - interval '400 days')
  `;
  await deleteExpired(worker);
  expect(await operator`select key from idempotency_keys`).toEqual([{ key: 'new' }]);
});

test('audit lines go after two years, also of a tenant that never comes back', async () => {
  await operator`
    insert into audit_log (organization_id, actor, action, at)
    values
      ('org_1', 'owner', 'kept', now() - interval '1 year'),
      ('org_1', 'owner', 'old', now() - interval '25 months'),
      ('org_without_connections', 'owner', 'older', now() - interval '9 years')
  `;
  await deleteExpired(worker);
  expect(await operator`select action from audit_log`).toEqual([{ action: 'kept' }]);
});

test('paces of tokens that nobody uses go after an hour', async () => {
  await operator`
    insert into token_paces (token_key, leaves_at)
    values ('used', now() - interval '50 minutes'), ('rested', now() - interval '70 minutes'), ('never', '-infinity')
  `;
  await deleteExpired(worker);
  expect(await operator`select token_key from token_paces`).toEqual([{ tokenKey: 'used' }]);
});

test('the worker sees no line and no key of a tenant before its time', async () => {
  expect(await worker`select from audit_log`).toEqual([]);
  expect(await worker`select created_at from idempotency_keys`).toEqual([]);
  await inOne((tenant) => writeAuditLine(tenant, { actor: 'owner', action: 'sync', connectionId: null }));
  await expect(
    worker`insert into audit_log (organization_id, actor, action) values ('org_1', 'a', 'b')`,
  ).rejects.toThrow(/row-level security/);
});

test('bytes that were set aside go after a year; what they stand for stays counted', async () => {
  await operator`
    insert into quarantined_rows (organization_id, connection_id, hash, feed, reason, raw, first_seen_at)
    values
      ('org_1', ${connectionId}, 'new', 'transactions', 'money', 'x', now() - interval '11 months'),
      ('org_1', ${connectionId}, 'old', 'transactions', 'money', 'x', now() - interval '13 months')
  `;
  await inOne((tenant) => forgetQuarantinedBytes(tenant, connectionId));
  expect(await operator`select hash, raw is null as empty from quarantined_rows order by hash`).toEqual([
    { hash: 'new', empty: false },
    { hash: 'old', empty: true },
  ]);
});

test('corrections go after three years', async () => {
  await operator`
    insert into merchant_corrections
      (organization_id, connection_id, app_number, shop_number, figure, cause, evidence, learned_at)
    values
      ('org_1', ${connectionId}, 1, 1, 'plan', 'row', '{}', now() - interval '35 months'),
      ('org_1', ${connectionId}, 1, 2, 'plan', 'row', '{}', now() - interval '37 months')
  `;
  await inOne((tenant) => deleteOldCorrections(tenant, connectionId));
  expect(await operator`select shop_number from merchant_corrections`).toEqual([{ shopNumber: '1' }]);
});
