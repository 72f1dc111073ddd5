import { WorkerOfApi } from '../../../test/support/accounts/worker-of-api.js';
import { plantSeldomRows, tablesOfShops } from '../../../test/support/database/canary-rows.js';
import { tablesWith } from '../../../test/support/database/found-in.js';
import { pauseAtRow } from '../../../test/support/database/row-pause.js';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { withTenant } from '../../postgres/tenant.js';
import type { LedgerEvent, LedgerRow, LedgerTransaction, ShopRecord } from '../../simulator/ledger/rows.js';
import { generatedWorld } from '../../simulator/worlds/generated.js';
import { instantFromMs } from '../../values/instant.js';
import { findWrong } from '../always-true/check.js';
import { ALWAYS_TRUE } from '../always-true/checks.js';

const PARTNER = '4242';
const TOKEN = 'prtapi_test_erasure_00000000000001';
/** The canary: the second of three merchants. */
const SHOP = '55000000001';
const DOMAIN = 'canary-zq1.myshopify.com';
const NAME = 'Kanarien\u202evogel "<&\\>\' 赤 DROP TABLE';
const SAID = 'canary-said: dopo 3 mesi, troppo caro';
const ODD_CHARGE = '26009990001';

let api: TestApi;
let worker: WorkerOfApi;
let owner: string;
let lastTie = 900_000_000;
let key: { organizationId: string; connectionId: string };

const ledger = () => api.simulator.world.found(PARTNER).ledger;
const send = (method: string, path: string, token = owner, headers = {}) =>
  api.send(method, `/v1/merchants/${path}`, { token, headers });
const erase = (which = DOMAIN) => send('DELETE', which);

/** Everything that the shop is known by, and what its merchant wrote. */
function traces() {
  const { shopifyNumber } = canary();
  const texts = ['canary-zq1', 'canary-zq2', 'Kanarien', 'canary-said'];
  return { texts, numbers: [SHOP, shopifyNumber, '26000000001', ODD_CHARGE] };
}
const found = () => tablesWith(api.sql, traces());

function canary(): ShopRecord {
  const shop = ledger().shops.get(SHOP);
  if (shop === undefined) throw new Error('the shop is gone at Shopify');
  return shop;
}

/** One more row like the first of the shop's. */
function put<Row extends LedgerRow>(model: Row, parts: Partial<Row>): Row {
  const at = Date.now() * 1000;
  const row = { ...model, at, visibleAt: at, tie: (lastTie += 1), ...parts };
  ledger().put(row);
  return row;
}
const saleOf = (): LedgerTransaction => {
  const own = ledger().transactions.all.find(({ shop, chargeId }) => shop?.number === SHOP && chargeId !== null);
  if (own === undefined) throw new Error('the shop bought nothing');
  return own;
};
const eventOf = (): LedgerEvent => {
  const own = ledger()
    .allEvents()
    .find(({ shop, charge }) => shop.number === SHOP && charge !== null);
  if (own === undefined) throw new Error('nothing happened to the shop');
  return own;
};

const idOf = ({ typename, tie }: LedgerTransaction) => `gid://partners/${typename}/${tie}`;

/** Reads everything again, as the hourly sweep and the weekly walk do. */
async function readAllAgain(): Promise<void> {
  const windows = async () => (await api.sql`select from sync_windows`).length;
  await api.sql`
    update sync_status
    set sweep_started_at = now() - interval '2 hours', walk_started_at = now() - interval '8 days', sparing_until = null
  `;
  do {
    await worker.sync(key);
    await api.sql`update sync_status set sparing_until = null`;
  } while ((await windows()) > 0);
}

beforeEach(async () => {
  const world = generatedWorld({
    seed: 'erasure',
    anchor: instantFromMs(Date.now() - 3_600_000),
    organizationId: PARTNER,
    token: TOKEN,
    ...{ apps: 1, merchants: 3, transactions: 60, events: 24, days: 60 },
  });
  api = await startTestApi({ world });
  worker = new WorkerOfApi(api);
  owner = await accessToken();
  Object.assign(canary(), { name: NAME, myshopifyDomain: DOMAIN });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: owner, body });
  key = { organizationId: 'org_1', connectionId: json.id };
  // Rows in every condition: damaged, and with a shop that only charge or domain tell.
  const lostShop = { shop: { id: 'gid://partners/Shop/?', name: NAME, myshopifyDomain: DOMAIN } };
  put(saleOf(), { asSent: { netAmount: { amount: 'lots', currencyCode: 'USD' } } });
  put(saleOf(), { asSent: { shop: { id: 7, name: NAME, myshopifyDomain: '?' } }, chargeId: null });
  put(saleOf(), { asSent: lostShop });
  put(saleOf(), { shop: null });
  put(eventOf(), { asSent: { shop: { ...lostShop.shop, id: `gid://partners/Shop/${SHOP}` }, occurredAt: 'never' } });
  await worker.sync(key);
  await readAllAgain();
  put(eventOf(), {
    ...{ type: 'RELATIONSHIP_UNINSTALLED', charge: null, reason: 'canary-said: other', description: SAID },
  });
  const charge = { ...eventOf().charge, id: `gid://partners/AppSubscription/${ODD_CHARGE}` } as LedgerEvent['charge'];
  put(eventOf(), { type: 'SUBSCRIPTION_CHARGE_ACTIVATED', charge, at: (Date.now() - 86_400_000) * 1000 });
  await worker.sync(key);
  const segment = { name: 'Whoever there is', criteria: { installed: { from: '2000-01-01' } } };
  await api.send('POST', '/v1/segments', { token: owner, body: segment });
  await send('GET', `${DOMAIN}?fresh=true`);
  await send('GET', `canary-zq1.myshopify.com/events`);
  await plantSeldomRows(api.sql, canary());
}, 60_000);
afterEach(async () => {
  await worker.close();
  await api.close();
});

/** All rows of other shops, but marks: those come and go. */
async function rowsOfOthers() {
  const tables = ['transactions', 'app_events', 'merchants', 'merchant_apps', 'merchant_events', 'merchant_spans'];
  return Promise.all(
    tables.map(
      (table) => api.sql`select * from ${api.sql(table)} where shop_number <> ${SHOP} order by 1, 2, 3, 4, 5, 6`,
    ),
  );
}

async function wrongFigures(): Promise<string[]> {
  const all = await Promise.all(
    ALWAYS_TRUE.map((check) => withTenant(api.sql, key.organizationId, (tenant) => findWrong(tenant, check))),
  );
  return all.flatMap(({ wrong }, index) => (wrong > 0 ? [ALWAYS_TRUE[index]?.name ?? ''] : []));
}

const mrrOfDays = async () => {
  const rows = await api.sql<{ sum: string | null }[]>`select sum(change)::text as sum from mrr_days where change > 0`;
  return BigInt(rows[0]?.sum ?? 0);
};

test('everything of the shop goes, a receipt that names nothing of it stays, and others keep all they have', async () => {
  const [message] = await api.sql`select id from webhook_messages where shop_number = ${SHOP}`;
  // In whatever table a shop's rows are, or anything of it can be: every-table.integration.test.ts knows the others.
  const kept = [...(await tablesOfShops(api.sql)), 'audit_log', 'quarantined_rows', 'shop_refreshes'];
  expect(await found()).toEqual(expect.arrayContaining(kept));
  const [others, sums] = [await rowsOfOthers(), await mrrOfDays()];
  const { status, json } = await erase();
  expect([status, json]).toEqual([
    202,
    {
      id: expect.any(String) as string,
      at: expect.any(String) as string,
      erasedBy: expect.any(String) as string,
      kind: 'merchant',
      removedRows: expect.objectContaining({ shops: 1, merchants: 1, quarantined_rows: 4 }) as object,
    },
  ]);
  expect(await found()).toEqual([]);
  expect(await rowsOfOthers()).toEqual(others);
  // Its money is in no figure, of no day.
  expect(await mrrOfDays()).toBeLessThan(sums);
  expect(await wrongFigures()).toEqual([]);
  expect(await tablesWith(api.sql, { texts: [String(message?.['id'])], numbers: [] })).toEqual([]);
  const [line] = await api.sql`select actor, detail from audit_log where action = 'erase_merchant'`;
  expect(line).toEqual({ actor: json['erasedBy'], detail: { receipt: json.id } });
  expect(await api.sql`select id, kind from erasures`).toEqual([{ id: json.id, kind: 'merchant' }]);
});

test('it is found nowhere afterwards, and whoever erases it again gets the same receipt', async () => {
  const { json } = await erase(encodeURIComponent(`https://${DOMAIN.toUpperCase()}/`));
  for (const path of [DOMAIN, SHOP, `${SHOP}/events`, `${SHOP}/history`, `${DOMAIN}/charges`, `${SHOP}/corrections`]) {
    expect([path, (await send('GET', path)).status]).toEqual([path, 404]);
  }
  expect((await send('GET', `${DOMAIN}?fresh=true`)).json).toMatchObject({ code: 'not_found' });
  expect((await send('GET', `?search=canary`)).status).toBe(404);
  const list = await api.send('GET', '/v1/merchants?search=canary-zq1', { token: owner });
  expect(list.json.items).toEqual([]);
  for (const which of [DOMAIN, SHOP]) expect((await erase(which)).json).toEqual(json);
  expect((await erase('never-seen.myshopify.com')).status).toBe(404);
  expect(await found()).toEqual([]);
});

test('an Idempotency-Key protects it as any other command; only owners may', async () => {
  const headers = { 'idempotency-key': 'erase-once' };
  expect((await send('DELETE', DOMAIN, await accessToken({ role: 'admin' }))).json.code).toBe('forbidden');
  const answers = [await send('DELETE', DOMAIN, owner, headers), await send('DELETE', DOMAIN, owner, headers)];
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(answers[1]?.text).toBe(answers[0]?.text);
  expect((await send('DELETE', SHOP, owner, headers)).json.code).toBe('idempotency_key_reused');
});

test('neither sweep nor walk nor a refresh brings it back, under whatever domain', async () => {
  await erase();
  const others = await rowsOfOthers();
  await readAllAgain();
  expect(await found()).toEqual([]);
  await worker.refresh(key, SHOP);
  await worker.refresh(key, DOMAIN);
  expect(await found()).toEqual([]);

  canary().myshopifyDomain = 'canary-zq2.myshopify.com';
  put(eventOf(), { type: 'SUBSCRIPTION_CANCELLATION_SCHEDULED' });
  put(saleOf(), {});
  put(saleOf(), { asSent: { netAmount: { amount: 'lots', currencyCode: 'USD' } } });
  await worker.refresh(key, 'canary-zq2.myshopify.com');
  await readAllAgain();
  await readAllAgain();
  expect(await found()).toEqual([]);
  expect(await rowsOfOthers()).toEqual(others);
  expect(await wrongFigures()).toEqual([]);
  // A connection that the organization makes anew reads the past from the beginning.
  await api.sql`delete from connections`;
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: owner, body });
  await worker.sync({ organizationId: 'org_1', connectionId: json.id });
  expect(await found()).toEqual([]);
});

test('a page that is being stored at that moment brings nothing back', async () => {
  const sale = put(saleOf(), {});
  const pause = await pauseAtRow(api.sql, key.organizationId, idOf(sale));
  const syncing = worker.sync(key);
  await pause.reached();
  const erasing = erase();
  await waitFor('the erasure to wait for the page', async () => {
    const waiting = await api.sql`
      select from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and not l.granted and a.application_name = 'test-api'
    `;
    return waiting.length > 0;
  });
  await pause.release();
  expect((await erasing).status).toBe(202);
  await syncing;
  expect(await found()).toEqual([]);
});

test('nor does one that was asked for before and is stored after', async () => {
  put(saleOf(), {});
  put(eventOf(), { type: 'RELATIONSHIP_INSTALLED', charge: null });
  const asked = api.simulator.log.list().length;
  api.simulator.faults.set([{ when: { organizationId: PARTNER }, effect: { kind: 'delay', ms: 1_500 } }]);
  const syncing = worker.sync(key);
  await waitFor('the page to be asked for', () => api.simulator.log.list().length > asked);
  expect((await erase()).status).toBe(202);
  await syncing;
  api.simulator.faults.set([]);
  expect(await found()).toEqual([]);
  expect((await api.sql`select from transactions`).length).toBeGreaterThan(0);
});

test('it needs no superuser to own the tables, and takes from no other organization', async () => {
  await api.sql`
    do $$
    declare
      own record;
    begin
      for own in select oid::regclass as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
        execute format('alter table %s owner to convot_readonly', own.name);
      end loop;
      for own in select oid::regprocedure as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace loop
        execute format('alter routine %s owner to convot_readonly', own.name);
      end loop;
    end $$
  `;
  // Another organization has the same account.
  const stranger = await accessToken({ org: 'org_2' });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: stranger, body });
  await worker.sync({ organizationId: 'org_2', connectionId: json.id });
  const theirs = () => api.sql`select * from transactions where organization_id = 'org_2' order by id`;
  const before = await theirs();
  expect((await send('DELETE', DOMAIN, stranger)).status).toBe(202);
  expect((await theirs()).length).toBeLessThan(before.length);
  expect((await send('GET', DOMAIN, stranger)).status).toBe(404);
  expect((await send('GET', DOMAIN)).status).toBe(200);
  const rest = await theirs();
  expect((await erase()).status).toBe(202);
  expect(await found()).toEqual([]);
  expect(await theirs()).toEqual(rest);
});
