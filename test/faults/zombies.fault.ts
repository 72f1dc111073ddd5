import { cpus } from 'node:os';
import { inheritedEnvironment } from '../../src/config/config.js';
import { ProcessGroup } from '../../src/dev/processes/process-group.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { watchStoredPages } from '../support/accounts/stored-pages.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { databaseNow, healed } from './heal.js';

/*
 * Workers that are taken for dead and are not: one that wakes when others have done its work, one whose own code keeps it
 * from saying anything, and all of them on a machine that has no time. What they still do must harm nobody.
 */
const FROZEN_MS = 60_000;
const BLOCKED_MS = 15_000;

const installation = useInstallation({ SYNC_INTERVAL: '4s' });
const hogs = new ProcessGroup();
let frozen: AppProcess | undefined;

beforeAll(async () => {
  await watchStoredPages(installation.sql);
  await installation.startApi();
}, 120_000);
afterAll(async () => {
  frozen?.kill('SIGCONT');
  await hogs.killAll();
});

/** Connections of which a page was stored since an instant of the database's. */
async function storedSince(at: string): Promise<string[]> {
  const rows = await installation.sql<{ connectionId: string }[]>`
    select distinct connection_id from stored_pages where stored_at > ${at}
  `;
  return rows.map(({ connectionId }) => connectionId);
}

test('F6: a worker that was frozen for a minute sends and stores nothing of what was done or ended meanwhile', async () => {
  const { simulator } = installation;
  // So slow that both are under way for half a minute.
  simulator.settings.latencyMs = 3_000;
  const size = { transactions: 7_000, events: 1_500 };
  const [handedOver, disconnected] = [new PartnerAccount(installation, size), new PartnerAccount(installation, size)];
  const zombie = await installation.startWorker();
  await Promise.all([handedOver.connect(), disconnected.connect()]);
  const other = await installation.startWorker();
  await Promise.all([handedOver.pagesRead(4), disconnected.pagesRead(4)]);
  for (const account of [handedOver, disconnected]) {
    const { raw } = await account.workflow.describe();
    expect(raw.pendingActivities?.[0]?.lastWorkerIdentity).toMatch(new RegExp(`^${zombie.pid}@`));
  }
  zombie.kill('SIGSTOP');
  frozen = zombie;
  const frozenAtMs = performance.now();
  simulator.settings.latencyMs = 0;
  // Whatever Temporal hands to what the frozen one had asked for is lost until its time is over.
  expect((await disconnected.call('POST', `/${disconnected.connectionId}/disconnect`)).status).toBe(202);
  await healed('frozen worker: another one did its work', () => handedOver.backfilled(0).then(() => true), 200_000);
  // Its third try at the latest was the other's: after a failure it would rest for an interval, of minutes in earnest.
  expect(other.output()).not.toContain('a connection began to fail');
  const isOver = async () => (await disconnected.view()).status === 'disconnected';
  await healed('frozen worker: disconnected without it', isOver, 200_000);
  await waitFor('a minute to pass', () => performance.now() - frozenAtMs > FROZEN_MS, { timeoutMs: FROZEN_MS * 2 });

  // Looking for what is new is no page.
  const sent = () => [disconnected.requests().length, handedOver.pagesAsked().length];
  const before = sent();
  const wokenAt = await databaseNow(installation.sql);
  zombie.kill('SIGCONT');
  frozen = undefined;
  await other.end('SIGTERM');
  expect(await storedSince(wokenAt)).toEqual([]);
  // It is awake, has dealt with whatever it had in hand, and works.
  const next = new PartnerAccount(installation, { transactions: 50, events: 50 });
  await next.connect();
  await next.backfilled();
  expect(zombie.exit).toBeUndefined();
  expect(sent()).toEqual(before);
  expect(await storedSince(wokenAt)).toEqual([next.connectionId]);
  expect(await handedOver.storedKeys()).toEqual(handedOver.ledgerKeys());
  expect(await handedOver.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
  await zombie.end('SIGTERM');
}, 400_000);

test('F18: a worker whose event loop is blocked beyond its heartbeats begins anew, and no failure is counted', async () => {
  const { simulator } = installation;
  simulator.settings.latencyMs = 2_000;
  // The process lives, and its threads with it: only our own code says nothing.
  const blocker = `data:text/javascript,process.on('SIGHUP', () => { const until = performance.now() + ${BLOCKED_MS}; while (performance.now() < until); console.log('blocked no more'); })`;
  const worker = await installation.startWorker(undefined, { NODE_OPTIONS: `--import "${blocker}"` });
  const account = new PartnerAccount(installation, { transactions: 6_000, events: 1_500 });
  await account.connect();
  await account.pagesRead(4);
  worker.kill('SIGHUP');
  await worker.printed(/blocked no more/, 60_000);
  simulator.settings.latencyMs = 0;
  await healed('blocked event loop: first sync whole', () => account.backfilled(0).then(() => true), 120_000);
  expect(worker.exit).toBeUndefined();
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
  const { events } = await account.workflow.fetchHistory();
  const attempts = (events ?? []).map((event) => event.activityTaskStartedEventAttributes?.attempt ?? 0);
  expect(Math.max(...attempts)).toBeGreaterThan(1);
  await worker.end('SIGTERM');
}, 300_000);

test('F18: while others take every processor, syncs get on and none fails', async () => {
  installation.simulator.settings.latencyMs = 0;
  const worker = await installation.startWorker();
  const accounts = Array.from(
    { length: 5 },
    () => new PartnerAccount(installation, { transactions: 500, events: 200 }),
  );
  for (let hog = 0; hog < 2 * cpus().length; hog += 1) {
    await hogs.start({
      name: 'hog',
      command: process.execPath,
      args: ['--eval', 'for (;;);'],
      env: inheritedEnvironment(),
    });
  }
  try {
    for (const account of accounts) await account.connect();
    const allWhole = () => Promise.all(accounts.map((account) => account.backfilled(0))).then(() => true);
    await healed('no processor left: five first syncs', allWhole, 120_000);
  } finally {
    await hogs.killAll();
  }
  for (const account of accounts) {
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
    expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
  }
  expect(worker.exit).toBeUndefined();
}, 300_000);
