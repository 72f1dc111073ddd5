import { Client, Connection } from '@temporalio/client';
import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { Outbox } from '../../test/support/database/outbox.js';
import { startDevServer, type TestDevServer } from '../../test/support/servers/temporal.js';
import { changeEnvironment } from '../config/config.js';
import { webhookWorkflowId } from '../contract/names.js';
import { connectPostgres } from '../postgres/client.js';
import type { Sql } from '../postgres/sql.js';
import { createProgram } from './program.js';

let database: TestDatabase;
let server: TestDevServer;
let sql: Sql;
let printed: string[];

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startDevServer()]);
  sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
  // jest gives each test file an environment of its own.
  changeEnvironment({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: server.address });
});
afterAll(async () => {
  await Promise.all([sql.end(), server.stop()]);
  await database.drop();
});
beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => jest.restoreAllMocks());

async function cli(...args: string[]): Promise<string> {
  printed = [];
  await createProgram().parseAsync(args, { from: 'user' });
  return printed.join('\n');
}

test('an operator sees the messages of all organizations, and what became of them', async () => {
  const [one, other] = [await Outbox.open(sql), await Outbox.open(sql)];
  const [waiting, given] = [await one.write(), await other.write()];
  await sql`
    update webhook_messages
    set state = 'failed', attempts = 10, last_attempt_at = now(), last_answer = '503', due_at = null
    where id = ${given}
  `;
  const all = await cli('webhooks', 'list');
  expect(all).toMatch(
    new RegExp(`^${waiting}  pending +merchant.uninstalled .* 0 attempts  -  next .*${one.organizationId}$`, 'm'),
  );
  expect(all).toMatch(new RegExp(`^${given}  failed .* 10 attempts  \\S+ 503  -  ${other.organizationId}$`, 'm'));
  expect(all).toMatch(/\n2 messages$/);
  expect(await cli('webhooks', 'list', '--state', 'failed')).toMatch(new RegExp(`^${given} .*\\n1 messages$`));
});

test('sends any of them again, and is named in the audit log', async () => {
  const outbox = await Outbox.open(sql);
  const id = await outbox.write();
  await sql`update webhook_messages set state = 'not_sent', not_sent_because = 'backfill', due_at = null where id = ${id}`;
  expect(await cli('webhooks', 'resend', id)).toBe('started');
  expect((await outbox.find(id))?.state).toBe('pending');
  const connection = await Connection.connect({ address: server.address });
  const run = await new Client({ connection }).workflow.getHandle(webhookWorkflowId(id)).describe();
  await connection.close();
  expect(run.status.name).toBe('RUNNING');
  const lines = await sql`select actor, action, detail from audit_log where connection_id = ${outbox.connectionId}`;
  expect(lines).toEqual([
    { actor: expect.stringMatching(/^operator:/) as string, action: 'resend_webhook', detail: { messageId: id } },
  ]);
  await expect(cli('webhooks', 'resend', 'msg_nobody')).rejects.toThrow('There is no message msg_nobody.');
});

test('sends again what was sent since a time, each under its own id, and nothing that came with the past', async () => {
  await sql`delete from webhook_messages`;
  const outbox = await Outbox.open(sql);
  const ids = [];
  for (let count = 0; count < 6; count += 1) ids.push(await outbox.write());
  const [delivered, failed, older, ofThePast, pending, late] = ids as [string, string, string, string, string, string];
  const settle = (id: string, state: string, ago: string) => sql`
    update webhook_messages
    set state = ${state}, due_at = null, created_at = now() - ${ago}::interval,
        not_sent_because = ${state === 'not_sent' ? 'backfill' : null}
    where id = ${id}
  `;
  await settle(delivered, 'delivered', '1 hour');
  await settle(failed, 'failed', '2 hours');
  await settle(older, 'delivered', '1 day');
  await settle(ofThePast, 'not_sent', '1 hour');
  await settle(late, 'delivered', '2 days');
  await sql`update webhook_messages set last_attempt_at = now() - interval '1 hour' where id = ${late}`;
  const since = new Date(Date.now() - 3 * 3_600_000).toISOString();
  expect(await cli('webhooks', 'resend', '--since', since)).toBe('3 messages started');
  const states = await Promise.all(ids.map(async (id) => (await outbox.find(id))?.state));
  expect(states).toEqual(['pending', 'pending', 'delivered', 'not_sent', 'pending', 'pending']);
  const connection = await Connection.connect({ address: server.address });
  const { workflow } = new Client({ connection });
  const runs = await Promise.all(
    ids.map((id) =>
      workflow
        .getHandle(webhookWorkflowId(id))
        .describe()
        .then(
          () => id,
          () => null,
        ),
    ),
  );
  await connection.close();
  expect(runs).toEqual([delivered, failed, null, null, null, late]);
  expect(pending).toBe(ids[4]);
  const lines = await sql`select action from audit_log where connection_id = ${outbox.connectionId}`;
  expect(lines).toEqual([{ action: 'resend_webhook' }]);
  await expect(cli('webhooks', 'resend')).rejects.toThrow('Name one message, or say --since.');
});
