import type { z } from 'zod';
import { WorkerOfApi } from '../../../../test/support/accounts/worker-of-api.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { withTenant } from '../../../postgres/tenant.js';
import { generatedWorld } from '../../../simulator/worlds/generated.js';
import type { Instant } from '../../../values/instant.js';
import { AppList, Connection, RunList } from '../../schemas/connection.js';
import { type Merchant, MerchantInFull, MerchantList } from '../../schemas/merchant.js';
import { MerchantChargeList, MerchantEventList } from '../../schemas/merchant-records.js';

const PARTNER = '4242';
const TOKEN = 'prtapi_test_api_00000000000000001';

let api: TestApi;
let agent: string;
let connectionId: string;
let worker: WorkerOfApi;

beforeAll(async () => {
  const world = generatedWorld({
    seed: 'api',
    anchor: '2026-11-20T12:00:00.000000Z' as Instant,
    organizationId: PARTNER,
    token: TOKEN,
    rowsPerInstant: 3,
    days: 300,
    apps: 2,
    merchants: 30,
    transactions: 400,
    events: 300,
  });
  api = await startTestApi({ world });
  agent = await accessToken({ role: 'agent' });
  const { json } = await api.send('POST', '/v1/connections', {
    token: await accessToken(),
    body: { partnerOrganizationId: PARTNER, accessToken: TOKEN },
  });
  connectionId = json.id;
  worker = new WorkerOfApi(api);
  await sync();
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const sync = () => worker.sync({ organizationId: 'org_1', connectionId });

async function get<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  const { status, json } = await api.send('GET', path, { token: agent });
  expect([path, status]).toEqual([path, 200]);
  return schema.parse(json);
}

/** Walks all pages. */
async function all(path: string, limit: number) {
  const items: z.output<typeof Merchant>[] = [];
  const separator = path.includes('?') ? '&' : '?';
  let cursor: string | null = '';
  while (cursor !== null) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.output<typeof MerchantList> = await get(MerchantList, `${path}${separator}limit=${limit}${after}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

test('a synced connection says how far it is', async () => {
  const connection = await get(Connection, `/v1/connections/${connectionId}`);
  expect(connection).toMatchObject({ status: 'connected', phase: 'idle', error: null, warnings: [], apps: 2 });
  expect(connection.progress).toMatchObject({ backfilled: true, completeBackTo: null, rowsPerSecond: null });
  expect(connection.progress.rows).toBe(700);
  expect(connection.lastSyncedAt).not.toBeNull();
  expect(connection.dataThrough).not.toBeNull();
  expect(Date.parse(connection.nextSyncAt ?? '')).toBeGreaterThan(Date.now());
});

test('its apps are listed as discovered, with their installs', async () => {
  const { items } = await get(AppList, `/v1/connections/${connectionId}/apps`);
  expect(items.map(({ source }) => source)).toEqual(['auto', 'auto']);
  for (const { installs, lastEventAt, name } of items) {
    expect(installs).toBeGreaterThan(0);
    expect(lastEventAt).not.toBeNull();
    expect(name).not.toBeNull();
  }
});

test('its syncs are listed, newest first', async () => {
  await sync();
  const { items } = await get(RunList, `/v1/connections/${connectionId}/runs`);
  expect(items.length).toBeGreaterThan(1);
  expect(items[0]).toMatchObject({ kind: 'head', outcome: 'ok', newRows: 0, error: null });
  const first = await get(RunList, `/v1/connections/${connectionId}/runs?limit=1`);
  const rest = await get(RunList, `/v1/connections/${connectionId}/runs?cursor=${first.nextCursor ?? ''}`);
  expect([...first.items, ...rest.items]).toEqual(items);
});

test.each(['mrr', 'lifetimeValue', 'lastEventAt', 'installedAt'])('pages sorted by %s fit together', async (sort) => {
  const whole = await get(MerchantList, `/v1/merchants?sort=${sort}&limit=100`);
  expect(whole.items).toHaveLength(30);
  expect(await all(`/v1/merchants?sort=${sort}`, 7)).toEqual(whole.items);
});

test('merchants are found by a part of the domain, by status, plan and app', async () => {
  const everybody = await all('/v1/merchants', 100);
  const [one] = everybody;
  if (one === undefined) throw new Error('no merchant');
  const found = await all(`/v1/merchants?search=${one.myshopifyDomain.slice(0, -3).toUpperCase()}`, 100);
  expect(found.map(({ shopId }) => shopId)).toContain(one.shopId);
  for (const status of ['active', 'churned'] as const) {
    const expected = everybody.filter(({ apps }) => apps.some((app) => app.status === status));
    expect(await all(`/v1/merchants?status=${status}`, 100)).toEqual(expected);
  }
  const appId = one.apps[0]?.appId ?? '';
  const expected = everybody.filter(({ apps }) => apps.some((app) => app.appId === appId));
  expect(await all(`/v1/merchants?appId=${encodeURIComponent(appId)}`, 100)).toEqual(expected);
  const plan = everybody.flatMap(({ apps }) => apps.map((app) => app.plan)).find((name) => name !== null);
  expect(await all(`/v1/merchants?plan=${encodeURIComponent(plan ?? '')}`, 100)).not.toHaveLength(0);
});

test('merchants are downloaded for a spreadsheet, filtered and sorted as the list', async () => {
  const path = '?status=active&sort=lifetimeValue';
  const { status, headers, text } = await api.send('GET', `/v1/merchants.csv${path}`, { token: agent });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename=merchants-\d{4}-\d\d-\d\d\.csv$/);
  expect(headers.get('cache-control')).toBe('no-store');
  const [titles = [], ...lines] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
  const apps = (await all(`/v1/merchants${path}`, 100)).flatMap(({ myshopifyDomain, apps: own }) =>
    own.filter((app) => app.status === 'active').map((app) => ({ myshopifyDomain, app })),
  );
  expect(apps.length).toBeGreaterThan(0);
  const columns = ['Domain', 'App', 'Plan', 'MRR', 'Currency', 'Lifetime value', 'Risk'].map((title) =>
    titles.indexOf(title),
  );
  expect(lines.map((cells) => columns.map((column) => cells[column]))).toEqual(
    apps.map(({ myshopifyDomain, app: { appName, plan, mrr, lifetimeValue, risk } }) => [
      ...[myshopifyDomain, appName, plan, mrr?.amount, mrr?.currencyCode, lifetimeValue[0]?.amount, risk?.level],
    ]),
  );
});

test('one merchant is read by domain or number, with its whole history and its charges', async () => {
  const [one] = (await get(MerchantList, '/v1/merchants?limit=1')).items;
  if (one === undefined) throw new Error('no merchant');
  const address = encodeURIComponent(`HTTPS://${one.myshopifyDomain}/`);
  for (const key of [
    one.myshopifyDomain,
    one.myshopifyDomain.toUpperCase(),
    `${one.myshopifyDomain}.`,
    address,
    one.shopNumber,
  ]) {
    const { tenure, refreshing, ...inFull } = await get(MerchantInFull, `/v1/merchants/${key}`);
    const more = { rows: expect.arrayContaining([expect.anything()]) as unknown };
    expect(inFull).toEqual({ ...one, apps: one.apps.map((app) => ({ ...app, ...more })) });
    expect(tenure.isWhole).toEqual(expect.any(Boolean));
    expect(refreshing).toBe(false);
    const events = await get(MerchantEventList, `/v1/merchants/${key}/events?limit=100`);
    expect(events.items.length).toBeGreaterThan(0);
    const first = await get(MerchantEventList, `/v1/merchants/${key}/events?limit=1`);
    expect(first.items).toEqual(events.items.slice(0, 1));
    const charges = await get(MerchantChargeList, `/v1/merchants/${key}/charges`);
    expect(charges.items.length).toBeGreaterThan(0);
  }
});

test.each(['unknown.myshopify.com', '999999999', 'redacted', '..', 'a%20b', '1'.repeat(40), "x'--"])(
  'there is no merchant %s',
  async (key) => {
    for (const path of [`/v1/merchants/${key}`, `/v1/merchants/${key}/events`, `/v1/merchants/${key}/charges`]) {
      const { status, json } = await api.send('GET', path, { token: agent });
      expect([path, status, json.code]).toEqual([path, 404, 'not_found']);
    }
  },
);

test.each([
  'status=unknown',
  'sort=name',
  'order=up',
  'appId=1',
  'appId=gid://shopify/App/1',
  'currency=EURO',
  'currency=1',
  'search=',
  'search=%00',
  'plan=',
  `search=${'x'.repeat(201)}`,
  'organizationId=org_2',
  'status=active&status=churned',
])('?%s is refused', async (query) => {
  for (const path of ['/v1/merchants', '/v1/merchants.csv']) {
    const { status, json } = await api.send('GET', `${path}?${query}`, { token: agent });
    expect([path, status, json.code]).toEqual([path, 422, 'invalid_query']);
  }
});

test.each(["'", '%', '_', '\\', "'; drop table merchants; --", '%25', '😀'])(
  'search %j is plain text',
  async (search) => {
    const { items } = await get(MerchantList, `/v1/merchants?search=${encodeURIComponent(search)}`);
    expect(items.every(({ myshopifyDomain, name }) => `${myshopifyDomain} ${name}`.includes(search))).toBe(true);
  },
);

test('an app that is taken away hides its merchants', async () => {
  const hide = (removedAt: string | null) =>
    withTenant(api.sql, 'org_1', ({ sql }) => sql`update apps set removed_at = ${removedAt}`);
  await hide('2026-11-20T12:00:00Z');
  expect(await all('/v1/merchants', 100)).toEqual([]);
  await hide(null);
  expect(await all('/v1/merchants', 100)).toHaveLength(30);
});
