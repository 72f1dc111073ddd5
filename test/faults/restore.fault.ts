import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { type Backup, backUp } from '../support/database/database.js';
import { runCli } from '../support/servers/cli.js';
import { useToldInstallation } from '../support/servers/told-installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/*
 * What is left when one of the two stores is put back to an earlier state, or lost, and the other is not. How much earlier
 * does not matter, but what happened since. The tests follow one another, as docs/restoring.md does.
 */
// A refused token ends at once.
const told = useToldInstallation({ SYNC_INTERVAL: '2s', FAILURE_LIMIT: '1' });
const { installation } = told;
const SIZE = { transactions: 30, events: 30 };
const HUNDRED_DAYS_MS = 100 * 24 * 3_600_000;

let backup: Backup | undefined;
const folder = mkdtempSync(join(tmpdir(), 'convot-restore-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await backup?.drop();
});

async function connected(): Promise<PartnerAccount> {
  const account = new PartnerAccount(installation, SIZE);
  await account.connect();
  await account.backfilled();
  return account;
}

async function stored(account: PartnerAccount) {
  const [row] = await installation.sql<{ status: string; isDestroyed: boolean }[]>`
    select status, token_ciphertext is null as is_destroyed from connections where id = ${account.connectionId}
  `;
  return row;
}

/** Until its workflow has ended, too. */
async function disconnect(account: PartnerAccount): Promise<void> {
  await account.call('POST', `/${account.connectionId}/disconnect`);
  await waitFor('the workflow to end', async () => (await account.workflow.describe()).status.name === 'COMPLETED');
}

/** The ids of what came of this shop, as often as it came. */
const toldOf = (domain: string) =>
  told.receiver.received.filter(({ body }) => body.includes(domain)).map(({ id }) => id);

async function loseShop(account: PartnerAccount, reason: string): Promise<string> {
  const domain = await account.loseShop(reason);
  await waitFor(`Convot to be told of ${domain}`, () => toldOf(domain).length > 0);
  return domain;
}

/** What the operator's command prints, and its exit code: 1 when it leaves something to somebody. */
async function restored(...args: string[]): Promise<{ output: string; code: number }> {
  try {
    return { output: await runCli(installation.environment(), 'restored', ...args), code: 0 };
  } catch (error) {
    const { stdout, code } = error as { stdout: string; code: number };
    return { output: stdout, code };
  }
}

const syncsAgain = (what: string, account: PartnerAccount, timeoutMs: number) => {
  const before = account.requests().length;
  return healed(what, () => account.requests().length > before, timeoutMs);
};

const allRowsOf = async (account: PartnerAccount) =>
  JSON.stringify(await account.storedKeys()) === JSON.stringify(account.ledgerKeys());

test('Postgres behind Temporal: the command finds what was disconnected since, and everything is here again', async () => {
  const kept = told.account;
  await kept.connect();
  await kept.backfilled();
  const leaver = await connected();
  await loseShop(kept, 'before the backup');
  backup = await backUp(installation.databaseUrl);

  const since = await loseShop(kept, 'since the backup');
  const [id] = toldOf(since);
  await disconnect(leaver);
  const newcomer = await connected();
  kept.showLate(HUNDRED_DAYS_MS);

  for (const process of installation.started) await process.end('SIGKILL');
  await backup.restore();
  const sentOfLeaver = leaver.requests().length;
  const { output: checked, code } = await restored();
  expect(checked).toMatch(new RegExp(`^${leaver.connectionId}  ${leaver.organizationId}  was disconnected at `, 'm'));
  expect(checked).toMatch(new RegExp(`^${newcomer.connectionId}  ${newcomer.organizationId}  was made since`, 'm'));
  expect(checked).not.toContain(kept.connectionId);
  expect(code).toBe(1);
  expect(await stored(leaver)).toEqual({ status: 'connected', isDestroyed: false });
  // The newcomer is left to its owner.
  const mended = {
    output: expect.stringContaining('2 connections, of which 1 disconnected\nfull scans: 1 asked for') as string,
  };
  expect(await restored('--mend')).toMatchObject({ ...mended, code: 1 });
  expect(await stored(leaver)).toEqual({ status: 'disconnecting', isDestroyed: true });
  expect((await restored('--mend')).output).toContain('of which 0 disconnected');

  await Promise.all([installation.startApi(), installation.startWorker()]);
  await healed('every row, after Postgres was put back', () => allRowsOf(kept), 90_000);
  // Its token was opened for that. What the receiver had comes again under the same id.
  await healed('Convot to be told again', () => toldOf(since).length > 1, 60_000);
  expect(new Set(toldOf(since))).toEqual(new Set([id]));
  await waitFor('the disconnect to be confirmed', async () => (await stored(leaver))?.status === 'disconnected');
  expect(leaver.requests()).toHaveLength(sentOfLeaver);
  await newcomer.connect();
  await healed('who had connected since, connected again', () => allRowsOf(newcomer), 60_000);
}, 300_000);

/** Temporal's store, in all its files. */
function temporalFiles(): string[] {
  const name = basename(installation.temporalDatabaseFile);
  return readdirSync(dirname(installation.temporalDatabaseFile)).filter((file) => file.startsWith(name));
}

async function whileTemporalIsAway(work: () => void): Promise<void> {
  await installation.temporalServer.kill('SIGKILL');
  work();
  await installation.temporalServer.restart();
}

function removeStore(): void {
  for (const file of temporalFiles()) rmSync(join(dirname(installation.temporalDatabaseFile), file));
}

test('Temporal behind Postgres: the rows lead, while the worker runs on', async () => {
  const store = dirname(installation.temporalDatabaseFile);
  const [leaver, failing] = [await connected(), await connected()];
  const account = installation.simulator.world.organization(failing.partnerOrganizationId);
  account?.revoke(failing.token);
  await waitFor('a refused token to end the connection', async () => (await stored(failing))?.status === 'error');
  await whileTemporalIsAway(() => {
    for (const file of temporalFiles()) cpSync(join(store, file), join(folder, file));
  });

  account?.issue(failing.token);
  await waitFor('the connection to be made anew', async () => {
    return (await failing.call('POST', `/${failing.connectionId}/reconnect`, {})).status === 200;
  });
  await syncsAgain('a connection made anew', failing, 60_000);
  await disconnect(leaver);
  const newcomer = await connected();
  const sentOfLeaver = leaver.requests().length;

  await whileTemporalIsAway(() => {
    removeStore();
    cpSync(folder, store, { recursive: true });
  });
  await syncsAgain('a connection that runs', told.account, 90_000);
  // A minute late, and a look of the reconciler's.
  await syncsAgain('a connection that Temporal has no run of', newcomer, 180_000);
  // By itself ten minutes later: a run that rests in error hears of nothing but a reconnect. The worker has a later state
  // of this very run in its cache, which it throws away when the server's does not fit.
  expect(await restored('--mend')).toMatchObject({ code: 0 });
  await syncsAgain('a connection whose run rests in error', failing, 90_000);
  await waitFor('the workflow to end', async () => (await leaver.workflow.describe()).status.name === 'COMPLETED');
  expect(await stored(leaver)).toEqual({ status: 'disconnected', isDestroyed: true });
  expect(leaver.requests()).toHaveLength(sentOfLeaver);
  for (const one of [told.account, newcomer, failing]) await healed('every row', () => allRowsOf(one), 60_000);
}, 400_000);

test('Temporal’s store lost altogether: Schedules and runs are made anew, while the worker runs on', async () => {
  const account = await connected();
  await whileTemporalIsAway(removeStore);
  const before = account.requests().length;
  await healed(
    'the Schedules to be made anew',
    () => installation.temporal.schedule.getHandle('reconciler').describe(),
    120_000,
  );
  await healed('syncs to go on', () => account.requests().length > before, 120_000);
  const domain = await loseShop(account, 'after the loss');
  expect(toldOf(domain)).toHaveLength(1);
  await healed('every row', () => allRowsOf(account), 60_000);
  expect(installation.started.filter(({ exit, name }) => exit === undefined && name === 'worker/main.js')).toHaveLength(
    1,
  );
}, 400_000);
