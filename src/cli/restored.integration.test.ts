import { Client, Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { startDevServer, type TestDevServer } from '../../test/support/servers/temporal.js';
import { accessToken } from '../../test/support/servers/tokens.js';
import { useCli } from '../../test/support/servers/use-cli.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { changeEnvironment } from '../config/config.js';
import { createKnownRuns } from '../connections/runs/known-runs.js';
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

/** The run of its workflow as it is after these signals: it says that it is being disconnected. */
async function runEnds(connectionId: string, signals: readonly string[]): Promise<void> {
  const workflowId = connectionWorkflowId(connectionId);
  const handle = client.workflow.getHandle(workflowId);
  await handle.terminate('the test writes another').catch(() => undefined);
  await client.workflow.start(CONNECTION_WORKFLOW, {
    workflowId,
    taskQueue: TASK_QUEUE,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: convotOrganizationIdKey, value: 'org_1' },
      { key: partnerOrganizationIdKey, value: '7' },
      { key: connectionStatusKey, value: 'disconnecting' },
    ]),
  });
  for (const signal of signals) await handle.signal(signal);
  await waitFor('the run to be listed', async () => {
    for await (const run of client.workflow.list({
      query: `WorkflowId = '${workflowId}' and ExecutionStatus = 'Running'`,
    }))
      if (run.typedSearchAttributes.get(connectionStatusKey) === 'disconnecting') return true;
    return false;
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

test('it finds a disconnect that the backup does not know, and a wish that was taken back; told to mend it, it ends the one', async () => {
  const [left, stayed] = [await connected(), await connected()];
  await runEnds(left, ['disconnect']);
  await runEnds(stayed, ['disconnect', 'reconnect']);

  const checked = await on.run('restored');
  expect(checked).toMatch(new RegExp(`^${left}  org_1  was disconnected at 20\\d\\d-.*Z, as its workflow knows$`, 'm'));
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
  const lines = await on.api.sql`select action, connection_id from audit_log where actor like 'operator:%' order by id`;
  expect(lines.map(({ action }) => String(action)).sort()).toEqual(['disconnect', 'full_scan', 'full_scan']);
  await Promise.all([retire(left), retire(stayed)]);
});

test('who connected it again since then wanted that', async () => {
  const id = await connected();
  await runEnds(id, ['disconnect']);
  await on.api.sql`update connections set connected_at = now() + interval '1 second' where id = ${id}`;
  expect(await on.run('restored')).not.toContain(id);
  await retire(id);
});

test('it names connections that the backup does not hold, and tokens that cannot be read', async () => {
  const id = await connected();
  await on.api.sql`update connections set token_ciphertext = left(token_ciphertext, -8) || 'AAAAAAAA' where id = ${id}`;
  const lost = '00000000-0000-4000-8000-00000000dead';
  await runEnds(lost, []);
  const output = await on.run('restored', '--mend');
  expect(output).toContain(`${lost}  org_1  was made since: the owner has to connect Partner organization 7 again`);
  expect(output).toContain(`${id}  org_1  its token cannot be read: the owner has to connect it again`);
  expect(process.exitCode).toBe(1);
  await Promise.all([retire(id), retire(lost)]);
});

test('a run of another connection is not looked into', async () => {
  const id = await connected();
  await runEnds(id, ['disconnect']);
  expect([...(await createKnownRuns(client).disconnects(() => false))]).toEqual([]);
  await retire(id);
});
