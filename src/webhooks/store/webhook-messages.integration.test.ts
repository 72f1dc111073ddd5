import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { Outbox } from '../../../test/support/database/outbox.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { listOverdueMessages } from './webhook-directory.js';
import { deleteOldMessages, listWebhookMessages, noteAttempt, readPending } from './webhook-messages.js';

let database: TestDatabase;
let sql: Sql;
let worker: Sql;
let outbox: Outbox;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
  worker = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 2 });
});
afterAll(async () => {
  await Promise.all([sql.end(), worker.end()]);
  await database.drop();
});
beforeEach(async () => {
  outbox = await Outbox.open(sql);
});

const list = (organizationId: string) =>
  withTenant(worker, organizationId, (tenant) => listWebhookMessages(tenant, { state: null, limit: 10 }));

test('a message is its organization’s alone; across tenants the worker sees no more than that one is due', async () => {
  const id = await outbox.write('{"reason":"mine"}');
  const stranger = await Outbox.open(sql);
  expect(await list(stranger.organizationId)).toEqual([]);
  expect(await withTenant(worker, stranger.organizationId, (tenant) => readPending(tenant, id))).toBeUndefined();
  expect(await withTenant(worker, outbox.organizationId, (tenant) => readPending(tenant, id))).toMatchObject({
    payload: '{"reason":"mine"}',
  });
  expect(await listOverdueMessages(worker, -1_000, 10)).toEqual([
    { organizationId: outbox.organizationId, messageId: id },
  ]);
  const api = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 1 });
  await expect(listOverdueMessages(api, -1_000, 10)).rejects.toThrow('permission denied');
  await api.end();
});

test('what is settled is due no more', async () => {
  const id = await outbox.write();
  const note = (state: 'delivered' | 'pending', waitMs: number | null) =>
    withTenant(worker, outbox.organizationId, (tenant) => noteAttempt(tenant, id, { answer: '204', state, waitMs }));
  const due = async () => (await listOverdueMessages(worker, -60_000, 100)).filter(({ messageId }) => messageId === id);
  await note('pending', 30_000);
  expect(await due()).toHaveLength(1);
  await note('delivered', null);
  expect(await due()).toEqual([]);
  // A worker that seemed dead has its answer at last.
  await note('pending', 0);
  expect(await list(outbox.organizationId)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
});

test('settled messages are forgotten after 30 days, those that nobody tried to send after four', async () => {
  const [old, waiting, settled, unsent] = [
    await outbox.write(),
    await outbox.write(),
    await outbox.write(),
    await outbox.write(),
  ];
  const settle = (id: string, days: number) => sql`
    update webhook_messages
    set state = 'delivered', due_at = null, created_at = now() - ${days} * interval '1 day'
    where id = ${id}
  `;
  await settle(old, 31);
  await settle(settled, 29);
  await sql`update webhook_messages set created_at = now() - interval '40 days' where id = ${waiting}`;
  await sql`update webhook_messages set due_at = now() - interval '5 days' where id = ${unsent}`;
  await withTenant(worker, outbox.organizationId, (tenant) => deleteOldMessages(tenant, outbox.connectionId));
  expect((await list(outbox.organizationId)).map(({ id }) => id).sort()).toEqual([waiting, settled].sort());
});
