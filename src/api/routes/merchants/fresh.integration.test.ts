import { WorkerOfApi } from '../../../../test/support/accounts/worker-of-api.js';
import { reserved } from '../../../../test/support/database/reserved.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { freePort } from '../../../../test/support/servers/free-port.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { waitFor } from '../../../../test/support/servers/wait-for.js';
import { REFRESH_WORKFLOW, refreshWorkflowId } from '../../../contract/names.js';
import { generatedWorld } from '../../../simulator/worlds/generated.js';
import { instantFromMs } from '../../../values/instant.js';
import { MerchantInFull } from '../../schemas/merchant.js';

const PARTNER = '4242';
const TOKEN = 'prtapi_test_fresh_000000000000001';
const SHOP = '55000000000';
const DOMAIN = 'shop-1.myshopify.com';

let api: TestApi;
let worker: WorkerOfApi;
let agent: string;
let key: { organizationId: string; connectionId: string };

async function start(options: { temporalAddress?: string } = {}): Promise<void> {
  const world = generatedWorld({
    seed: 'fresh',
    anchor: instantFromMs(Date.now() - 3_600_000),
    organizationId: PARTNER,
    token: TOKEN,
    ...{ apps: 1, merchants: 3, transactions: 20, events: 12, days: 60 },
  });
  api = await startTestApi({ world, ...options });
  worker = new WorkerOfApi(api);
  agent = await accessToken({ role: 'agent' });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: await accessToken(), body });
  key = { organizationId: 'org_1', connectionId: json.id };
  await worker.sync(key);
}

const get = (path: string, token = agent) => api.send('GET', `/v1/merchants/${path}`, { token });
const runOf = (shop: string) => api.temporal.workflow.getHandle(refreshWorkflowId(key.connectionId, shop));
const asked = () => api.sql<{ shop: string }[]>`select shop, ended_at from shop_refreshes order by shop`;
const minutePasses = () => api.sql`update shop_refreshes set asked_at = asked_at - interval '1 minute'`;

function uninstall(): void {
  const { ledger } = api.simulator.world.found(PARTNER);
  const last = ledger.allEvents().find(({ shop }) => shop.number === SHOP);
  if (last === undefined) throw new Error('The shop has no event.');
  const at = Date.now() * 1000;
  ledger.put({
    ...last,
    ...{ type: 'RELATIONSHIP_UNINSTALLED', at, visibleAt: at, tie: ledger.nextTie(), charge: null, reason: null },
  });
}

describe('with Temporal', () => {
  beforeAll(() => start());
  afterEach(() => api.sql`delete from shop_refreshes`);
  afterAll(async () => {
    await worker.close();
    await api.close();
  });

  test('what is stored is answered at once, Shopify is asked by the worker, and what it brings is there then', async () => {
    uninstall();
    const [before, requests] = [(await get(DOMAIN)).json, api.simulator.log.list().length];
    const first = await get(`${DOMAIN}?fresh=true`);
    expect(first.json).toEqual({ ...before, refreshing: true });
    expect(before['refreshing']).toBe(false);
    await waitFor('the refresh to be started', async () => (await runOf(SHOP).describe()).type === REFRESH_WORKFLOW);
    expect(api.simulator.log.list()).toHaveLength(requests);
    expect(MerchantInFull.parse((await get(SHOP)).json).refreshing).toBe(true);
    await worker.refresh(key, SHOP);
    const after = MerchantInFull.parse((await get(DOMAIN)).json);
    expect(after).toMatchObject({ refreshing: false, apps: [{ status: 'churned', detail: 'uninstalled' }] });
  });

  test('for all who look at a shop it is one, at most once a minute', async () => {
    const looks = await Promise.all(Array.from({ length: 5 }, () => get(`${SHOP}?fresh=true`)));
    expect(looks.map(({ json }) => json['refreshing'])).toEqual([true, true, true, true, true]);
    expect(await asked()).toHaveLength(1);
    await worker.refresh(key, SHOP);
    expect((await get(`${SHOP}?fresh=true`)).json['refreshing']).toBe(false);
    await minutePasses();
    expect((await get(`${SHOP}?fresh=true`)).json['refreshing']).toBe(true);
  });

  test('who looks while what it brought is being written does not wait for that', async () => {
    await get(`${SHOP}?fresh=true`);
    const writer = await reserved(api.sql);
    try {
      await writer`begin`;
      await writer`set local idle_in_transaction_session_timeout = 0`;
      await writer`select from shop_refreshes for update`;
      const { status, json } = await get(`${SHOP}?fresh=true`);
      expect([status, json['refreshing']]).toEqual([200, true]);
    } finally {
      await writer`rollback`;
      writer.release();
    }
  });

  test('who does not ask for it has nothing asked', async () => {
    for (const query of ['', '?fresh=false']) expect((await get(DOMAIN + query)).json['refreshing']).toBe(false);
    expect(await asked()).toEqual([]);
  });

  test('a past day cannot be refreshed, and other words are refused', async () => {
    for (const query of ['fresh=true&asOf=2026-01-01', 'fresh=1', 'fresh=']) {
      expect((await get(`${DOMAIN}?${query}`)).json).toMatchObject({
        code: 'invalid_query',
        errors: [{ parameter: 'fresh' }],
      });
    }
    expect(await asked()).toEqual([]);
  });

  test('a domain that is not known is looked for, and found once a row has named it', async () => {
    const domain = 'nobody-yet.myshopify.com';
    const first = await get('Nobody-Yet.myshopify.com?fresh=true');
    expect([first.status, first.json['refreshing']]).toEqual([404, true]);
    expect((await get(domain)).json['refreshing']).toBe(true);
    await worker.refresh(key, domain);
    expect((await get(domain)).json['refreshing']).toBeUndefined();
  });

  test.each(['999', 'redacted.myshopify.com', 'example.com', '-a.myshopify.com'])(
    '%s is no shop to ask for',
    async (shop) => {
      const { status, json } = await get(`${shop}?fresh=true`);
      expect([status, json['refreshing']]).toEqual([404, undefined]);
      expect(await asked()).toEqual([]);
    },
  );

  test('of another organization’s merchants nothing is asked, and nothing told', async () => {
    await get(`${DOMAIN}?fresh=true`);
    const stranger = await accessToken({ org: 'org_2' });
    for (const shop of [DOMAIN, SHOP]) {
      const { status, json } = await get(`${shop}?fresh=true`, stranger);
      expect([status, json['refreshing']]).toEqual([404, undefined]);
    }
    expect(await asked()).toHaveLength(1);
  });

  // The last one: the connection is in error.
  test('while Shopify may not be asked, nothing is', async () => {
    await api.sql`update sync_status set waiting_until = now() + interval '1 minute'`;
    expect((await get(`${DOMAIN}?fresh=true`)).json['refreshing']).toBe(false);
    await api.sql`update sync_status set waiting_until = null`;
    await api.sql`update connections set status = 'error'`;
    expect((await get(`${DOMAIN}?fresh=true`)).json['refreshing']).toBe(false);
    expect(await asked()).toEqual([]);
  });
});

describe('without Temporal', () => {
  beforeAll(async () => start({ temporalAddress: `127.0.0.1:${await freePort()}` }));
  afterAll(async () => {
    await worker.close();
    await api.close();
  });

  test('the merchant is answered all the same, and the next who looks may try again', async () => {
    const triesTold = () => api.logged().split('the refresh of a shop was not started').length - 1;
    for (const tries of [1, 2]) {
      expect((await get(`${DOMAIN}?fresh=true`)).status).toBe(200);
      await waitFor('the try to be told', () => triesTold() === tries);
      await waitFor('it to be taken back', async () => (await get(DOMAIN)).json['refreshing'] === false);
    }
  });
});
