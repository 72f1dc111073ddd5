import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';

/* What the log says of connections and of errors, at the level of production. The tests follow one another. */
const installation = useInstallation({ SYNC_INTERVAL: '1s', LOG_LEVEL: 'info', FAILURE_LIMIT: '2' });
let api: AppProcess;
let worker: AppProcess;
let account: PartnerAccount;

beforeAll(async () => {
  account = new PartnerAccount(installation, { transactions: 300, events: 90 });
  [api, worker] = await Promise.all([installation.startApi(), installation.startWorker()]);
}, 120_000);

type Line = Readonly<Record<string, unknown>>;

function lines(process: AppProcess): Line[] {
  return process
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** What a process said of the connection, without its syncs. */
function said(process: AppProcess): unknown[] {
  return lines(process)
    .filter(({ connectionId, msg }) => connectionId === account.connectionId && msg !== 'a connection was synced')
    .map(({ msg }) => msg);
}

const syncs = () => lines(worker).filter(({ msg }) => msg === 'a connection was synced');

async function idleCycles(): Promise<number> {
  const [{ count }] = await installation.sql<[{ count: number }]>`
    select coalesce(sum(syncs), 0)::integer as count from sync_status, unnest(idle_by_hour) as syncs
  `;
  return count;
}

test('a sync that the list of runs shows has a line, an idle cycle none', async () => {
  await account.connect();
  await account.backfilled();
  const before = await idleCycles();
  await waitFor('three idle cycles', async () => (await idleCycles()) >= before + 3);
  const [stored] = await installation.sql<[{ rows: number }]>`
    select (select count(*) from transactions)::integer + (select count(*) from app_events)::integer as rows
  `;
  expect(syncs().reduce((sum, { newRows }) => sum + Number(newRows), 0)).toBe(stored.rows);
  for (const line of syncs()) {
    expect(line).toMatchObject({
      ...{ level: 30, organizationId: account.organizationId, connectionId: account.connectionId },
      kind: expect.stringMatching(/^(head|backfill|sweep|walk)$/) as string,
      outcome: expect.stringMatching(/^(ok|more)$/) as string,
      requests: expect.any(Number) as number,
      rows: expect.any(Number) as number,
      seconds: expect.any(Number) as number,
    });
  }
  // It is written before the line is.
  await waitFor('a line for each that has one in the list of runs', async () => {
    const [listed] = await installation.sql<[{ count: number }]>`select count(*)::integer as count from sync_runs`;
    return syncs().length === listed.count;
  });
}, 60_000);

test('each change of how a connection stands has one line, and the reference that its owner sees leads to the log', async () => {
  const { faults, world } = installation.simulator;
  faults.set([{ effect: { kind: 'http', status: 500, body: '' } }]);
  await waitFor('the connection to fail', async () => (await account.view()).error !== null);
  faults.set([]);
  await waitFor('the connection to work again', async () => (await account.view()).error === null);
  const organization = world.found(account.partnerOrganizationId);
  organization.revoke(account.token);
  await waitFor('the connection to stop', async () => (await account.view()).status === 'error');
  const { reference } = (await account.view()).error as { reference: string };
  const found = lines(worker).filter((line) => line['reference'] === reference);
  expect(found).toEqual([
    expect.objectContaining({
      ...{ msg: 'an activity failed', activityType: 'syncConnection' },
      workflowId: `connection/${account.connectionId}`,
      err: expect.objectContaining({ type: 'TokenRejected' }) as object,
    }),
    expect.objectContaining({ msg: 'a connection stopped in error', code: 'token_rejected' }),
  ]);

  organization.issue(account.token);
  expect((await account.call('POST', `/${account.connectionId}/reconnect`, {})).status).toBe(200);
  await account.loseShop('another thing');
  await waitFor('it to be synced', () => account.view().then(({ error, phase }) => error === null && phase === 'idle'));
  expect((await account.call('POST', `/${account.connectionId}/disconnect`)).status).toBe(202);
  await waitFor('it to be disconnected', () => said(worker).includes('a connection is disconnected'));
  expect(said(worker)).toEqual([
    'the first sync of a connection is whole',
    'a connection began to fail',
    'a connection works again',
    'a connection began to fail',
    'a connection stopped in error',
    'a connection is disconnected',
  ]);
  expect(said(api)).toEqual([
    'a connection was made',
    'a connection was made anew',
    'a connection is being disconnected',
  ]);
  // Nobody asks twice for what is over.
  expect((await account.call('POST', `/${account.connectionId}/disconnect`)).status).toBe(202);
  expect(said(api)).toHaveLength(3);
}, 60_000);

test('the request id of a problem leads to its lines, and one of them says what happened', async () => {
  const { sql } = installation;
  await sql`alter table merchants rename to merchants_away`;
  try {
    const { status, json } = await installation.call(account.organizationId, 'GET', '/v1/merchants');
    expect([status, json['code']]).toEqual([500, 'internal']);
    const id = String(json['instance']).replace('/requests/', '');
    const found = () => lines(api).filter((line) => line['requestId'] === id);
    await waitFor('both lines', () => found().length > 1);
    expect(found()).toEqual([
      expect.objectContaining({ level: 50, msg: 'the request failed', err: expect.anything() as object }),
      expect.objectContaining({ level: 50, res: { statusCode: 500 }, route: '/v1/merchants' }),
    ]);
  } finally {
    await sql`alter table merchants_away rename to merchants`;
  }
});
