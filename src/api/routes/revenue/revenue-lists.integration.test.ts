import type { z } from 'zod';
import { ToldAccounts } from '../../../../test/support/merchants/told-accounts.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { MerchantInFull } from '../../schemas/merchant.js';
import { Revenue } from '../../schemas/revenue.js';
import { MovementList, RevenueMerchantList } from '../../schemas/revenue-merchants.js';
import { ChurnReasons, Cohorts, TrialFunnel } from '../../schemas/revenue-tables.js';

let api: TestApi;
let agent: string;

beforeAll(async () => {
  api = await startTestApi();
  agent = await accessToken({ role: 'agent' });
  const accounts = ToldAccounts.in(api.databaseUrl);
  try {
    const account = await accounts.connect({ organizationId: 'org_1' });
    await account.shopWithRows(
      '1',
      'd0 install; d0 act 1 Pro 10; d40 uninstall Too expensive, Missing features,Too expensive',
    );
    await account.shopWithRows('2', 'd1 install; d1 act 2 Pro 10; d41 can 2');
    await account.shopWithRows('3', 'd2 install; d2 act 3 Max 100 bill 365d; d42 uninstall Too expensive');
    await account.shopWithRows('4', 'd3 install; d3 act 4 Max 30 bill 14d; d17 sale 4 30');
    await account.shopWithRows('5', 'd4 install; d4 act 5 Pro 20 bill 14d; d10 uninstall');
    await account.shopWithRows('6', 'd5 install; d20 uninstall Testing', { app: '8' });
    await account.shopWithRows('7', 'd50 install; d50 act 7 Max 30 bill 14d');
    await account.shopWithRows('8', 'd6 act 8 Euro 9 EUR');
    await account.shopWithRows('9', 'd7 install; d7 act 9 Test 5 test; d9 can 9');
    const returned = await accounts.connect({ organizationId: 'org_3' });
    await returned.shopWithRows('1', 'd0 install; d0 act 1 Pro 40 bill 14d; d5 deactivate; d20 reactivate');
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
const YEAR = 'from=2026-01-01&to=2026-03-01';

test('a movement opens into its merchants: who, when, how much, why', async () => {
  const { items, totals } = await get(MovementList, `/v1/revenue/movements?${YEAR}&movement=churn`);
  expect(totals).toEqual([{ currencyCode: 'USD', count: 3, mrrChange: usd('-28.33') }]);
  expect(items.map(({ type, plan, mrrChange, reason }) => [type, plan, mrrChange.amount, reason])).toEqual([
    ['uninstalled', 'Max', '-8.33', 'Too expensive'],
    ['unsubscribed', 'Pro', '-10.00', null],
    ['uninstalled', 'Pro', '-10.00', 'Too expensive, Missing features,Too expensive'],
  ]);
  expect(items[0]).toMatchObject({
    movement: 'churn',
    occurredAt: '2026-02-12T00:00:00Z',
    merchant: { shopNumber: '3', myshopifyDomain: 'shop-3.myshopify.com', name: 'Shop 3' },
    appId: 'gid://partners/App/7',
    appName: 'App 7',
  });
});

test('pages of movements hold each once; the totals stay those of the whole list', async () => {
  const whole = await get(MovementList, `/v1/revenue/movements?${YEAR}`);
  const paged: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: z.output<typeof MovementList> = await get(MovementList, `/v1/revenue/movements?${YEAR}&limit=2${next}`);
    paged.push(...page.items.map(({ id }) => id));
    expect(page.totals).toEqual(whole.totals);
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(whole.items.map(({ id }) => id));
  const first = await get(MovementList, `/v1/revenue/movements?${YEAR}&limit=2`);
  const other = `/v1/revenue/movements?${YEAR}&movement=new&limit=2&cursor=${first.nextCursor ?? ''}`;
  const { json } = await api.send('GET', other, { token: agent });
  expect(json).toMatchObject({ code: 'invalid_cursor' });
});

test('the merchants of a past day, largest first, and those of one plan', async () => {
  const { merchants, mrr, items } = await get(
    RevenueMerchantList,
    '/v1/revenue/merchants?currency=USD&asOf=2026-01-31',
  );
  const { currencies } = await get(Revenue, '/v1/revenue?asOf=2026-01-31');
  expect(mrr).toEqual(currencies.find(({ currencyCode }) => currencyCode === 'USD')?.cards.mrr.value);
  expect([merchants, mrr.amount]).toEqual([4, '58.33']);
  expect(items.map(({ merchant, mrr: own }) => `${merchant.name} ${own.amount}`)).toEqual([
    ...['Shop 4 30.00', 'Shop 2 10.00', 'Shop 1 10.00', 'Shop 3 8.33'],
  ]);
  expect(items[0]?.plans).toMatchObject([{ plan: 'Max', status: 'active', mrr: usd('30.00') }]);
  const ofPlan = await get(RevenueMerchantList, '/v1/revenue/merchants?currency=USD&asOf=2026-01-31&plan=Max');
  expect([ofPlan.merchants, ofPlan.mrr.amount]).toEqual([2, '38.33']);
  const trialing = await get(RevenueMerchantList, '/v1/revenue/merchants?currency=USD&asOf=2026-02-20&standing=active');
  expect(trialing.items.map(({ merchant, plans }) => [merchant.name, plans[0]?.status])).toEqual([
    ...[
      ['Shop 4', 'active'],
      ['Shop 7', 'trialing'],
    ],
  ]);
  const nobody = await get(RevenueMerchantList, '/v1/revenue/merchants?currency=JPY');
  expect(nobody).toMatchObject({ merchants: 0, mrr: { amount: '0' }, items: [], nextCursor: null });
});

test('why they leave: each reason by itself, and each leaving once in the total', async () => {
  const { items, total, leftOut } = await get(ChurnReasons, `/v1/revenue/churn-reasons?${YEAR}`);
  expect([total, leftOut]).toEqual([{ count: 5, mrrChange: [usd('-28.33')] }, 0]);
  const lines = items.map(({ appId, plan, reason, count, mrrChange }) =>
    [appId.slice(-1), plan, reason, count, ...mrrChange.map(({ amount }) => amount)].join(' '),
  );
  expect(lines.sort()).toEqual([
    '7 Max Too expensive 1 -8.33',
    '7 Pro  2 -10.00',
    '7 Pro Missing features 1 -10.00',
    '7 Pro Too expensive 1 -10.00',
    '8  Testing 1',
  ]);
});

test('cohorts: who is left, month by month, and what they pay', async () => {
  const { currencies } = await get(Cohorts, '/v1/revenue/cohorts?asOf=2026-03-15');
  const shown = currencies.map(({ currencyCode, cohorts }) =>
    cohorts.map(({ month, merchants, mrr, retained }) =>
      [
        currencyCode,
        month,
        merchants,
        mrr.amount,
        ...retained.map((one) => `${one.merchants}: ${one.mrr.amount}`),
      ].join(' '),
    ),
  );
  expect(shown).toEqual([['EUR 2026-01 1 9.00 1: 9.00 1: 9.00'], ['USD 2026-01 4 58.33 4: 58.33 1: 30.00']]);
});

test('the trial funnel, by app and plan', async () => {
  const { apps } = await get(TrialFunnel, '/v1/revenue/trial-funnel?from=2026-01-01&to=2026-02-25');
  expect(apps).toEqual([
    {
      ...{ appId: 'gid://partners/App/7', appName: 'App 7' },
      ...{ installed: 7, trialsStarted: 3, converted: 1, stillTrialing: 1, subscribedWithoutTrial: 3 },
      plans: [
        { plan: 'Max', trialsStarted: 2, converted: 1, stillTrialing: 1 },
        { plan: 'Pro', trialsStarted: 1, converted: 0, stillTrialing: 0 },
      ],
    },
    {
      ...{ appId: 'gid://partners/App/8', appName: 'App 8' },
      installed: 1,
      trialsStarted: 0,
      converted: 0,
      stillTrialing: 0,
      subscribedWithoutTrial: 0,
      plans: [],
    },
  ]);
});

test('a trial over whose end the shop was closed converts by its return', async () => {
  const token = await accessToken({ org: 'org_3' });
  const { json } = await api.send('GET', '/v1/revenue/trial-funnel?from=2026-01-01&to=2026-02-25', { token });
  expect(json['apps']).toMatchObject([
    { installed: 1, trialsStarted: 1, converted: 1, stillTrialing: 0, subscribedWithoutTrial: 0 },
  ]);
});

const LISTS = ['movements', 'merchants', 'churn-reasons', 'cohorts', 'trial-funnel'].map(
  (list) => `/v1/revenue/${list}`,
);

test('another organization sees nothing of it', async () => {
  const token = await accessToken({ org: 'org_2' });
  for (const list of LISTS) {
    const { status, json } = await api.send('GET', `${list}${list.endsWith('merchants') ? '?currency=USD' : ''}`, {
      token,
    });
    expect([list, status]).toEqual([list, 200]);
    expect(JSON.stringify(json)).not.toMatch(/shop-|Pro|Max/);
  }
  for (const key of ['shop-3.myshopify.com', '3']) {
    const { status } = await api.send('GET', `/v1/merchants/${key}?asOf=2026-02-11`, { token });
    expect([key, status]).toEqual([key, 404]);
  }
});

test.each([
  ['/v1/revenue/movements?movement=lost', 'invalid_query'],
  ['/v1/revenue/movements?currency=usd', 'invalid_query'],
  ['/v1/revenue/merchants', 'invalid_query'],
  ['/v1/revenue/merchants?currency=USD&asOf=2999-01-01', 'day_not_over'],
  ['/v1/revenue/merchants?currency=USD&standing=frozen', 'invalid_query'],
  ['/v1/revenue/churn-reasons?from=2026-01-01', 'from_and_to'],
  ['/v1/revenue/cohorts?asOf=2026-02-30', 'no_such_day'],
  ['/v1/revenue/cohorts?range=30d', 'unknown_parameter'],
  ['/v1/revenue/trial-funnel?range=1y', 'invalid_query'],
])('%s is refused as %s', async (path, code) => {
  const { status, json } = await api.send('GET', path, { token: agent });
  expect([status, json]).toMatchObject([422, { code: 'invalid_query', errors: [{ code }] }]);
});

describe('one merchant on a past day', () => {
  const then = async (shop: string, asOf: string) =>
    get(MerchantInFull, `/v1/merchants/shop-${shop}.myshopify.com?asOf=${asOf}`);

  test('is told as it stood, with nothing of what came later', async () => {
    const before = await then('3', '2026-02-11');
    expect(before).toMatchObject({ mrr: [usd('8.33')], tenure: { since: '2026-01-03T00:00:00Z', until: null } });
    expect(before.apps[0]).toMatchObject({
      ...{ status: 'active', detail: null, plan: 'Max', lastPlan: null, interval: 'ANNUAL', price: usd('100.00') },
      ...{ mrr: usd('8.33'), installedAt: '2026-01-03T00:00:00Z', uninstalledAt: null },
    });
    expect((await then('3', '2026-02-12')).apps[0]).toMatchObject({
      ...{ status: 'churned', detail: 'uninstalled', plan: null, lastPlan: 'Max', price: null, mrr: usd('0.00') },
      uninstalledAt: '2026-02-12T00:00:00Z',
    });
    expect((await then('4', '2026-01-10')).apps[0]).toMatchObject({
      ...{ status: 'trialing', plan: 'Max', mrr: usd('0.00'), trialEndsAt: '2026-01-18T00:00:00Z' },
      firstSubscribedAt: null,
    });
    expect((await then('1', '2026-01-01')).apps[0]?.why.status?.rule).toBeDefined();
  });

  test('pays what revenue says, together with all others', async () => {
    for (const day of ['2026-01-01', '2026-01-07', '2026-01-20', '2026-02-09', '2026-02-12', '2026-03-31']) {
      const { currencies } = await get(Revenue, `/v1/revenue?asOf=${day}`);
      const paid = new Map<string, bigint>();
      await Promise.all(
        ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(async (shop) => {
          const { status, json } = await api.send('GET', `/v1/merchants/${shop}?asOf=${day}`, { token: agent });
          if (status === 404) return;
          for (const { amount, currencyCode } of MerchantInFull.parse(json).mrr) {
            paid.set(currencyCode, (paid.get(currencyCode) ?? 0n) + BigInt(amount.replace('.', '')));
          }
        }),
      );
      for (const { currencyCode, cards } of currencies) {
        expect([day, paid.get(currencyCode) ?? 0n]).toEqual([day, BigInt(cards.mrr.value.amount.replace('.', ''))]);
      }
    }
  });

  test.each([
    ['3?asOf=2026-01-02', 404, 'not_found'],
    ['404?asOf=2026-01-02', 404, 'not_found'],
    ['3?asOf=2999-01-01', 422, 'invalid_query'],
    ['3?asOf=', 422, 'invalid_query'],
    ['3?asOf=2026-02-30', 422, 'invalid_query'],
  ])('%s is refused', async (key, status, code) => {
    const answer = await api.send('GET', `/v1/merchants/${key}`, { token: agent });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});
