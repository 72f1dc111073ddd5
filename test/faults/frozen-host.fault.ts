import { PartnerAccount } from '../support/accounts/partner-account.js';
import { pauseAtRow } from '../support/database/row-pause.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed, told } from './heal.js';

/*
 * A worker's host freezes while a transaction of it holds a connection's row. Postgres ends that transaction, and whoever
 * wants the row gets it within the time that a caller of the api waits; the worker goes on when it wakes.
 */
const installation = useInstallation({ SYNC_INTERVAL: '2s' });
let worker: AppProcess;
let frozen: AppProcess | undefined;

beforeAll(async () => {
  await installation.startApi();
  worker = await installation.startWorker();
}, 60_000);
afterAll(() => frozen?.kill('SIGCONT'));

test('a disconnect is accepted within 15 s although a frozen worker holds the row, and is carried out', async () => {
  const account = new PartnerAccount(installation, { transactions: 600, events: 200 });
  const other = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await other.connect();
  await other.backfilled();
  const pause = await pauseAtRow(installation.sql, account.organizationId, account.transactionId(100));
  await account.connect();
  await pause.reached();
  worker.kill('SIGSTOP');
  frozen = worker;
  // What the transaction waited for is done, and nobody is there to go on with it.
  await pause.letGo();
  const began = performance.now();
  const { status, json } = await account.call('POST', `/${account.connectionId}/disconnect`);
  const ms = told('frozen worker: disconnect accepted', performance.now() - began);
  expect([status, json['status']]).toEqual([202, 'disconnecting']);
  expect(ms).toBeLessThan(15_000);

  await waitFor('it to have been frozen for 20 s', () => performance.now() - began > 20_000, { timeoutMs: 60_000 });
  const requests = other.requests().length;
  worker.kill('SIGCONT');
  frozen = undefined;
  const isOver = async () => (await account.view()).status === 'disconnected';
  await healed('frozen worker: disconnected after waking', isOver, 60_000);
  await healed('frozen worker: another connection synced', () => other.requests().length > requests, 60_000);
  expect(worker.exit).toBeUndefined();
});

test('a worker that is frozen again and again under load does not end', async () => {
  const accounts = Array.from({ length: 10 }, () => new PartnerAccount(installation, { transactions: 20, events: 20 }));
  for (const account of accounts) await account.connect();
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    worker.kill('SIGSTOP');
    frozen = worker;
    await waitFor('it to have been frozen for 8 s', () => performance.now() - began > 8_000);
    worker.kill('SIGCONT');
    frozen = undefined;
    const before = new Map(accounts.map((account) => [account, account.requests().length]));
    const allSynced = () => accounts.every((account) => account.requests().length > (before.get(account) ?? 0));
    await healed(`frozen worker, round ${round + 1}: all connections synced`, allSynced, 60_000);
  }
  expect(worker.exit).toBeUndefined();
});
