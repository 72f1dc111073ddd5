import { transactionGid } from '../../src/simulator/ledger/rows.js';
import { useInstallation } from '../support/installation.js';
import { PartnerAccount } from '../support/partner-account.js';
import { pauseAtRow } from '../support/row-pause.js';
import { waitFor } from '../support/wait-for.js';

/*
 * One crash that catches three connections at three moments. Temporal notices after the heartbeat timeout of ten
 * seconds, which is most of what this test takes.
 */
const installation = useInstallation();
const IN_PAGE = 3;

let midPage: PartnerAccount;
let inTransaction: PartnerAccount;
let afterCommit: PartnerAccount;

beforeAll(async () => {
  midPage = new PartnerAccount(installation, { transactions: 650, events: 230 });
  inTransaction = new PartnerAccount(installation, { transactions: 650, events: 230 });
  afterCommit = new PartnerAccount(installation, { transactions: 250, events: 130 });
  await installation.startApi();
}, 60_000);

test('a worker killed in mid page, inside a transaction and after a commit loses no row and stores none twice', async () => {
  const { simulator, sql } = installation;
  const worker = await installation.startWorker('../test/processes/worker-that-dies.ts', {
    NODE_OPTIONS: '--import tsx',
  });
  const paused = rowOfPage(inTransaction, IN_PAGE);
  const pause = await pauseAtRow(sql, inTransaction.organizationId, paused);
  simulator.faults.set([
    {
      name: 'slow page',
      when: { organizationId: midPage.partnerOrganizationId, withCursor: true, requests: [IN_PAGE] },
      effect: { kind: 'drip', bytes: 50 },
    },
  ]);
  await Promise.all([inTransaction.connect(), midPage.connect()]);
  const slowPage = () => midPage.requests().find(({ faults }) => faults.includes('slow page'));
  await Promise.all([pause.reached(), waitFor('the page that comes slowly', slowPage)]);

  await afterCommit.connect();
  expect(await worker.exited).toMatchObject({ signal: 'SIGKILL' });
  await pause.release();
  // What was stored of the page before the crash went with its transaction.
  expect(
    await sql`select id from transactions where id = ${paused} and connection_id = ${inTransaction.connectionId}`,
  ).toEqual([]);

  simulator.faults.set([]);
  await installation.startWorker();
  await Promise.all([midPage, inTransaction, afterCommit].map((account) => account.backfilled()));
  for (const account of [midPage, inTransaction, afterCommit]) {
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  }
  // The page in flight, and no other one, was read a second time; what was committed was not.
  expect(midPage.pagesAskedAgain()).toEqual([2]);
  expect(inTransaction.pagesAskedAgain()).toEqual([2]);
  expect(afterCommit.pagesAskedAgain()).toEqual([]);
  expect(afterCommit.pagesAsked().length).toBeGreaterThan(4);
}, 120_000);

/** A row in the middle of a page of transactions, counted from the newest. */
function rowOfPage(account: PartnerAccount, page: number): string {
  const ledger = installation.simulator.world.organization(account.partnerOrganizationId)?.ledger;
  const rows = [...(ledger?.transactions.all ?? [])].sort((a, b) => b.at - a.at || b.tie - a.tie);
  const row = rows[page * 100 - 50];
  if (row === undefined) throw new Error('the account has too few transactions');
  return transactionGid(row);
}
