import { startSyncedAccount, type SyncedAccount } from '../../../test/support/accounts/synced-account.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { withTenant } from '../../postgres/tenant.js';
import { generatedWorld } from '../../simulator/worlds/generated.js';
import type { Instant } from '../../values/instant.js';
import { areConnectionsOverdue } from '../store/connection-directory.js';
import { deletePause, endPauseOfAll, spreadNextSyncs, writePause, writePauseOfAll } from '../store/pauses.js';
import { noteSyncRequest, takeUpSyncRequest } from '../store/sync-requests.js';
import { countOnTime, listLateConnections, noteNudge } from './late-connections.js';

const world = { organizationId: '4242', token: 'prtapi_test_late_00000000000000001' };
const size = { apps: 1, merchants: 4, transactions: 20, events: 10 };
let account: SyncedAccount;

beforeAll(async () => {
  const anchor = '2026-11-20T12:00:00.000000Z' as Instant;
  account = await startSyncedAccount(generatedWorld({ seed: 'late', anchor, ...world, ...size }), {
    partnerOrganizationId: world.organizationId,
    token: world.token,
  });
});
afterAll(() => account.close());

/** How the connection stands, by the age of what its rows say. */
async function stand(facts: {
  dueAgo: string | null;
  nudgedAgo: string | null;
  nudges?: number;
  status?: string;
  phaseAgo?: string;
  waitsFor?: string;
}): Promise<void> {
  const { sql } = account;
  const { dueAgo, nudgedAgo, nudges = 0, status = 'connected', phaseAgo, waitsFor = '-1 minute' } = facts;
  await sql`
    update connection_directory
    set next_sync_at = now() - ${dueAgo}::interval, nudged_at = now() - ${nudgedAgo}::interval,
        nudges = ${nudges}, status = ${status}, wanted_at = null, taken_at = null
  `;
  await sql`
    update sync_status
    set phase = ${phaseAgo === undefined ? 'idle' : 'syncing'}, phase_at = now() - ${phaseAgo ?? '0 s'}::interval,
        waiting_until = now() + ${waitsFor}::interval
  `;
}

const isListed = async () => (await listLateConnections(account.deps.sql, 10)).length === 1;
const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) =>
  withTenant(account.deps.sql, account.key.organizationId, work);
const note = () => inTenant((tenant) => noteNudge(tenant, account.key.connectionId));

test.each<[string, Parameters<typeof stand>[0], boolean]>([
  ['its time is to come', { dueAgo: '-1 minute', nudgedAgo: '1 hour' }, false],
  ['its time has just come', { dueAgo: '30 s', nudgedAgo: '1 hour' }, false],
  ['its own time was a minute ago', { dueAgo: '61 s', nudgedAgo: '1 hour' }, true],
  ['it was never nudged', { dueAgo: '61 s', nudgedAgo: null }, true],
  ['somebody has waited for it for ten seconds', { dueAgo: '11 s', nudgedAgo: '11 s' }, true],
  ['somebody has only just asked', { dueAgo: '5 s', nudgedAgo: '5 s' }, false],
  ['it was nudged in vain a moment ago', { dueAgo: '10 minutes', nudgedAgo: '15 s', nudges: 1 }, false],
  ['it was nudged in vain some time ago', { dueAgo: '10 minutes', nudgedAgo: '21 s', nudges: 1 }, true],
  ['it was nudged in vain for days', { dueAgo: '3 days', nudgedAgo: '11 minutes', nudges: 100 }, true],
  ['nobody knows when it is due', { dueAgo: null, nudgedAgo: '1 hour' }, true],
  ['it waits to be disconnected', { dueAgo: '11 s', nudgedAgo: '11 s', status: 'disconnecting' }, true],
  ['it is in error', { dueAgo: '1 hour', nudgedAgo: '1 hour', status: 'error' }, false],
  ['it is disconnected', { dueAgo: '1 hour', nudgedAgo: '1 hour', status: 'disconnected' }, false],
])('a look finds a connection or not: %s', async (_, facts, listed) => {
  await stand(facts);
  expect(await isListed()).toBe(listed);
});

test.each<[string, Parameters<typeof stand>[0], boolean]>([
  ['nothing runs', { dueAgo: '61 s', nudgedAgo: null }, true],
  ['a sync has just begun', { dueAgo: '61 s', nudgedAgo: null, phaseAgo: '20 s' }, false],
  ['a worker died in the middle of a sync', { dueAgo: '5 minutes', nudgedAgo: null, phaseAgo: '90 s' }, true],
  ['Shopify asked for patience', { dueAgo: '5 minutes', nudgedAgo: null, waitsFor: '5 minutes' }, false],
  ['it has been synced meanwhile', { dueAgo: '-4 minutes', nudgedAgo: null }, false],
])('a late connection is nudged or left alone: %s', async (_, facts, nudged) => {
  await stand(facts);
  const noted = await note();
  expect(noted?.nudges).toBe(nudged ? 1 : undefined);
  if (!nudged) return;
  expect(noted).toMatchObject({ status: 'connected', partnerOrganizationId: world.organizationId });
  expect(await isListed()).toBe(false);
});

test('what operators have paused is not late, however long; what is to be disconnected is', async () => {
  const { deps, operators, sql } = account;
  const byOperator = <T>(work: Parameters<typeof withTenant<T>>[2]) =>
    withTenant(operators, account.key.organizationId, work);
  const ways = [
    async () => {
      await byOperator((tenant) => writePause(tenant, account.key.connectionId, 'operator:test'));
      return () => byOperator((tenant) => deletePause(tenant, account.key.connectionId));
    },
    async () => {
      const pause = await writePauseOfAll(operators, 'operator:test');
      return () => endPauseOfAll(operators, pause);
    },
  ];
  for (const pause of ways) {
    const late = { dueAgo: '1 hour', nudgedAgo: '1 hour' };
    const resume = await pause();
    await stand(late);
    expect(await isListed()).toBe(false);
    expect(await note()).toBeUndefined();
    expect(await areConnectionsOverdue(deps.sql, 60_000)).toBe(false);
    await stand({ ...late, status: 'disconnecting' });
    expect(await isListed()).toBe(true);
    expect(await areConnectionsOverdue(deps.sql, 60_000)).toBe(true);
    await stand(late);
    await resume();
  }
  // The end of its own pause makes it due now, not since it was paused; that of all is prepared.
  await stand({ dueAgo: '1 hour', nudgedAgo: '1 hour' });
  await byOperator((tenant) => spreadNextSyncs(tenant, 0));
  const [due] = await sql`select next_sync_at > now() - interval '10 s' as is_due_now from connection_directory`;
  expect(due).toEqual({ isDueNow: true });
  expect(await areConnectionsOverdue(deps.sql, 60_000)).toBe(false);
});

test('a sync that ends forgets nudges and says when it is due; it is on time then', async () => {
  await stand({ dueAgo: '20 minutes', nudgedAgo: '15 minutes', nudges: 4 });
  expect(await countOnTime(account.deps.sql)).toBe(0);
  while ((await account.sync()).end.outcome === 'more');
  expect(await account.sql`select nudges, next_sync_at > now() as due from connection_directory`).toEqual([
    { nudges: 0, due: true },
  ]);
  expect(await countOnTime(account.deps.sql)).toBe(1);
});

test('of many that ask only the first is to nudge, and one more sync follows the one that runs', async () => {
  while ((await account.sync()).end.outcome === 'more');
  const ask = () => inTenant((tenant) => noteSyncRequest(tenant, account.key.connectionId));
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  expect(answers.filter((mayNudge) => mayNudge)).toHaveLength(1);
  // Asked for again once the sync has taken it up: that is another one.
  await inTenant((tenant) => takeUpSyncRequest(tenant, account.key.connectionId));
  expect(await ask()).toBe(true);
  const asked = await account.sync({ head: false });
  expect(asked.end).toEqual({ outcome: 'ok' });
  expect(await account.sql`select wanted_at, taken_at from connection_directory`).toEqual([
    { wantedAt: null, takenAt: null },
  ]);
});

test('one that is asked for while a sync runs follows it', async () => {
  while ((await account.sync()).end.outcome === 'more');
  account.simulator.faults.set([{ effect: { kind: 'delay', ms: 500 }, when: { times: 1 } }]);
  const running = account.sync();
  const requests = account.simulator.log.list().length;
  await waitFor('its request', () => account.simulator.log.list().length > requests);
  await inTenant((tenant) => noteSyncRequest(tenant, account.key.connectionId));
  expect((await running).end).toEqual({ outcome: 'more', waitMs: 0, head: true });
  expect((await account.sync()).end).toEqual({ outcome: 'ok' });
});

test('a request that a killed sync had taken up is the next one’s', async () => {
  while ((await account.sync()).end.outcome === 'more');
  await inTenant((tenant) => noteSyncRequest(tenant, account.key.connectionId));
  await inTenant((tenant) => takeUpSyncRequest(tenant, account.key.connectionId));
  const before = account.simulator.log.list().length;
  const { end } = await account.sync({ head: false });
  expect(end).toEqual({ outcome: 'ok' });
  expect(account.simulator.log.list().length).toBeGreaterThan(before);
});
