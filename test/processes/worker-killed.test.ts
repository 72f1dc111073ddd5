import { monotonicMs } from '../../src/simulator/request-log.js';
import { askedPages } from '../support/accounts/asked-pages.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { watchStoredPages } from '../support/accounts/stored-pages.js';
import { pauseAtRow } from '../support/database/row-pause.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * One crash that catches three connections at three moments. Temporal notices after the heartbeat timeout of ten
 * seconds, which is most of what this test takes.
 */
const installation = useInstallation();

let midPage: PartnerAccount;
let inTransaction: PartnerAccount;
let afterCommit: PartnerAccount;

beforeAll(async () => {
  midPage = new PartnerAccount(installation, { transactions: 2_000, events: 600 });
  inTransaction = new PartnerAccount(installation, { transactions: 2_000, events: 600 });
  afterCommit = new PartnerAccount(installation, { transactions: 250, events: 130 });
  await watchStoredPages(installation.sql);
  await installation.startApi();
}, 60_000);

test('a worker killed in mid page, inside a transaction and after a commit loses no row and stores none twice', async () => {
  const { simulator, sql } = installation;
  const worker = await installation.startWorker('../test/processes/worker-that-dies.ts', {
    NODE_OPTIONS: '--import tsx',
  });
  // In the middle of a page: others of it are stored before.
  const [before, paused] = [inTransaction.transactionId(249), inTransaction.transactionId(250)];
  const pause = await pauseAtRow(sql, inTransaction.organizationId, paused);
  simulator.faults.set([
    {
      name: 'slow page',
      when: { organizationId: midPage.partnerOrganizationId, withCursor: true, requests: [3] },
      effect: { kind: 'drip', bytes: 50 },
    },
  ]);
  await Promise.all([inTransaction.connect(), midPage.connect()]);
  const slowPage = () => midPage.requests().find(({ faults }) => faults.includes('slow page'));
  const [, slow] = await Promise.all([pause.reached(), waitFor('the page that comes slowly', slowPage)]);
  const slowPages = askedPages([slow]).map(({ page }) => page);
  expect(slowPages).not.toEqual([]);

  await afterCommit.connect();
  expect(await worker.exited).toMatchObject({ signal: 'SIGKILL' });
  const killedAtMs = monotonicMs();
  await pause.release();
  // What was stored of the page before the crash went with its transaction.
  const stored = await sql`
    select id from transactions
    where connection_id = ${inTransaction.connectionId} and id in (${before}, ${paused})
  `;
  expect(stored).toEqual([]);

  simulator.faults.set([]);
  await installation.startWorker();
  await Promise.all([midPage, inTransaction, afterCommit].map((account) => account.backfilled()));
  for (const account of [midPage, inTransaction, afterCommit]) {
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  }
  // Pages in flight, and no others, were read a second time; what was committed was not.
  for (const account of [midPage, inTransaction, afterCommit]) {
    expect(account.pagesOnTheWay(killedAtMs)).toEqual(expect.arrayContaining(account.pagesAskedAgain()));
    expect(await account.pagesAskedForNothing()).toEqual([]);
  }
  expect(midPage.pagesAskedAgain()).toEqual(expect.arrayContaining(slowPages));
  expect(inTransaction.pagesAskedAgain()).not.toEqual([]);
  expect(afterCommit.pagesAskedAgain()).toEqual([]);
  expect(afterCommit.pagesAsked().length).toBeGreaterThan(4);
}, 120_000);
