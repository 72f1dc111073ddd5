import '../support/servers/quiet-temporal.js';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { createDeliver } from '../../src/activities/deliver.js';
import { createResumeDeliveries, type ResumeDeliveriesDeps } from '../../src/activities/resume-deliveries.js';
import { webhookWorkflowId } from '../../src/contract/names.js';
import { connectPostgres } from '../../src/postgres/client.js';
import type { Sql } from '../../src/postgres/sql.js';
import { withTenant } from '../../src/postgres/tenant.js';
import { createLogger } from '../../src/process/log.js';
import { Secret } from '../../src/values/secret.js';
import { createSendMessage } from '../../src/webhooks/send-message.js';
import { createStartDelivery, createStartDeliveryNow } from '../../src/webhooks/start-delivery.js';
import { requeueMessage } from '../../src/webhooks/store/webhook-messages.js';
import { deliveryWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { Outbox } from '../support/database/outbox.js';
import { TracesOf } from '../support/database/traces-of.js';
import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/servers/webhook-receiver.js';

/*
 * Deliveries over days that the server skips: the workflow, the worker's activities, the database and the receiver are
 * real.
 */
const time = useTimeSkipping();
let database: TestDatabase;
let sql: Sql;
let workerSql: Sql;
let receiver: WebhookReceiver;
let outbox: Outbox;
let logged = '';
const open: (() => unknown)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  open.push(() => database.drop());
  sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
  workerSql = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 2 });
  open.push(() => Promise.all([sql.end(), workerSql.end()]));
  receiver = await startWebhookReceiver();
  open.push(() => receiver.close());
}, 120_000);
afterAll(async () => {
  for (const close of open.reverse()) await close();
});
beforeEach(async () => {
  outbox = await Outbox.open(sql);
  receiver.received.splice(0);
  receiver.answers = [];
});

// The server has one processor of two, and others at times: what is tested is not how quick it is.
const START_MS = 30_000;

/** Runs both workers of the process until `test` is done. */
async function working(test: () => Promise<void>): Promise<void> {
  const { nativeConnection: connection } = time.environment;
  const target = { url: receiver.url, secrets: [new Secret(receiver.secret)] };
  const logger = createLogger('test', 'trace', { write: (line: string) => void (logged += line) });
  const deliver = createDeliver({ sql: workerSql, send: createSendMessage(target, 5_000), tellsUpdates: true, logger });
  const workers = await Promise.all([
    Worker.create({ ...workerOptions, connection, shutdownGraceTime: 0 }),
    Worker.create({ ...deliveryWorkerOptions, connection, activities: { deliver }, shutdownGraceTime: 0 }),
  ]);
  const [first, second] = workers;
  await first.runUntil(() => second.runUntil(test));
}

const keyOf = (messageId: string) => ({ organizationId: outbox.organizationId, messageId });
const start = (messageId: string) => createStartDelivery(time.environment.client, START_MS)(keyOf(messageId));
const handleOf = (messageId: string): WorkflowHandle =>
  time.environment.client.workflow.getHandle(webhookWorkflowId(messageId));
/** Skips whatever it waits for. */
const end = (messageId: string) => handleOf(messageId).result();
/** By the server's time, of the run that ended last. */
async function took(messageId: string): Promise<number> {
  const { startTime, closeTime } = await handleOf(messageId).describe();
  return (closeTime?.getTime() ?? Number.NaN) - startTime.getTime();
}

test('a message that is accepted is sent once, however often its delivery is started', () =>
  working(async () => {
    const id = await outbox.write('{"type":"merchant.uninstalled","data":{"plan":"Größe 2"}}');
    await Promise.all([start(id), start(id)]);
    await end(id);
    await start(id);
    await end(id);
    expect(receiver.verified()).toEqual([{ type: 'merchant.uninstalled', data: { plan: 'Größe 2' } }]);
    expect(receiver.received[0]?.id).toBe(id);
    expect(await outbox.find(id)).toEqual({ state: 'delivered', attempts: 1, lastAnswer: '204', dueAt: null });
  }));

test('what fails is tried again, longer apart each time, under the same id and signed anew', () =>
  working(async () => {
    const id = await outbox.write();
    receiver.answers = [500, (response) => response.destroy(), 302, 404];
    await start(id);
    await end(id);
    expect(receiver.received.map((request) => request.id)).toEqual([id, id, id, id, id]);
    expect(receiver.verified()).toHaveLength(5);
    expect(await outbox.find(id)).toMatchObject({ state: 'delivered', attempts: 5, lastAnswer: '204' });
    // 5 s, 5 min, 30 min, 2 h: a tenth more or less.
    const tookMs = await took(id);
    expect(tookMs / 60_000).toBeGreaterThan(139);
    expect(tookMs / 60_000).toBeLessThan(172);
  }));

test(
  'after ten attempts over three days it is given up, visibly, and can be sent again by an operator',
  () =>
    working(async () => {
      const id = await outbox.write();
      receiver.answers = Array.from({ length: 10 }, () => 503);
      await start(id);
      await end(id);
      expect(receiver.received).toHaveLength(10);
      expect(await outbox.find(id)).toEqual({ state: 'failed', attempts: 10, lastAnswer: '503', dueAt: null });
      expect(await took(id)).toBeGreaterThan(3 * 86_400_000 * 0.9);
      expect(logged).toContain(id);

      await withTenant(workerSql, outbox.organizationId, (tenant) => requeueMessage(tenant, id));
      await createStartDeliveryNow(time.environment.client)(keyOf(id));
      await end(id);
      expect(receiver.received.map((request) => request.id)).toEqual(Array.from({ length: 11 }, () => id));
      expect(await outbox.find(id)).toMatchObject({ state: 'delivered', attempts: 11 });
    }),
  60_000,
);

test('an operator does not have to wait for the next attempt', () =>
  working(async () => {
    const id = await outbox.write();
    receiver.answers = [500, 500];
    await start(id);
    // The server's time stands still while nobody waits for a result.
    await waitFor('the first attempt', async () => (await outbox.find(id))?.attempts === 1);
    await createStartDeliveryNow(time.environment.client)(keyOf(id));
    await waitFor('the second attempt', async () => (await outbox.find(id))?.attempts === 2);
    await createStartDeliveryNow(time.environment.client)(keyOf(id));
    await waitFor('the third attempt', async () => (await outbox.find(id))?.state === 'delivered');
  }));

test('a receiver that wants nothing any more is not asked again', () =>
  working(async () => {
    const id = await outbox.write();
    receiver.answers = [410];
    await start(id);
    await end(id);
    expect(receiver.received).toHaveLength(1);
    expect(await outbox.find(id)).toEqual({ state: 'failed', attempts: 1, lastAnswer: '410', dueAt: null });
  }));

test('a receiver that asks for more time gets it, within bounds', () =>
  working(async () => {
    const id = await outbox.write();
    receiver.answers = [(response) => response.writeHead(429, { 'retry-after': '600' }).end()];
    await start(id);
    await end(id);
    const tookMs = await took(id);
    expect(tookMs).toBeGreaterThanOrEqual(600_000);
    expect(tookMs).toBeLessThan(900_000);
  }));

test('a message that always fails holds up no other', () =>
  working(async () => {
    const bad = await outbox.write('{"type":"bad"}');
    const good = await outbox.write('{"type":"good"}');
    const hang = () => undefined;
    receiver.answers = [hang];
    await start(bad);
    await waitFor('the bad one to hang', () => receiver.received.length === 1);
    await start(good);
    await waitFor('the good one', async () => (await outbox.find(good))?.state === 'delivered');
    expect((await outbox.find(bad))?.state).toBe('pending');
    await end(bad);
    expect(await outbox.find(bad)).toMatchObject({ state: 'delivered', attempts: 2 });
  }));

test('histories hold neither payload nor address nor secret', () =>
  working(async () => {
    const id = await outbox.write('{"type":"merchant.uninstalled","data":{"reason":"nobody-else-reads-this"}}');
    receiver.answers = [500];
    await start(id);
    await end(id);
    const kept = historyToJSON(await handleOf(id).fetchHistory()) + logged;
    expect(new TracesOf(id).in(kept)).toBe(true);
    for (const text of ['nobody-else-reads-this', receiver.url, receiver.secret, receiver.secret.slice(6)]) {
      expect([text, new TracesOf(text).in(kept)]).toEqual([text, false]);
    }
  }));

test('a message of another organization is not found', () =>
  working(async () => {
    const id = await outbox.write();
    const stranger = await Outbox.open(sql);
    await time.environment.client.workflow.execute('webhook', {
      workflowId: `${webhookWorkflowId(id)}/stranger`,
      taskQueue: workerOptions.taskQueue,
      args: [{ organizationId: stranger.organizationId, messageId: id }],
    });
    expect(receiver.received).toEqual([]);
    expect((await outbox.find(id))?.state).toBe('pending');
  }));

test('the reconciler starts what is late, and leaves alone what is under way or not due', () =>
  working(async () => {
    const [lost, waiting, fresh] = [await outbox.write(), await outbox.write(), await outbox.write()];
    receiver.answers = [500];
    await start(waiting);
    await waitFor('the first attempt', async () => (await outbox.find(waiting))?.attempts === 1);
    await sql`update webhook_messages set due_at = now() - interval '1 minute' where id in (${lost}, ${waiting})`;
    const logger = createLogger('test', 'silent');
    const startDelivery = createStartDelivery(time.environment.client, START_MS);
    const resumeBy = (deps: Pick<ResumeDeliveriesDeps, 'startDelivery'>) =>
      createResumeDeliveries({ sql: workerSql, logger, resumeUpdates: null, ...deps })();
    expect(await resumeBy({ startDelivery })).toEqual({ resumed: 2, failed: 0 });
    await waitFor('the lost one', async () => (await outbox.find(lost))?.state === 'delivered');
    expect(receiver.received.map((request) => request.id)).toEqual([waiting, lost]);
    expect((await outbox.find(fresh))?.attempts).toBe(0);
    const refused = () => Promise.reject(new Error('Temporal is away'));
    expect(await resumeBy({ startDelivery: refused })).toEqual({
      resumed: 0,
      failed: 1,
    });
    await sql`delete from webhook_messages`;
    expect(await resumeBy({ startDelivery })).toEqual({ resumed: 0, failed: 0 });
  }));
