import { startSyncedAccount, type SyncedAccount } from '../../test/support/accounts/synced-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { holdFence, SyncSuperseded } from '../connections/store/sync-fence.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import { type Instant, plusMs } from '../values/instant.js';
import { PageWriter } from './page-writer.js';
import { Backlog } from './planning/backlog.js';
import type { PlannedPage, SyncPlan } from './planning/plan.js';
import type { SyncWindow } from './planning/windows.js';
import { openWindows, readPlan } from './store/sync-plan.js';
import { WithoutErased } from './store/without-erased.js';

/* A cursor belongs to its filter: what a sync holds of its windows and what the rows say must never differ in it. */
const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_writer_00000000000001';
const INVALID_CURSOR = { outcome: 'refused', meaning: 'unknown' } as const;
const anchor = '2026-11-20T12:00:00.000000Z' as Instant;
const reachedAt = '2026-11-01T00:00:00.000000Z' as Instant;
const DAY_MS = 24 * 3_600_000;

let account: SyncedAccount;

beforeEach(async () => {
  const size = { apps: 1, merchants: 5, transactions: 20, events: 20, rowsPerInstant: 3, days: 100 };
  const world = generatedWorld({ seed: 'writer', anchor, organizationId: ORGANIZATION, token: TOKEN, ...size });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
  // The past of the transactions is being read, and has come down to November.
  const feed = { kind: 'transactions' } as const;
  const past = { feed, kind: 'backfill', from: plusMs(reachedAt, -300 * DAY_MS) } as const;
  await within((tenant) =>
    openWindows(tenant, account.key.connectionId, [{ ...past, to: null, stopAt: null, cursor: 'c', reachedAt }]),
  );
});
afterEach(() => account.close());

function within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
  return withTenant(account.deps.sql, account.key.organizationId, work);
}

const readRows = (): Promise<SyncPlan> => within((tenant) => readPlan(tenant, account.key.connectionId));
const byId = (windows: readonly SyncWindow[]) => windows.toSorted((a, b) => Number(a.id) - Number(b.id));

/** The page of the window that a sync has asked for, and what came before it: a page spans a day, so it may be divided. */
function askedPage(backlog: Backlog): PlannedPage {
  const [before] = backlog.nextWindows(1, true);
  if (before?.type !== 'window') throw new Error('there is no window to read');
  const nothing = {
    transactions: [],
    appEvents: [],
    timelineEvents: [],
    shops: [],
    apps: [],
    app: null,
    quarantined: [],
  };
  const ends = plusMs(reachedAt, -DAY_MS);
  const middle = plusMs(reachedAt, -DAY_MS / 2);
  const place = { newest: reachedAt, begins: reachedAt, ends, middle };
  const contents = { ...nothing, ...place, digest: () => '', hasNextPage: true };
  const left = { windows: [before.window], head: null, app: null, plan: null };
  backlog.pageStored(before, { ...contents, lastCursor: before.window.cursor }, left);
  backlog.release([before]);
  const [page] = backlog.nextWindows(1, true);
  if (page === undefined) throw new Error('there is no page to read');
  return page;
}

async function beginSync(inTransaction: typeof within = within) {
  const [connection] = await account.sql<[{ generation: number }]>`select generation from connections`;
  const fence = { connectionId: account.key.connectionId, generation: connection.generation };
  const fenced: typeof within = (work) =>
    inTransaction(async (tenant) => {
      await holdFence(tenant, fence);
      return work(tenant);
    });
  const backlog = new Backlog(await readRows(), false);
  const page = askedPage(backlog);
  const withoutErased = new WithoutErased(inTransaction, account.deps.erasedNames);
  const writer = new PageWriter({ fence, fenced, withoutErased }, backlog);
  return { backlog, writer, page };
}
type Begun = Awaited<ReturnType<typeof beginSync>>;

/** The first transaction commits, and whoever waits for it does not hear of it until it is told to. */
function tellsLater() {
  let tell: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  let committed = false;
  const inTransaction: typeof within = async (work) => {
    const isFirst = !committed;
    const result = await within(work);
    committed = true;
    if (isFirst) await told;
    return result;
  };
  return { inTransaction, tell, isCommitted: () => committed };
}

const divides = ({ writer }: Begun) => writer.divide(4);
const isRefused = ({ writer, page }: Begun) => writer.refuse(page, INVALID_CURSOR);

test.each([
  ['a division', 'a refused cursor', divides, isRefused],
  ['a refused cursor', 'a division', isRefused, divides],
] as const)('between the commit of %s and its copy in memory comes %s', async (_, __, first, second) => {
  const { inTransaction, tell, isCommitted } = tellsLater();
  const sync = await beginSync(inTransaction);
  const changing = [first(sync)];
  await waitFor('the first to be committed', isCommitted);
  changing.push(second(sync));
  // Time enough for one that does not wait for the first.
  for (let time = 0; time < 5; time += 1) await readRows();
  tell();
  await Promise.all(changing);

  const { windows } = await readRows();
  expect(windows.length).toBeGreaterThan(1);
  expect(windows.filter(({ restarts }) => restarts > 0)).toHaveLength(1);
  expect(byId(sync.backlog.windows)).toEqual(byId(windows));
});

test('a sync whose window another one has divided before it died changes nothing of it, and the next one does', async () => {
  const [dead, living] = [await beginSync(), await beginSync()];
  await divides(dead);
  const { windows } = await readRows();
  expect(windows.length).toBeGreaterThan(1);
  await expect(isRefused(living)).rejects.toThrow(SyncSuperseded);
  await expect(divides(living)).rejects.toThrow(SyncSuperseded);
  expect(await readRows()).toMatchObject({ windows });

  const next = await beginSync();
  await isRefused(next);
  expect(byId(next.backlog.windows)).toEqual(byId((await readRows()).windows));
});
