import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import { POLICY } from '../../../test/support/accounts/synced-account.js';
import { OUR_DOCUMENTS } from '../../partner/versions/our-documents.js';
import { readVersionCheck } from '../../partner/versions/version-check.js';
import { createLogger } from '../../process/log.js';
import type { ApiVersion } from '../../simulator/settings.js';
import { runSync } from '../run-sync.js';

let faulted: FaultedAccount;
let lines: { level: number; msg: string; [more: string]: unknown }[];

beforeAll(async () => {
  faulted = await FaultedAccount.start();
  await faulted.untilOk();
  await faulted.untilOk(); // with the first sweep
});
afterAll(() => faulted.close());

beforeEach(async () => {
  lines = [];
  faulted.heal();
  versions({ handle: '2026-07', supported: true }, { handle: '2026-10', supported: true });
  await dayPasses();
  await faulted.account.sql`delete from api_version_check`;
});

function versions(...listed: ApiVersion[]): void {
  faulted.account.simulator.settings.versions = listed;
}

async function dayPasses(): Promise<void> {
  const { sql } = faulted.account;
  await sql`update connections set connected_at = now() - interval '25 hours'`;
  await sql`update sync_status set probes_begun_at = null, permissions_probed_at = null`;
  await sql`
    update api_version_check set begun_at = begun_at - interval '25 hours', ended_at = ended_at - interval '25 hours'
  `;
}

/** One sync, which must be in order. @returns the versions that were asked, of requests that are no pages */
async function sync(apiVersion = '2026-07'): Promise<string[]> {
  const { account } = faulted;
  const { log } = account.simulator;
  log.clear();
  const logger = createLogger('test', 'warn', { write: (line: string) => void lines.push(JSON.parse(line) as never) });
  const input = { ...account.key, budgetMs: 30_000, head: true, delayFactor: 1 };
  const { end } = await runSync({ ...account.deps, apiVersion, logger }, POLICY, input, new AbortController().signal);
  expect(end.outcome).toBe('ok');
  const isPage = (aliases: readonly string[]) => aliases.some((alias) => alias === 'probe' || alias.startsWith('page'));
  return log
    .list()
    .filter(({ version, fields }) => version !== '2026-07' || !isPage(fields.map(({ alias }) => alias)))
    .map(({ version }) => version);
}

const check = () => readVersionCheck(faulted.account.sql);
const warnings = async () => (await faulted.view()).warnings.map(({ code }) => code);
const NUMBER_OF_QUERIES = Object.keys(OUR_DOCUMENTS).length;

test('once a day, the versions are asked for and each of our queries is put to the next one', async () => {
  const asked = await sync();
  expect(asked).toEqual(['2026-07', ...Array<string>(NUMBER_OF_QUERIES).fill('2026-10')]);
  expect(await check()).toEqual({
    ownVersion: '2026-07',
    supported: ['2026-07', '2026-10'],
    listedAt: expect.any(String) as unknown,
    nextVersion: '2026-10',
    nextOutcome: 'accepted',
    nextCheckedAt: expect.any(String) as unknown,
    refused: [],
  });
  await faulted.account.sql`update sync_status set probes_begun_at = null, permissions_probed_at = null`;
  expect(await sync()).toEqual([]);
  await dayPasses();
  expect(await sync()).toEqual(asked);
  expect(lines).toEqual([]);
});

test('nothing is read of the next version: neither rows, nor what it says it is', async () => {
  await sync();
  const { log } = faulted.account.simulator;
  const there = log.list().filter(({ version }) => version === '2026-10');
  expect(there.map(({ rows }) => rows)).toEqual(Array<number>(NUMBER_OF_QUERIES).fill(0));
  expect(await warnings()).toEqual([]);
});

test('a query that the next version would refuse is named, with the place, before anybody is hurt', async () => {
  const gone = ['AppSubscription.billingOn', 'App.name'];
  versions({ handle: '2026-07', supported: true }, { handle: '2026-10', supported: true, without: gone });
  await sync();
  expect(await check()).toMatchObject({ nextVersion: '2026-10', nextOutcome: 'refused' });
  const { refused = [] } = (await check()) ?? {};
  expect(refused.map(({ name }) => name)).toEqual([
    ...['transactions', 'app events', 'transactions of a shop', 'transactions of a domain', 'app events of a shop'],
    'one app',
  ]);
  expect(refused[1]?.places).toEqual(
    expect.arrayContaining(['page0 › name', 'edges › node › ... on AppSubscriptionEvent › charge › billingOn']),
  );
  expect(lines).toMatchObject([{ level: 50, nextVersion: '2026-10', refused }]);
  expect(await warnings()).toEqual([]);
});

test('what both versions refuse is no fault of the next one', async () => {
  faulted.faults({ when: { alias: 'start0' }, effect: { kind: 'graphql_error', data: 'kept' } });
  await sync();
  expect(faulted.fired()).toBe(2);
  expect(await check()).toMatchObject({ nextOutcome: 'accepted', refused: [] });
});

test('a next version that is not there yet is said not to be', async () => {
  versions({ handle: '2026-07', supported: true });
  expect(await sync()).toEqual(['2026-07', '2026-10']);
  expect(await check()).toMatchObject({ nextVersion: '2026-10', nextOutcome: 'not_served', refused: [] });
});

test('nor is one where Shopify answers by another', async () => {
  faulted.faults({
    when: { alias: 'page0', requests: [2] },
    effect: { kind: 'headers', headers: { 'x-shopify-api-version': '2026-07' } },
  });
  await sync();
  expect(faulted.fired()).toBe(1);
  expect(await check()).toMatchObject({ nextVersion: '2026-10', nextOutcome: 'not_served' });
});

test('where Shopify lists ours no longer, every connection says so, and the log does', async () => {
  versions({ handle: '2026-07', supported: false }, { handle: '2026-10', supported: true });
  await sync();
  expect(await warnings()).toEqual(['api_version_retiring']);
  expect(lines).toMatchObject([{ level: 40, apiVersion: '2026-07', supported: ['2026-10'] }]);
});

test('another version of ours is checked without waiting for the day to end', async () => {
  await sync();
  await dayPasses();
  await faulted.account
    .sql`update api_version_check set begun_at = now() - interval '2 hours', ended_at = now() - interval '2 hours'`;
  versions(
    { handle: '2026-07', supported: true },
    { handle: '2026-10', supported: true },
    { handle: '2027-01', supported: true },
  );
  await sync('2026-10');
  expect(await check()).toMatchObject({ ownVersion: '2026-10', nextVersion: '2027-01', nextOutcome: 'accepted' });
});

test.each<[string, Parameters<FaultedAccount['faults']>[0]]>([
  ['cannot say its versions', { when: { field: 'publicApiVersions' }, effect: { kind: 'internal_error' } }],
  [
    'says them in another shape',
    { when: { field: 'publicApiVersions' }, effect: { kind: 'set', path: [0], value: 7 } },
  ],
  ['cannot be asked for the next one', { when: { alias: 'start0' }, effect: { kind: 'http', status: 503 } }],
  ['refuses the token meanwhile', { when: { alias: 'start0' }, effect: { kind: 'http', status: 401 } }],
])('where Shopify %s, nothing is said of the next version, and the sync is in order', async (_, rule) => {
  faulted.faults(rule);
  await sync();
  expect(faulted.fired()).toBeGreaterThan(0);
  expect(await check()).toMatchObject({ ownVersion: '2026-07', nextOutcome: null, nextCheckedAt: null });
  expect((await faulted.view()).error).toBeNull();
  // An hour later it is asked again, also where there is no other connection.
  faulted.heal();
  const later = async (interval: string) => {
    const { sql } = faulted.account;
    await sql`update sync_status set probes_begun_at = probes_begun_at - ${interval}::interval`;
    await sql`update api_version_check set begun_at = begun_at - ${interval}::interval`;
  };
  await later('50 minutes');
  expect(await sync()).toEqual([]);
  await later('20 minutes');
  await sync();
  expect(await check()).toMatchObject({ nextOutcome: 'accepted' });
});
