import type { z } from 'zod';
import { ToldAccounts } from '../../../../test/support/merchants/told-accounts.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { MRR_SUBJECTS } from '../../../contract/mrr-definition-words.js';
import { MerchantMrrDefinitions, RevenueMrrDefinitions } from '../../schemas/mrr-definitions.js';

let api: TestApi;
let agent: string;
let stranger: string;

beforeAll(async () => {
  api = await startTestApi();
  agent = await accessToken({ role: 'agent' });
  stranger = await accessToken({ role: 'agent', org: 'org_2' });
  const accounts = ToldAccounts.in(api.databaseUrl);
  try {
    const account = await accounts.connect({ organizationId: 'org_1' });
    await account.shopWithRows('1', 'd0 act 1 Year 190 bill 365d; d1 sale 1 95 annual; d35 usage-sale 9 5');
    await account.shopWithRows('1', 'd0 act 2 Pro 20; d30 sale 2 20', { app: '8' });
    await account.shopWithRows('2', 'd0 act 3 Pro 50; d30 sale 3 40; d38 freeze 3');
    await account.shopWithRows('3', 'd39 act 4 Euro 9 EUR');
  } finally {
    await accounts.close();
  }
});
afterAll(() => api.close());

async function get<Shape extends z.ZodType>(shape: Shape, path: string): Promise<z.output<Shape>> {
  const { status, json } = await api.send('GET', path, { token: agent });
  expect([path, status]).toEqual([path, 200]);
  return shape.parse(json);
}

const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const AS_OF = 'asOf=2026-02-09';

test('the page: MRR by each definition, and by which rules it differs, with their sources', async () => {
  const { asOf, history, currencies } = await get(RevenueMrrDefinitions, `/v1/revenue/mrr-definitions?${AS_OF}`);
  expect([asOf, history, currencies.map(({ currencyCode }) => currencyCode)]).toEqual([
    '2026-02-09',
    'whole',
    ['EUR', 'USD'],
  ]);
  const dollars = currencies[1];
  expect(dollars?.mrr).toEqual(usd('35.83'));
  expect(dollars?.definitions.map(({ name, mrr, difference }) => [name, mrr.amount, difference.amount])).toEqual([
    ['Mantle', '35.83', '0.00'],
    ['ChartMogul', '67.92', '32.08'],
    ['ProfitWell', '32.92', '-2.92'],
  ]);
  const items = dollars?.definitions[1]?.items ?? [];
  expect(items.map(({ rule, amount, merchants }) => [rule, amount.amount, merchants])).toEqual([
    ['last_billed', '-7.92', 1],
    ['frozen', '40.00', 1],
  ]);
  expect(items[1]).toMatchObject({
    sentence: expect.stringContaining('past due') as string,
    source: { title: 'ChartMogul, Handling past-due subscriptions' },
    apps: [{ appId: 'gid://partners/App/7', appName: 'App 7', amount: usd('40.00'), merchants: 1 }],
    largest: [{ merchant: { shopNumber: '2', name: 'Shop 2' }, amount: usd('40.00') }],
  });
  const euros = currencies[0]?.definitions.map(({ mrr }) => mrr.amount);
  expect(euros).toEqual(['9.00', '0.00', '0.00']);
  const ofApp = await get(
    RevenueMrrDefinitions,
    `/v1/revenue/mrr-definitions?${AS_OF}&appId=${encodeURIComponent('gid://partners/App/8')}`,
  );
  expect(ofApp.currencies.map(({ currencyCode, mrr }) => [currencyCode, mrr.amount])).toEqual([['USD', '20.00']]);
});

test('one merchant: each item with app, charges and the rows that say so', async () => {
  const { currencies } = await get(MerchantMrrDefinitions, `/v1/merchants/1/mrr-definitions?${AS_OF}`);
  expect(currencies.map(({ mrr }) => mrr)).toEqual([usd('35.83')]);
  const [, , profitwell] = currencies[0]?.definitions ?? [];
  expect(profitwell).toMatchObject({ mrr: usd('32.92'), difference: usd('-2.92') });
  expect(profitwell?.items).toMatchObject([
    {
      rule: 'last_billed',
      appName: 'App 7',
      amount: usd('-7.92'),
      charges: ['1'],
      evidence: ['gid://partners/AppSubscriptionSale/100171'],
    },
    { rule: 'usage', amount: usd('5.00'), charges: [], evidence: ['gid://partners/AppUsageSale/100271'] },
  ]);
  const byDomain = await get(MerchantMrrDefinitions, '/v1/merchants/shop-2.myshopify.com/mrr-definitions');
  expect(byDomain.asOf).toBeNull();
  expect(byDomain.currencies[0]?.definitions[1]).toMatchObject({ definition: 'chartmogul', mrr: usd('40.00') });
});

test('all that is published is told, also where the definitions agree: every subject of each, once', async () => {
  const { definitions } = await get(RevenueMrrDefinitions, '/v1/revenue/mrr-definitions');
  for (const { rules } of definitions) {
    expect(rules.map(({ subject }) => subject).sort()).toEqual([...MRR_SUBJECTS].sort());
    for (const { source, assumption } of rules) expect(source ?? assumption).not.toBeNull();
  }
});

test('nobody is told of another organization’s merchants, and nothing of who is unknown', async () => {
  const refused = await api.send('GET', '/v1/merchants/1/mrr-definitions', { token: stranger });
  expect([refused.status, refused.json]).toMatchObject([404, { code: 'not_found' }]);
  const unknown = await api.send('GET', '/v1/merchants/99/mrr-definitions', { token: agent });
  expect([unknown.status, unknown.json]).toMatchObject([404, { code: 'not_found' }]);
  const { status, json } = await api.send('GET', `/v1/revenue/mrr-definitions?${AS_OF}`, { token: stranger });
  expect([status, json]).toMatchObject([200, { history: 'none', currencies: [] }]);
  const future = await api.send('GET', '/v1/revenue/mrr-definitions?asOf=2999-01-01', { token: agent });
  expect([future.status, future.json]).toMatchObject([422, { code: 'invalid_query' }]);
});
