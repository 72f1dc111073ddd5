import { DAY_MS, SweptAccount } from '../../test/support/accounts/swept-account.js';
import { noteFullScanRequest } from '../connections/store/full-scan-requests.js';
import { withTenant } from '../postgres/tenant.js';

/* A full scan that operators ask for after a restore, whenever the week is over. */
let account: SweptAccount;

beforeEach(async () => {
  account = await SweptAccount.start();
  await account.sweepOnce();
});
afterEach(() => account.close());

async function ask(): Promise<boolean> {
  const { sql, key } = account.account;
  return withTenant(sql, key.organizationId, (tenant) => noteFullScanRequest(tenant, key.connectionId));
}

async function sync(): Promise<void> {
  await account.hasRested();
  await account.syncUntilOk();
}

test('it begins with the next sync, and finds what the backup does not hold, however old', async () => {
  account.put('transactions', 50 * DAY_MS);
  account.put('app_events', 50 * DAY_MS);
  await sync();
  expect(await account.storedKeys()).not.toEqual(account.ledgerKeys());
  expect(await ask()).toBe(true);
  await sync();
  await account.expectWhole();
});

test('asked for again before it is over it is still one; afterwards another', async () => {
  const walks = () => account.account.sql`select from sync_walks`;
  expect([await ask(), await ask()]).toEqual([true, false]);
  await sync();
  await sync();
  expect(await walks()).toHaveLength(1);
  expect(await ask()).toBe(true);
  await sync();
  expect(await walks()).toHaveLength(2);
});

test('one that had begun before the backup is followed by another: it may have passed what is missing', async () => {
  const { sql } = account.account;
  await account.walkIsDue();
  await account.account.sync();
  const [begun] = await sql`select walk_started_at from sync_status`;
  expect(await ask()).toBe(true);
  await sync();
  await sync();
  const [after] = await sql`select walk_started_at, walk_requested_at from sync_status`;
  expect(after).toMatchObject({ walkRequestedAt: null });
  expect(after?.['walkStartedAt']).not.toEqual(begun?.['walkStartedAt']);
});

test('a weekly one that is under way answers nobody who asks after the one that was asked for has ended', async () => {
  const { sql } = account.account;
  await ask();
  await sync();
  await sync();
  await sql`update sync_status set walk_started_at = clock_timestamp()`;
  await sql`
    insert into sync_walks (organization_id, connection_id, started_at)
    select organization_id, connection_id, walk_started_at from sync_status
  `;
  expect(await ask()).toBe(true);
});
