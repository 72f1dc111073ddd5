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
