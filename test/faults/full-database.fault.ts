import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { connectPostgres } from '../../src/postgres/client.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { mayMount } from '../support/database/own-disk.js';
import { type OwnPostgres, startOwnPostgres } from '../support/database/own-postgres.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { allSyncAgain, healed } from './heal.js';

/* A database that has no room: neither for another line, nor on its disk. */
const BOUND_MS = 30_000;
/** A sync that failed waits for twice as long each time, and these fail for a quarter of a minute. */
const BOUND_OF_SYNCS_MS = 60_000;
const DISK_MEGABYTES = 320;
/** Of the server that the tests start. */
const MAX_CONNECTIONS = 200;
const hasDisk = mayMount();

let postgres: OwnPostgres;
const installation = useInstallation({ SYNC_INTERVAL: '2s' }, async () => {
  postgres = await startOwnPostgres({ megabytes: hasDisk ? DISK_MEGABYTES : undefined });
  return postgres;
});
let worker: AppProcess;
let api: AppProcess;
let accounts: PartnerAccount[];

beforeAll(async () => {
  api = await installation.startApi();
  worker = await installation.startWorker();
  accounts = Array.from({ length: 5 }, () => new PartnerAccount(installation, { transactions: 20, events: 20 }));
  for (const account of accounts) await account.connect();
  for (const account of accounts) await account.backfilled();
}, 240_000);

/** A command that writes. */
async function commanded(): Promise<number> {
  const account = new PartnerAccount(installation, { transactions: 5, events: 5 });
  const { partnerOrganizationId, token: accessToken } = account;
  return (await account.call('POST', '', { partnerOrganizationId, accessToken })).status;
}

/** Both work again, soon, as they are. */
async function expectHealed(what: string): Promise<void> {
  const allSynced = allSyncAgain(accounts);
  const [apiMs, workerMs] = await Promise.all([
    healed(`${what}: a command is taken`, async () => (await commanded()) === 201, 90_000),
    healed(`${what}: every connection synced`, allSynced, 120_000),
  ]);
  expect(apiMs).toBeLessThan(BOUND_MS);
  expect(workerMs).toBeLessThan(BOUND_OF_SYNCS_MS);
  expect([worker.exit, api.exit]).toEqual([undefined, undefined]);
  for (const account of accounts) {
    await healed(`${what}: nothing is shown`, async () => (await account.view()).error === null, 60_000);
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  }
}

test('F15: while no line is left the api answers 503, and both go on once there are some', async () => {
  const hoard = connectPostgres(installation.databaseUrl, { applicationName: 'hoard', max: MAX_CONNECTIONS });
  let isOver = false;
  // Every line is held, and whatever the service gives back is taken.
  const hold = async () => {
    while (!isOver) await hoard`select pg_sleep(1)`.catch(() => undefined);
  };
  const held = Array.from({ length: MAX_CONNECTIONS }, hold);
  const takeAway = () => installation.sql`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('convot-api', 'convot-worker')
  `;
  try {
    await waitFor('lines to run out', async () => {
      const [{ count }] = await installation.sql<[{ count: number }]>`
        select count(*)::int from pg_stat_activity where application_name = 'hoard'
      `;
      return count > MAX_CONNECTIONS - 60;
    });
    const isRefused = async (ask: () => Promise<number | undefined>) => {
      await takeAway();
      return (await ask()) === 503;
    };
    await healed('no line left: a command is refused', () => isRefused(commanded), 60_000);
    const read = async () => (await accounts[0]?.call('GET'))?.status;
    await healed('no line left: a look is refused', () => isRefused(read), 60_000);
    await healed('no line left: the worker has met it', () => worker.output().includes('53300'), 60_000);
  } finally {
    isOver = true;
    await Promise.all(held);
    await hoard.end({ timeout: 1 });
  }
  await expectHealed('lines to be had again');
}, 300_000);

/** @returns frees the disk */
function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast');
  const file = openSync(ballast, 'w');
  for (const size of [2 ** 20, 4_096, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 'x'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
  return () => rmSync(ballast, { force: true });
}

const onDisk = hasDisk ? test : test.skip;

onDisk(
  'F15: while the disk is full commands are answered 503, and both go on by themselves once it is not',
  async () => {
    const big = new PartnerAccount(installation, { transactions: 20_000, events: 4_000 });
    const printedBefore = worker.output().length;
    const free = fill(postgres.home);
    try {
      // What would fill the files that there are has to be stored, too.
      const { partnerOrganizationId, token: accessToken } = big;
      const refused = async () => {
        const { status, json } = await big.call('POST', '', { partnerOrganizationId, accessToken });
        if (status === 201) big.connectionId = String(json['id']);
        return (await commanded()) === 503;
      };
      await healed('full disk: a command is refused', refused, 120_000);
      await waitFor(
        'the worker to have met it',
        () => /53100|CONNECTION|57P0/.test(worker.output().slice(printedBefore)),
        {
          timeoutMs: 60_000,
        },
      );
      const lines = worker.output().split('\n').length;
      const requests = installation.simulator.log.list().length;
      const beganMs = performance.now();
      await waitFor('ten seconds on a full disk', () => performance.now() - beganMs > 10_000);
      // Nobody runs in circles meanwhile.
      expect(worker.output().split('\n').length - lines).toBeLessThan(1_000);
      expect(installation.simulator.log.list().length - requests).toBeLessThan(10 * 4 * (accounts.length + 1));
      const reads = await accounts[0]?.call('GET');
      expect([200, 503]).toContain(reads?.status);
    } finally {
      free();
    }
    // A server that could not even note what it does has ended: whoever supervises it starts it again.
    if (!postgres.isRunning) await postgres.restart();
    await expectHealed('room on the disk again');
    // It may have been connected by a command that was answered 503.
    const [there] = (await big.call('GET')).json['items'] as { id: string }[];
    if (there === undefined) await big.connect();
    else big.connectionId = there.id;
    await big.backfilled(120_000);
    expect(await big.storedKeys()).toEqual(big.ledgerKeys());
  },
  500_000,
);
