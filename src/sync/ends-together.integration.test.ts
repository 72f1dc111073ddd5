import { startSyncedAccount, type SyncedAccount } from '../../test/support/accounts/synced-account.js';
import { reserved } from '../../test/support/database/reserved.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import type { Instant } from '../values/instant.js';

/* A sync that was given up for dead may end beside the one that was begun in its place: both write to the same rows. */
const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_ends_0000000000000001';
const LOCK = 4712;
const anchor = '2026-11-20T12:00:00.000000Z' as Instant;

let account: SyncedAccount;

beforeEach(async () => {
  const size = { apps: 1, merchants: 5, transactions: 20, events: 20, rowsPerInstant: 3, days: 100 };
  const world = generatedWorld({ seed: 'ends', anchor, organizationId: ORGANIZATION, token: TOKEN, ...size });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
  let { end } = await account.sync();
  while (end.outcome === 'more') ({ end } = await account.sync({ head: false }));
  await account.sql`
    update connections
    set error_code = 'token_rejected', error_since = now(), consecutive_failures = 2, failures_in_all = 2
  `;
});
afterEach(() => account.close());

/** Backends that wait for a lock in this database. */
async function waiting(): Promise<number> {
  const { length } = await account.sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `;
  return length;
}

test('two syncs that end what failed, at once, wait for each other in one order', async () => {
  // Each stops in the middle of its last transaction, with what it holds by then.
  await account.sql`
    create function pause_at_end() returns trigger
      language plpgsql security definer set lock_timeout = '60s'
      as $$ begin perform pg_advisory_xact_lock(4712); return new; end $$
  `;
  await account.sql`create trigger pause before insert on sync_runs for each row execute function pause_at_end()`;
  const holder = await reserved(account.sql);
  await holder`select pg_advisory_lock(${LOCK})`;
  const first = account.sync();
  await waitFor('the first to come to its end', async () => (await waiting()) === 1);
  const second = account.sync();
  await waitFor('the second to come to it, too', async () => (await waiting()) === 2);
  await holder`select pg_advisory_unlock(${LOCK})`;
  holder.release();

  for (const { end, facts } of await Promise.all([first, second])) {
    expect(end).toEqual({ outcome: 'ok' });
    // What the same transaction wrote.
    expect(facts).toMatchObject({ status: 'connected', failure: null, firstSync: null });
    expect(Date.parse(facts?.succeededAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  }
  const [row] = await account.sql`select error_code, consecutive_failures from connections`;
  expect(row).toEqual({ errorCode: null, consecutiveFailures: 0 });
});
