import { randomBytes } from 'node:crypto';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { reserved } from '../support/database/reserved.js';
import { pauseAtRow } from '../support/database/row-pause.js';
import { type FaultProxy, useFaultProxies } from '../support/servers/fault-proxy.js';
import { type Called, useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { healed } from './heal.js';

/*
 * Transactions whose end is not what their caller believes: committed, and the line was lost with the answer; or ended by
 * Postgres, because two of them waited for each other.
 */
const installation = useInstallation({ SYNC_INTERVAL: '2s' });
const proxies = useFaultProxies();
let toWorker: FaultProxy;
let toApi: FaultProxy;
let worker: AppProcess;

beforeAll(async () => {
  const { databaseUrl, sql } = installation;
  // Of two that wait for each other it is the service's that is ended, and not before the test has both where it wants them.
  const database = new URL(databaseUrl).pathname.slice(1);
  await sql`alter database ${sql(database)} set deadlock_timeout = '4s'`;
  toWorker = await proxies.start(databaseUrl);
  toApi = await proxies.start(databaseUrl);
  await installation.startApi({ DATABASE_URL: toApi.before(databaseUrl) });
  worker = await installation.startWorker(undefined, { DATABASE_URL: toWorker.before(databaseUrl) });
}, 120_000);
afterEach(() => {
  toWorker.pass();
  toApi.pass();
});

test('F12: of a worker whose commits lose their answers again and again no row is lost, and none is there twice', async () => {
  const accounts = [1, 2, 3].map(() => new PartnerAccount(installation, { transactions: 2_000, events: 500 }));
  installation.simulator.settings.latencyMs = 200;
  for (const account of accounts) await account.connect();
  let lost = -1;
  const areLost = () => {
    // Another one, some commits after the last.
    if (toWorker.counts.lostCommits > lost) toWorker.loseCommits(1, 'after', 4);
    lost = toWorker.counts.lostCommits;
    return lost >= 30;
  };
  await healed('lost commits: thirty of them', areLost, 120_000);
  toWorker.pass();
  for (const account of accounts) await account.backfilled(120_000);
  for (const account of accounts) {
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
    await healed(
      'lost commits: nothing is shown as failing',
      async () => (await account.view()).error === null,
      60_000,
    );
  }
  expect(worker.exit).toBeUndefined();
  for (const account of accounts) await account.retire();
}, 400_000);

/** Asks again, with the same key, until the answer is not to try again. @returns every answer */
async function insist(ask: () => Promise<Called>): Promise<Called[]> {
  const answers: Called[] = [];
  const isFinal = async () => {
    const answer = await ask();
    answers.push(answer);
    // 409 `idempotency_in_flight` is a word of patience, too.
    return answer.status !== 503 && answer.json['code'] !== 'idempotency_in_flight';
  };
  await healed('a repeated command is answered', isFinal, 120_000);
  return answers;
}

test('F12: whichever of a command’s commits loses its answer, repeating it comes to one connection, connected once', async () => {
  const headers = () => ({ 'idempotency-key': randomBytes(8).toString('hex') });
  const isLost: boolean[] = [];
  for (let place = 1; isLost.at(-1) !== false; place += 1) {
    const account = new PartnerAccount(installation, { transactions: 10, events: 10 });
    const { partnerOrganizationId, token: accessToken, organizationId } = account;
    const key = headers();
    const lostBefore = toApi.counts.lostCommits;
    toApi.loseCommits(1, 'after', place - 1);
    const connect = () =>
      installation.call(organizationId, 'POST', '/v1/connections', { partnerOrganizationId, accessToken }, key);
    const first = await connect();
    isLost.push(toApi.counts.lostCommits > lostBefore);
    toApi.pass();
    const answers = first.status === 503 ? [first, ...(await insist(connect))] : [first];
    const statuses = answers.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
    process.stdout.write(`[faults] commit ${place} of connecting was lost: ${statuses.join(', ')}\n`);
    const last = answers.at(-1);
    // Connected by the try that heard nothing of it, it is connected already.
    expect([201, 409]).toContain(last?.status);
    if (last?.status === 409) expect(last.json['code']).toBe('already_connected');
    const rows = await installation.sql`
      select status, generation from connections where organization_id = ${organizationId}
    `;
    expect(rows).toEqual([{ status: 'connected', generation: 1 }]);
    const lines = await installation.sql`
      select action from audit_log where organization_id = ${organizationId} and action = 'connect'
    `;
    expect(lines).toHaveLength(1);
  }
  expect(isLost.length).toBeGreaterThan(3);
}, 600_000);

test('F17: a page whose transaction is ended by a deadlock is stored by the next try, and no failure is shown', async () => {
  installation.simulator.settings.latencyMs = 0;
  const account = new PartnerAccount(installation, { transactions: 600, events: 200 });
  const pause = await pauseAtRow(installation.sql, account.organizationId, account.transactionId(150));
  await account.connect();
  await pause.reached();
  await pause.deadlock(account.connectionId);
  await pause.letGo();
  await account.backfilled();
  expect(worker.output()).toContain('40P01');
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
  await account.retire();
}, 240_000);

test('F17: a command that is ended by a deadlock is answered 503, and done when it is repeated', async () => {
  const account = new PartnerAccount(installation, { transactions: 10, events: 10 });
  await account.connect();
  await account.backfilled();
  await account.retire();
  const { sql } = installation;
  const holder = await reserved(sql);
  const disconnect = () => account.call('POST', `/${account.connectionId}/disconnect`);
  let answer: Promise<Called>;
  try {
    await holder`begin`;
    await holder`select set_config('deadlock_timeout', '60s', true), set_config('lock_timeout', '60s', true)`;
    await holder`select from sync_status where connection_id = ${account.connectionId} for update`;
    answer = disconnect();
    await healed('a command that waits', async () => (await waitsForLock()) > 0, 10_000);
    await holder`select from connections where id = ${account.connectionId} for update`;
  } finally {
    await holder`rollback`;
    holder.release();
  }
  const { status, json } = await answer;
  expect([status, json['code']]).toEqual([503, 'unavailable']);
  expect((await disconnect()).status).toBeLessThan(300);
}, 120_000);

async function waitsForLock(): Promise<number> {
  const rows = await installation.sql`
    select pid from pg_stat_activity where application_name = 'convot-api' and wait_event_type = 'Lock'
  `;
  return rows.length;
}
