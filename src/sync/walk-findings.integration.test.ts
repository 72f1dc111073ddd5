import { DAY_MS, FEEDS, SweptAccount } from '../../test/support/accounts/swept-account.js';
import { viewOf } from '../../test/support/accounts/synced-account.js';
import { prepareFeed } from '../connections/store/sync-status.js';
import { listWalkCorrections } from '../merchants/corrections/walk-corrections.js';
import { withTenant } from '../postgres/tenant.js';
import type { LedgerEvent } from '../simulator/ledger/rows.js';

let account: SweptAccount;

beforeEach(async () => {
  account = await SweptAccount.start();
  await account.sweepOnce();
});
afterEach(() => account.close());

async function walk(): Promise<void> {
  await account.walkIsDue();
  await account.syncUntilOk();
}

const verification = async () => (await viewOf(account.account)).verification;
const allRows = () => FEEDS.reduce((sum, feed) => sum + account.rows(feed).length, 0);

/** One merchant's first charge, of two months ago, costs a thousand more at Shopify than was read. */
function correctCharge(): LedgerEvent {
  const row = account.ledger.allEvents().find(({ type }) => type === 'SUBSCRIPTION_CHARGE_ACTIVATED');
  if (row?.charge == null) throw new Error('the account has no charge');
  const corrected = { ...row, charge: { ...row.charge, amount: { amount: '1000.00', currencyCode: 'USD' } } };
  account.ledger.put(corrected);
  return corrected;
}

function corrections() {
  const { sql, key } = account.account;
  return withTenant(sql, key.organizationId, (tenant) => listWalkCorrections(tenant, key.connectionId, 10));
}

test('until everything was read a second time nothing is said to be verified', async () => {
  expect(await verification()).toBeNull();
  await account.walkIsDue();
  await account.account.sync({ budgetMs: 1 });
  expect(await account.windows()).toContain('walk');
  expect(await verification()).toBeNull();
});

test('a walk that finds everything as it was stored says so', async () => {
  await walk();
  expect(await verification()).toEqual({
    verifiedAt: expect.stringMatching(/Z$/) as unknown,
    rowsCompared: allRows(),
    ...{ rowsChanged: 0, rowsAdded: 0, rowsMissing: 0, appsSkipped: 0, figures: [] },
  });
});

test('a name that changed is stored, and is no change of a row', async () => {
  const { ledger } = account;
  const [app] = ledger.apps.values();
  const [shop] = ledger.shops.values();
  if (app === undefined || shop === undefined) throw new Error('the account is empty');
  Object.assign(app, { name: 'Another name' });
  Object.assign(shop, { name: 'Another shop', myshopifyDomain: 'another-shop.myshopify.com' });
  const named = () => account.account.sql`
    select 'Another name' in (select raw->'app'->>'name' from transactions) as app,
      'Another shop' in (select raw->'shop'->>'name' from app_events) as shop
  `;
  await walk();
  expect(await named()).toEqual([{ app: true, shop: true }]);
  expect(await verification()).toMatchObject({ rowsCompared: allRows(), rowsChanged: 0, rowsAdded: 0, figures: [] });
});

test('a row that changed, one that was never shown and one that went are counted, however often it is cut off', async () => {
  const { shop } = correctCharge();
  account.put('transactions', 45 * DAY_MS);
  const gone = account.ledger.transactions.all.at(-60);
  if (gone === undefined) throw new Error('the account has too few rows');
  account.ledger.remove(gone);
  await account.walkIsDue();
  await account.account.sync({ budgetMs: 1 });
  while ((await account.windows()).length > 0) {
    await account.hasRested();
    await account.account.sync({ budgetMs: 1, head: false });
  }
  await account.syncUntilOk();
  const found = await verification();
  expect(found).toMatchObject({ rowsCompared: allRows(), rowsChanged: 1, rowsAdded: 1, rowsMissing: 1 });
  expect(found?.figures).toContainEqual({ figure: 'mrr', merchants: 1 });
  const learned = await corrections();
  expect(learned).toContainEqual(
    expect.objectContaining({
      figure: 'mrr',
      myshopifyDomain: shop.myshopifyDomain,
      to: { amount: '1000.00', currencyCode: 'USD' },
    }),
  );
  expect(new Set(learned.map(({ myshopifyDomain }) => myshopifyDomain))).toEqual(new Set([shop.myshopifyDomain]));
});

test('the next walk finds nothing any more, and the figures of the one before are no longer told', async () => {
  correctCharge();
  await walk();
  expect((await verification())?.figures).not.toEqual([]);
  await walk();
  expect(await verification()).toMatchObject({ rowsChanged: 0, rowsAdded: 0, rowsMissing: 0, figures: [] });
  expect(await corrections()).toEqual([]);
});

test('what another sync corrects is not the walk’s', async () => {
  await walk();
  const row = correctCharge();
  await account.account.sql`
    update sync_feeds set head_from = head_from - interval '90 days' where feed = ${`events/${row.app.number}`}
  `;
  await account.syncUntilOk();
  expect(await account.account.sql`select from merchant_corrections`).not.toHaveLength(0);
  expect(await verification()).toMatchObject({ rowsChanged: 0, figures: [] });
});

test('an app that Shopify refuses is left out, and said to be', async () => {
  account.account.simulator.faults.set([{ when: { appNumber: '4000001' }, effect: { kind: 'graphql_error' } }]);
  await walk();
  expect(account.account.simulator.faults.state[0]?.fired).toBeGreaterThan(0);
  const found = await verification();
  expect(found).toMatchObject({ appsSkipped: 1, rowsMissing: 0 });
  expect(found?.rowsCompared).toBeLessThan(allRows());
});

test('one that could not read all transactions verifies nothing; the one before still counts', async () => {
  await walk();
  // A minute ago: it is told by the second.
  await account.account.sql`update sync_walks set ended_at = ended_at - interval '1 minute'`;
  const before = await verification();
  await account.walkIsDue();
  await account.account.sync({ budgetMs: 1 });
  // The newest page is read already.
  account.account.simulator.faults.set([{ when: { field: 'transactions' }, effect: { kind: 'graphql_error' } }]);
  while ((await account.windows()).includes('walk')) {
    await account.hasRested();
    await account.account.sync({ budgetMs: 1, head: false });
  }
  expect(account.account.simulator.faults.state[0]?.fired).toBeGreaterThan(0);
  expect(await verification()).toEqual(before);
  account.account.simulator.faults.set([]);
  await walk();
  expect((await verification())?.verifiedAt).not.toBe(before?.verifiedAt);
});

test('it does not wait for an app that was removed meanwhile', async () => {
  const { sql, key } = account.account;
  const { organizationId, connectionId } = key;
  account.ledger.apps.set('99', { number: '99', name: 'By hand', apiKey: 'key' });
  await sql`
    insert into apps (organization_id, connection_id, app_number, source)
    values (${organizationId}, ${connectionId}, 99, 'manual')
  `;
  await withTenant(sql, organizationId, (tenant) => prepareFeed(tenant, connectionId, 'events/99'));
  await account.walkIsDue();
  await account.account.sync({ budgetMs: 1 });
  await sql`update apps set removed_at = now() where app_number = 99`;
  await account.hasRested();
  await account.syncUntilOk();
  expect(await account.windows()).toEqual(['walk']);
  expect(await verification()).not.toBeNull();
});
