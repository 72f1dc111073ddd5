import { MockActivityEnvironment } from '@temporalio/testing';
import { startSyncedAccount, type SyncedAccount } from '../../test/support/accounts/synced-account.js';
import { confirmDisconnected } from '../connections/store/confirm-disconnected.js';
import type { ReconciledPage } from '../contract/reconcile-activities.js';
import { RULES_VERSION } from '../merchants/rules/fold.js';
import { withTenant } from '../postgres/tenant.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import { instantFromMs } from '../values/instant.js';
import { createReconcilePage } from './reconcile-page.js';

const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_reconcile_0000000000001';
const size = { apps: 1, merchants: 12, transactions: 60, events: 40 };

let account: SyncedAccount;

beforeEach(async () => {
  const anchor = instantFromMs(Date.now());
  const world = generatedWorld({ seed: 'reconcile', anchor, organizationId: ORGANIZATION, token: TOKEN, ...size });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
  await account.sync();
});
afterEach(() => account.close());

async function confirmStopped(): Promise<void> {
  const { deps, key } = account;
  await withTenant(deps.sql, key.organizationId, (tenant) => confirmDisconnected(tenant, key.connectionId));
}

function reconcilePage(): Promise<ReconciledPage> {
  const look = createReconcilePage(account.deps);
  return new MockActivityEnvironment().run<[string | null], ReconciledPage, typeof look>(look, null);
}

test.each(['disconnected', 'error', 'paused by itself', 'paused with all'])(
  'what a connection that is %s left marked or stale is derived',
  async (status) => {
    const { sql } = account;
    if (status === 'error') await sql`update connections set status = ${status}`;
    else if (status === 'paused by itself') await sql`update connections set paused_at = now()`;
    else if (status === 'paused with all') await sql`insert into pause_of_all (paused_by) values ('operator:test')`;
    else await account.disconnect();
    // Disconnecting is over when its sync has stopped; none runs here.
    if (status === 'disconnected') await confirmStopped();
    await sql`update merchant_apps set rules_version = ${RULES_VERSION - 1}, plan = 'Old', digest = ''`;
    await sql`insert into merchant_marks select organization_id, connection_id, app_number, shop_number from merchant_apps limit 1`;

    expect(await reconcilePage()).toEqual({ lookedAt: 1, failed: 0, next: null });

    expect(await sql`select from merchant_apps where plan = 'Old'`).toHaveLength(0);
    expect(await sql`select distinct rules_version from merchant_apps`).toEqual([{ rulesVersion: RULES_VERSION }]);
    expect(await sql`select from merchant_marks`).toHaveLength(0);
  },
);

test('a connected one is left to its own sync', async () => {
  await account.sql`update merchant_apps set plan = 'Old', rules_version = ${RULES_VERSION - 1}`;
  expect(await reconcilePage()).toMatchObject({ lookedAt: 1, failed: 0 });
  expect((await account.sql`select from merchant_apps where plan = 'Old'`).length).toBeGreaterThan(0);
});

test('one whose old runs cannot be deleted keeps the reconciler from no other', async () => {
  const { sql } = account;
  // A connection has its turn once a day, by its id: one of this turn, and one in case the next begins meanwhile.
  const turn = Math.floor(Date.now() / 300_000) % 288;
  for (const [index, number] of [turn, (turn + 1) % 288].entries()) {
    await sql`
      insert into connections (organization_id, id, partner_organization_id, status, connected_by, connected_at)
      values ('org_other', ${`${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`}, ${index + 1}, 'disconnected', 'owner', now())
    `;
  }
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception $$no$$; end'`;
  await sql`create trigger refuse before delete on sync_runs execute function refuse()`;
  const { lookedAt, failed } = await reconcilePage();
  expect(lookedAt).toBe(3);
  expect(failed).toBeGreaterThan(0);
});
