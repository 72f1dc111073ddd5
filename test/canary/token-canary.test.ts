import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { TracesOf } from '../support/database/traces-of.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/servers/webhook-receiver.js';

/*
 * Two tokens live through everything that can happen to a token, with every log at its loudest and a Partner API that
 * repeats them in its errors. Afterwards they are searched for wherever anything is kept. The organization's name, which
 * may be kept, is searched for as well: where it is found, a token would have been. The secret that signs messages to
 * Convot lives through it with them.
 */
const env: NodeJS.ProcessEnv = { LOG_LEVEL: 'trace', SYNC_INTERVAL: '1s' };
const installation = useInstallation(env);
const organizationId = `org_canary_${randomBytes(12).toString('hex')}`;
const tokens = [0, 1].map(() => `prtapi_canary_${randomBytes(12).toString('hex')}`) as [string, string];
const control = new TracesOf(organizationId);
const canaries = tokens.map((token) => new TracesOf(token));
const startedMs = Date.now();
let receiver: WebhookReceiver;

const answers: string[] = [];
let account: PartnerAccount;

async function call(path: string, body?: unknown): Promise<number> {
  const { status, text } = await account.call('POST', path, body);
  answers.push(text);
  return status;
}

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  Object.assign(env, { CONVOT_WEBHOOK_URL: receiver.url, CONVOT_WEBHOOK_SECRET: receiver.secret });
  canaries.push(new TracesOf(receiver.secret.slice('whsec_'.length)));
  account = new PartnerAccount(installation, { transactions: 3_000, events: 900 }, organizationId);
  await Promise.all([installation.startApi(), installation.startWorker()]);
  await live();
}, 180_000);
afterAll(() => receiver.close());

/** The life of the tokens. */
async function live(): Promise<void> {
  const { simulator, sql } = installation;
  const { partnerOrganizationId } = account;
  const organization = simulator.world.found(partnerOrganizationId);
  const [first, second] = tokens;
  expect(await call('', { partnerOrganizationId, accessToken: first })).toBe(422);
  expect(await call('', { partnerOrganizationId, accessToken: `${first}\n` })).toBe(422);
  await pasteIntoWrongPlaces(first);

  organization.issue(first);
  const words = `No such client: ${first} ${second}`;
  const page = (request: number) => ({ alias: 'page0', requests: [request] });
  const laterPage = (request: number) => ({ alias: 'page0', withCursor: true, requests: [request] });
  simulator.faults.set([
    { when: page(1), effect: { kind: 'reset' } },
    { when: page(2), effect: { kind: 'http', status: 500, body: words } },
    { when: page(3), effect: { kind: 'throttle', retryAfter: '1' } },
    { when: page(4), effect: { kind: 'graphql_error', message: words, path: false, data: 'absent' } },
    { when: laterPage(2), effect: { kind: 'http', status: 401, body: JSON.stringify({ errors: words }) } },
    { when: laterPage(3), effect: { kind: 'throttle', form: 'body', retryAfter: '1' } },
    { when: laterPage(5), effect: { kind: 'graphql_error', message: words } },
    { when: laterPage(6), effect: { kind: 'truncate', afterBytes: 1_000 } },
  ]);
  await account.connect(first);
  await waitFor('every fault to have happened', () => simulator.faults.state.every(({ fired }) => fired > 0), {
    timeoutMs: 90_000,
  });

  organization.revoke(first);
  organization.issue(second);
  expect(await call(`/${account.connectionId}/reconnect`, { accessToken: second })).toBe(200);
  await account.backfilled();
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  await waitFor('Convot to be told of the first sync', () => receiver.verified().length > 0);
  const before = receiver.verified().length;
  receiver.answers = [500];
  await account.loseShop('canary');
  await waitFor('Convot to be told, at the second attempt', () => receiver.verified().length > before + 1);
  expect(await call(`/${account.connectionId}/disconnect`)).toBe(202);
  await waitFor('the workflow to end', async () => (await account.workflow.describe()).status.name === 'COMPLETED');
  expect(await call(`/${account.connectionId}/reconnect`, {})).toBe(409);
  const [failure] =
    await sql`select 1 from sync_runs where connection_id = ${account.connectionId} and outcome = 'failed'`;
  expect(failure).toBeDefined();
  await sql`checkpoint`;
}

/** As people do. From an organization of its own: tries are counted. */
async function pasteIntoWrongPlaces(token: string): Promise<void> {
  const { partnerOrganizationId } = account;
  const bodies = [
    { partnerOrganizationId: token, accessToken: token },
    { partnerOrganizationId, [token]: token },
    token,
  ];
  for (const body of bodies) {
    const { status, text } = await installation.call('org_clumsy', 'POST', '/v1/connections', body);
    answers.push(text);
    expect(status).toBeGreaterThanOrEqual(400);
  }
  for (const path of [`/v1/connections/${token}`, `/v1/connections?token=${token}`, `/${token}`]) {
    const { status, text } = await installation.call('org_clumsy', 'GET', path);
    answers.push(text);
    expect(status).toBeGreaterThanOrEqual(400);
  }
}

test('what was searched holds no token and no signing secret, and would show them', async () => {
  const places = {
    'rows of every table': [Buffer.from(await everyRow())],
    "Postgres' files, log and write-ahead log": filesBelow(dirname(await dataDirectory())),
    "Temporal's store": filesBelow(dirname(installation.temporalDatabaseFile)),
    'exported histories': [Buffer.from(await everyHistory())],
    'output of all processes': installation.started.map((process) => Buffer.from(process.output())),
  };
  const found = Object.entries(places).map(([place, contents]) => ({
    place,
    control: contents.some((content) => control.in(content)),
    secrets: canaries.map((canary) => contents.filter((content) => canary.in(content)).length),
  }));
  expect(found).toEqual(Object.keys(places).map((place) => ({ place, control: true, secrets: [0, 0, 0] })));
}, 60_000);

test('no answer holds a token', () => {
  expect(answers.length).toBeGreaterThan(8);
  expect(answers.join()).toContain('token_rejected');
  for (const canary of canaries) expect(canary.in(answers.join())).toBe(false);
});

/** As a dump would show them: Postgres compresses long values in its files. */
async function everyRow(): Promise<string> {
  const { sql } = installation;
  const tables = await sql<{ tablename: string }[]>`select tablename from pg_tables where schemaname = 'public'`;
  const rows = await Promise.all(
    tables.map(({ tablename }) => sql<{ row: string }[]>`select to_json(t)::text as row from ${sql(tablename)} t`),
  );
  return rows.flatMap((ofTable) => ofTable.map(({ row }) => row)).join('\n');
}

async function dataDirectory(): Promise<string> {
  const [setting] = await installation.sql<[{ dataDirectory: string }]>`show data_directory`;
  return setting.dataDirectory;
}

async function everyHistory(): Promise<string> {
  const histories: string[] = [];
  for await (const { workflowId, runId } of installation.temporal.workflow.list()) {
    const handle = installation.temporal.workflow.getHandle(workflowId, runId);
    histories.push(historyToJSON(await handle.fetchHistory()));
  }
  return histories.join('\n');
}

/** Files that were written since the test began. */
function filesBelow(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ parentPath, name }) => contentOf(join(parentPath, name)));
}

/** A server may remove a file of its own at any moment. */
function contentOf(file: string): Buffer[] {
  try {
    return statSync(file).mtimeMs >= startedMs - 2_000 ? [readFileSync(file)] : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
