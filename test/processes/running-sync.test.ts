import { stateQuery } from '../../src/contract/signals.js';
import { monotonicMs } from '../../src/simulator/request-log.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { watchStoredPages } from '../support/accounts/stored-pages.js';
import { pauseAtRow } from '../support/database/row-pause.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';

/* What may happen while a sync runs. Each test has an account of its own, of forty pages. */
const installation = useInstallation();
const SIZE = { transactions: 3_000, events: 900 };

let worker: AppProcess;
let account: PartnerAccount;

beforeAll(async () => {
  installation.simulator.settings.latencyMs = 100;
  await watchStoredPages(installation.sql);
  worker = await installation.startWorker();
  await installation.startApi();
}, 90_000);
beforeEach(() => {
  account = new PartnerAccount(installation, SIZE);
});
afterEach(() => account.retire());

test('a sync does not need the api', async () => {
  const api = await installation.startApi();
  await account.connect();
  await account.pagesRead(3);
  await api.end('SIGKILL');
  const askedBefore = account.pagesAsked().length;
  await account.backfilled();
  expect(account.pagesAsked().length).toBeGreaterThan(askedBefore);
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());

  await installation.startApi();
  expect(await account.view()).toMatchObject({ status: 'connected', phase: 'idle', error: null });
}, 120_000);

test('a worker survives that all its database connections are cut, and reads again only what was not stored', async () => {
  // A page is being stored just then, and others wait for it.
  const pause = await pauseAtRow(installation.sql, account.organizationId, account.transactionId(1_250));
  await account.connect();
  await pause.reached();
  const cut = await installation.sql`
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where application_name = 'convot-worker' and datname = current_database()
  `;
  expect(cut.length).toBeGreaterThan(0);
  await pause.release();
  await account.backfilled();
  expect(worker.exit).toBeUndefined();
  expect(account.pagesAsked().length).toBeGreaterThan(30);
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  expect(account.pagesAskedAgain()).not.toEqual([]);
  expect(await account.pagesAskedForNothing()).toEqual([]);
  expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
}, 120_000);

test('disconnecting stops a backfill within seconds, and a new token goes on where it stopped', async () => {
  const { simulator, sql } = installation;
  await account.connect();
  await account.pagesRead(4);
  const asked = performance.now();
  const answer = await account.call('POST', `/${account.connectionId}/disconnect`);
  expect(answer).toMatchObject({ status: 202, json: { status: 'disconnecting' } });
  await waitFor('disconnected', async () => (await account.view()).status === 'disconnected');
  const requestsUntilThen = account.requests().length;
  const onTheWay = account.pagesOnTheWay(monotonicMs());
  expect(performance.now() - asked).toBeLessThan(15_000);
  await waitFor('the workflow to end', async () => (await account.workflow.describe()).status.name === 'COMPLETED');
  expect(account.requests()).toHaveLength(requestsUntilThen);

  const [row] =
    await sql`select status, token_ciphertext, token_hint from connections where id = ${account.connectionId}`;
  expect(row).toMatchObject({ status: 'disconnected', tokenCiphertext: null });
  const kept = await account.storedKeys();
  const whole = account.ledgerKeys();
  expect(kept.transactions.length).toBeGreaterThan(0);
  expect(kept.transactions.length).toBeLessThan(whole.transactions.length);
  expect(whole.transactions).toEqual(expect.arrayContaining(kept.transactions));

  const organization = simulator.world.organization(account.partnerOrganizationId);
  organization?.revoke(account.token);
  organization?.issue('prtapi_the_second_token_of_this_test');
  const reconnected = await account.call('POST', `/${account.connectionId}/reconnect`, {
    accessToken: 'prtapi_the_second_token_of_this_test',
  });
  expect(reconnected).toMatchObject({ status: 200, json: { status: 'connected' } });
  await account.backfilled();
  expect(await account.storedKeys()).toEqual(whole);
  // Only pages that the disconnect caught on their way, and of those only the ones that were not stored.
  expect(onTheWay).toEqual(expect.arrayContaining(account.pagesAskedAgain()));
  expect(await account.pagesAskedForNothing()).toEqual([]);
}, 120_000);

test('Temporal killed and started again: the sync ends as if nothing had happened', async () => {
  const { temporalServer } = installation;
  await account.connect();
  await account.pagesRead(3);
  await temporalServer.kill('SIGKILL');
  // The activity goes on meanwhile, to its end; its worker cannot report.
  await account.backfilled();
  await temporalServer.restart();
  // A worker that lost its server may end with an error; whoever supervises it starts the next one.
  await waitFor(
    'Temporal to know that the sync is over',
    async () => {
      if (worker.exit !== undefined) worker = await installation.startWorker();
      return (await account.workflow.query(stateQuery)).state === 'idle';
    },
    { timeoutMs: 120_000, intervalMs: 250 },
  );
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  expect(account.pagesAskedAgain()).toEqual([]);
  expect(await account.pagesAskedForNothing()).toEqual([]);
}, 150_000);
