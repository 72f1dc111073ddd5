import { connectStoredAccount } from '../../../../test/support/accounts/stored-account.js';
import { charge, day, relationship } from '../../../../test/support/merchants/raw-rows.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { connectPostgres } from '../../../postgres/client.js';
import { plusMs } from '../../../values/instant.js';
import { MerchantCorrectionList } from '../../schemas/merchant-records.js';

let api: TestApi;
let agent: string;

beforeAll(async () => {
  api = await startTestApi();
  agent = await accessToken({ role: 'agent' });
  const sqls = {
    api: connectPostgres(api.databaseUrl, { applicationName: 'test-api', role: 'convot_api', max: 1 }),
    worker: connectPostgres(api.databaseUrl, { applicationName: 'test-worker', role: 'convot_worker', max: 1 }),
  };
  try {
    const account = await connectStoredAccount(sqls, 'org_1');
    await account.store('1', [
      relationship('RELATIONSHIP_INSTALLED', day(0)),
      charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00'),
    ]);
    await account.backfilled();
    await account.fold(day(20));
    await account.store('1', [relationship('RELATIONSHIP_UNINSTALLED', day(9))]);
    await account.fold(plusMs(day(20), 60_000));
  } finally {
    await Promise.all([sqls.api.end(), sqls.worker.end()]);
  }
});
afterAll(() => api.close());

async function read(query: string) {
  const { status, json } = await api.send('GET', `/v1/merchants/shop-1.myshopify.com/corrections${query}`, {
    token: agent,
  });
  expect(status).toBe(200);
  return MerchantCorrectionList.parse(json);
}

test('corrections of a merchant, learned last first, page by page', async () => {
  const common = {
    appId: 'gid://partners/App/4436393',
    cause: 'row',
    evidence: ['event/4436393/1/RELATIONSHIP_UNINSTALLED/2026-01-10T10:00:00.000000Z/'],
  };
  const first = await read('?limit=3');
  expect(first.items).toMatchObject([
    { ...common, figure: 'uninstalledAt', from: null, to: '2026-01-10T10:00:00Z', at: null },
    { ...common, figure: 'status', from: 'active', to: 'none', at: '2026-01-10T10:00:00Z' },
    { ...common, figure: 'plan', from: 'Pro', to: null, at: '2026-01-10T10:00:00Z' },
  ]);
  expect(Date.now() - Date.parse(first.items[0]?.learnedAt ?? '')).toBeLessThan(60_000);
  const { items, nextCursor } = await read(`?limit=3&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    {
      ...common,
      figure: 'mrr',
      from: { amount: '20.00', currencyCode: 'USD' },
      to: { amount: '0.00', currencyCode: 'USD' },
      at: '2026-01-10T10:00:00Z',
    },
  ]);
});

test('an unknown merchant, another tenant’s and a made up cursor are refused', async () => {
  const status = async (path: string, token: string) => (await api.send('GET', path, { token })).status;
  expect(await status('/v1/merchants/nobody.myshopify.com/corrections', agent)).toBe(404);
  const other = await accessToken({ org: 'org_2', role: 'agent' });
  expect(await status('/v1/merchants/shop-1.myshopify.com/corrections', other)).toBe(404);
  expect(await status('/v1/merchants/shop-1.myshopify.com/corrections?cursor=x.y', agent)).toBe(422);
});
