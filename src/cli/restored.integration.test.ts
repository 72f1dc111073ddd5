import { Client, Connection, type WorkflowExecutionInfo } from '@temporalio/client';
import { defaultPayloadConverter, TypedSearchAttributes } from '@temporalio/common';
import { startDevServer, type TestDevServer } from '../../test/support/servers/temporal.js';
import { accessToken } from '../../test/support/servers/tokens.js';
import { useCli } from '../../test/support/servers/use-cli.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { changeEnvironment } from '../config/config.js';
import {
  CONNECTION_WORKFLOW,
  connectionStatusKey,
  connectionWorkflowId,
  convotOrganizationIdKey,
  partnerOrganizationIdKey,
  TASK_QUEUE,
} from '../contract/names.js';

/*
 * What the command finds and does; that a whole installation comes to itself is shown on real processes, by
 * test/faults/restore.fault.ts. No worker runs, and the runs of other tests are not here: what the workflows of these
 * connections would have written, the tests write, in a Temporal of their own.
 */
const on = useCli();
let server: TestDevServer;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  server = await startDevServer();
  changeEnvironment({ TEMPORAL_ADDRESS: server.address });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
}, 60_000);
afterAll(async () => {
  await connection.close();
  await server.stop();
});
afterEach(() => {
  process.exitCode = undefined;
});

let founded = 0;

/** @returns its id */
async function connected(): Promise<string> {
  founded += 1;
  const partnerOrganizationId = String(5_550_000 + founded);
  const token = `prtapi_${String(founded).padStart(32, '0')}`;
  on.api.simulator.world.found(partnerOrganizationId).issue(token);
  const { json } = await on.api.send('POST', '/v1/connections', {
    token: await accessToken(),
    body: { partnerOrganizationId, accessToken: token },
  });
  return json.id;
}

interface TestRun {
  readonly signals?: readonly string[];
  /** As it says of itself. */
  readonly status: string;
}

async function listed(query: string): Promise<WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const run of client.workflow.list({ query })) found.push(run);
  return found;
}

const startOptions = (connectionId: string, status: string) => ({
  workflowId: connectionWorkflowId(connectionId),
  taskQueue: `${TASK_QUEUE}-${connectionId}`,
  typedSearchAttributes: new TypedSearchAttributes([
    { key: convotOrganizationIdKey, value: 'org_1' },
    { key: partnerOrganizationIdKey, value: '7' },
    { key: connectionStatusKey, value: status },
  ]),
});

/** A run of its workflow that was told so much, which no worker has taken up; the one before it is ended. */
async function runs(connectionId: string, { signals = [], status }: TestRun): Promise<void> {
  const options = startOptions(connectionId, status);
  const handle = client.workflow.getHandle(options.workflowId);
  await retire(connectionId);
  await client.workflow.start(CONNECTION_WORKFLOW, options);
  for (const signal of signals) await handle.signal(signal);
  await waitFor('the run to be listed, and no other as running', async () => {
    const running = await listed(`WorkflowId = '${options.workflowId}' and ExecutionStatus = 'Running'`);
    return running.length === 1 && running[0]?.typedSearchAttributes.get(connectionStatusKey) === status;
  });
}

/* Source: temporalio/api, temporal/api/enums/v1/command_type.proto. */
const SCHEDULE_ACTIVITY_TASK = 1;
const COMPLETE_WORKFLOW_EXECUTION = 4;

/** A run that was told nothing: it read the row, had it confirmed that nothing is left of the connection, and ended. */
async function runConfirms(connectionId: string): Promise<void> {
  const options = startOptions(connectionId, 'disconnected');
  await client.workflow.start(CONNECTION_WORKFLOW, options);
  const { workflowService } = connection;
  const asked = { namespace: 'default', taskQueue: { name: options.taskQueue } };
  // Temporal takes no poll without an end.
  const poll = <T>(work: () => Promise<T>) => connection.withDeadline(Date.now() + 20_000, work);
  const work = async (command: object) => {
    const { taskToken } = await poll(() => workflowService.pollWorkflowTaskQueue(asked));
    await workflowService.respondWorkflowTaskCompleted({ taskToken, namespace: 'default', commands: [command] });
  };
  await work({
    commandType: SCHEDULE_ACTIVITY_TASK,
    scheduleActivityTaskCommandAttributes: {
      activityId: '1',
      activityType: { name: 'confirmDisconnected' },
      taskQueue: asked.taskQueue,
      startToCloseTimeout: { seconds: 60 },
      scheduleToCloseTimeout: { seconds: 60 },
    },
  });
  const { taskToken } = await poll(() => workflowService.pollActivityTaskQueue(asked));
  const result = { payloads: [defaultPayloadConverter.toPayload('disconnected')] };
  await workflowService.respondActivityTaskCompleted({ taskToken, namespace: 'default', result });
  await work({
    commandType: COMPLETE_WORKFLOW_EXECUTION,
    completeWorkflowExecutionCommandAttributes: {},
  });
  await waitFor('the run to be listed as ended', async () => {
    return (await listed(`WorkflowId = '${options.workflowId}' and ExecutionStatus = 'Completed'`)).length === 1;
  });
}

const standing = async (id: string) => {
  const [row] = await on.api
    .sql`select status, token_ciphertext is null as is_destroyed from connections where id = ${id}`;
  return row;
};
const retire = (id: string) =>
  client.workflow
    .getHandle(connectionWorkflowId(id))
    .terminate('the test is over')
    .catch(() => undefined);

const wasDisconnected = (id: string) =>
  new RegExp(`^${id}  org_1  was disconnected at 20\\d\\d-.*Z, as its workflow knows$`, 'm');

test('told to mend, it has the readers of the change feed begin anew', async () => {
  const token = await accessToken({ role: 'agent' });
  const { json } = await on.api.send('GET', '/v1/changes', { token });
  const goOn = () =>
    on.api.send('GET', `/v1/changes?epoch=${String(json['epoch'])}&after=${String(json['last'])}`, { token });
  await on.run('restored');
  expect((await goOn()).status).toBe(200);
  await on.run('restored', '--mend');
  expect((await goOn()).status).toBe(410);
});

test('it finds a disconnect that the backup does not know; told to mend it, it ends that one and has the others read again', async () => {
  const [left, stayed] = [await connected(), await connected()];
  await runs(left, { signals: ['disconnect'], status: 'disconnecting' });

  const checked = await on.run('restored');
  expect(checked).toMatch(wasDisconnected(left));
  expect(checked).not.toContain(stayed);
  expect(checked).toContain(
    '2 connections, of which 1 to be disconnected\nfull scans: 1 to be asked for, 0 under way or waiting',
  );
  expect(process.exitCode).toBe(1);
  expect(await standing(left)).toMatchObject({ status: 'connected' });
  expect(await on.api.sql`select from audit_log where actor like 'operator:%'`).toEqual([]);

  process.exitCode = undefined;
  expect(await on.run('restored', '--mend')).toContain(
    '2 connections, of which 1 disconnected\nfull scans: 1 asked for',
  );
  expect(process.exitCode).toBeUndefined();
  expect(await standing(left)).toEqual({ status: 'disconnecting', isDestroyed: true });
  expect(await standing(stayed)).toEqual({ status: 'connected', isDestroyed: false });

  const again = await on.run('restored', '--mend');
  expect(again).toContain('of which 0 disconnected\nfull scans: 1 asked for, 1 under way or waiting');
  const lines = await on.api.sql`
    select action, detail ->> 'wishedAt' as wished_at from audit_log where actor like 'operator:%' order by action
  `;
  expect(lines).toEqual([
    { action: 'disconnect', wishedAt: expect.stringMatching(/^20\d\d-/) as string },
    { action: 'full_scan', wishedAt: null },
    { action: 'full_scan', wishedAt: null },
  ]);
  await Promise.all([retire(left), retire(stayed)]);
});

test.each<[string, (id: string) => Promise<void>]>([
  ['that no worker had taken up', (id) => runs(id, { signals: ['disconnect'], status: 'connected' })],
  [
    'that a run was told which failed, and another began without it',
    async (id) => {
      await runs(id, { signals: ['disconnect'], status: 'connected' });
      await runs(id, { status: 'connected' });
    },
  ],
  ['of which no run was told, but one read it in the row', runConfirms],
])('it finds a disconnect %s', async (_, happens) => {
  const id = await connected();
  await happens(id);
  expect(await on.run('restored')).toMatch(wasDisconnected(id));
  await retire(id);
});

test.each<[string, (id: string) => Promise<void>]>([
  ['in one run', (id) => runs(id, { signals: ['disconnect', 'reconnect'], status: 'connected' })],
  [
    'in two runs',
    async (id) => {
      await runs(id, { signals: ['disconnect'], status: 'disconnected' });
      await runs(id, { signals: ['reconnect'], status: 'connected' });
    },
  ],
])('who disconnected and connected again since, %s, is named, and stays connected', async (_, happens) => {
  const id = await connected();
  await happens(id);
  const output = await on.run('restored', '--mend');
  expect(output).toMatch(
    new RegExp(
      `^${id}  org_1  was disconnected, and connected again at 20.*Z: .*the owner has to connect it again$`,
      'm',
    ),
  );
  expect(process.exitCode).toBe(1);
  expect(await standing(id)).toEqual({ status: 'connected', isDestroyed: false });
  await retire(id);
});

test('what was before the row was connected is over', async () => {
  const id = await connected();
  await runs(id, { signals: ['disconnect'], status: 'disconnecting' });
  await on.api.sql`update connections set connected_at = now() + interval '1 second' where id = ${id}`;
  expect(await on.run('restored')).not.toContain(id);
  await retire(id);
});

test('it names what only the owners can put right', async () => {
  const [unreadable, mended] = [await connected(), await connected()];
  await on.api.sql`
    update connections set token_ciphertext = left(token_ciphertext, -8) || 'AAAAAAAA' where id = ${unreadable}
  `;
  await on.api.sql`update connections set status = 'error' where id = ${mended}`;
  await runs(mended, { status: 'connected' });
  const lost = '00000000-0000-4000-8000-00000000dead';
  await runs(lost, { status: 'connected' });
  const output = await on.run('restored', '--mend');
  expect(output).toContain(`${lost}  org_1  was made since: the owner has to connect Partner organization 7 again`);
  expect(output).toContain(`${unreadable}  org_1  its token cannot be read: the owner has to connect it again`);
  expect(output).toContain(`${mended}  org_1  is in error here, and connected as its workflow knows`);
  expect(process.exitCode).toBe(1);
  await Promise.all([unreadable, mended, lost].map(retire));
});
