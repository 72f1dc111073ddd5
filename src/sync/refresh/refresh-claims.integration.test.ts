import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import { reserved } from '../../../test/support/database/reserved.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { claimRefreshes } from '../../merchants/refresh/shop-refreshes.js';
import { withTenant } from '../../postgres/tenant.js';
import type { LedgerEvent } from '../../simulator/ledger/rows.js';
import { refreshShop } from './refresh-shop.js';

/* For a shop Shopify is asked once a minute, however many look at it; what asked nothing does not count. */
let faulted: FaultedAccount;
let last: LedgerEvent;

beforeEach(async () => {
  faulted = await FaultedAccount.start({ merchants: 3, transactions: 20, events: 12 });
  await faulted.untilOk();
  const [event] = faulted.organization.ledger.allEvents().slice(-1);
  if (event === undefined) throw new Error('The world has no event.');
  last = event;
});
afterEach(() => faulted.close());

/** Of the shop that the last event is of. */
const refresh = (deadlineMs?: number) => {
  const { deps, key } = faulted.account;
  return refreshShop(deps, { ...key, shop: last.shop.number }, new AbortController().signal, deadlineMs);
};

function uninstall(): void {
  const { ledger } = faulted.organization;
  const at = faulted.account.clock.nowMs * 1000;
  const happened = { at, visibleAt: at, tie: ledger.nextTie(), charge: null, reason: null };
  ledger.put({ ...last, type: 'RELATIONSHIP_UNINSTALLED', ...happened });
}

/** Somebody looks at it. @returns whether Shopify is to be asked for it now */
async function isClaimed(): Promise<boolean> {
  const { deps, key } = faulted.account;
  return (
    (await withTenant(deps.sql, key.organizationId, (tenant) => claimRefreshes(tenant, last.shop.number))).length > 0
  );
}

/** The token's next priority turn is so far away. */
const turnsAreTaken = (seconds: number) => faulted.account.sql`
  update token_paces set priority_free_at = now() + ${seconds} * interval '1 second'
`;

const requests = () => faulted.account.simulator.log.list().length;

test('its row is free for whoever looks next, until the rest of it is written', async () => {
  await refresh();
  uninstall();
  const { sql, key } = faulted.account;
  const writer = await reserved(sql);
  try {
    await writer`begin`;
    await writer`set local idle_in_transaction_session_timeout = 0`;
    await writer`select set_config('app.organization_id', ${key.organizationId}, true)`;
    await writer`call lock_merchants()`;
    const refreshing = refresh();
    const waiting = () => sql`
      select from pg_locks
      where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())
    `;
    await waitFor('it to stand before the merchants', async () => (await waiting()).length > 0);
    expect(await sql`select shop from shop_refreshes for update skip locked`).toEqual([{ shop: last.shop.number }]);
    await writer`rollback`;
    expect(await refreshing).toEqual({ outcome: 'stored', newRows: 1 });
  } finally {
    await writer`rollback`;
    writer.release();
  }
});

test('one that found no turn in time has asked nothing, and whoever looks next has it asked', async () => {
  expect(await isClaimed()).toBe(true);
  expect(await isClaimed()).toBe(false);
  await turnsAreTaken(60);
  const asked = requests();
  expect(await refresh()).toEqual({ outcome: 'not_now' });
  expect(requests()).toBe(asked);
  expect(await isClaimed()).toBe(true);
});

test('one that is late before it has asked is given up, and whoever looks next has it asked', async () => {
  expect(await isClaimed()).toBe(true);
  await turnsAreTaken(2);
  const asked = requests();
  expect(await refresh(100)).toEqual({ outcome: 'failed', code: 'refresh_late' });
  expect(requests()).toBe(asked);
  expect(await isClaimed()).toBe(true);
});

test('one that Shopify leaves unanswered is given up, and the shop rests', async () => {
  expect(await isClaimed()).toBe(true);
  faulted.faults({ effect: { kind: 'delay', ms: 20_000 } });
  const asked = requests();
  expect(await refresh(2_000)).toEqual({ outcome: 'failed', code: 'refresh_late' });
  expect(requests() - asked).toBe(1);
  expect(await isClaimed()).toBe(false);
  expect(await faulted.account.sql`select from sync_leases`).toEqual([]);
});
