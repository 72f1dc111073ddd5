import type { z } from 'zod';
import { ToldAccounts } from '../../../../test/support/merchants/told-accounts.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { RANGES } from '../../../contract/revenue-words.js';
import { type Tenant, withTenant } from '../../../postgres/tenant.js';
import { Revenue } from '../../schemas/revenue.js';

let api: TestApi;
let agent: string;

beforeAll(async () => {
  api = await startTestApi();
  agent = await accessToken({ role: 'agent' });
  const accounts = ToldAccounts.in(api.databaseUrl);
  try {
    const account = await accounts.connect({ organizationId: 'org_1', scanned: daysAgo(0) });
    const asOf = daysAgo(0);
    await account.shop('1', `${daysAgo(20)} act 1 Pro 10.50; ${daysAgo(3)} act 2 Max 30; ${daysAgo(3)} can 1`, {
      asOf,
    });
    await account.shop('2', `${daysAgo(2)} act 3 Pro 1200 JPY`, { asOf, app: '8' });
    await account.shop('3', `${daysAgo(9)} install; ${daysAgo(9)} act 4 Pro 5; ${daysAgo(2)} uninstall`, { asOf });
  } finally {
    await accounts.close();
  }
});
afterAll(() => api.close());

/** A day as stories write it, counted back from today. */
function daysAgo(days: number): string {
  return `d${Math.floor((Date.now() - Date.parse('2026-01-01')) / 86_400_000) - days}`;
}

async function get(path: string): Promise<z.output<typeof Revenue>> {
  const { status, json } = await api.send('GET', path, { token: agent });
  expect([path, status]).toEqual([path, 200]);
  return Revenue.parse(json);
}

test.each(RANGES)('%s has the contract’s shape, and its figures agree', async (range) => {
  const { currencies, activeMerchants, range: days } = await get(`/v1/revenue?range=${range}`);
  expect(currencies.map(({ currencyCode }) => currencyCode)).toEqual(['JPY', 'USD']);
  expect(activeMerchants.value).toBe(2);
  for (const { cards, series } of currencies) {
    expect(series.at(-1)?.mrr).toEqual(cards.mrr.value);
    expect([series[0]?.date, series.at(-1)?.date]).toEqual([days.from, days.to]);
    expect(series.every(({ complete }) => complete)).toBe(true);
  }
});

test('figures are decimal text of their currency', async () => {
  const [yen, dollars] = (await get('/v1/revenue?range=7d')).currencies;
  const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
  expect(dollars).toMatchObject({
    cards: {
      mrr: { value: usd('30.00'), previous: usd('15.50') },
      arr: { value: usd('360.00'), previous: usd('186.00') },
      newMrr: { value: usd('0.00'), previous: usd('5.00') },
      churnedMrr: { value: usd('-5.00'), previous: usd('0.00') },
      arpu: { value: usd('30.00'), previous: usd('7.75') },
    },
    activeMerchants: { value: 1, previous: 2 },
    byApp: [{ appId: 'gid://partners/App/7', appName: 'App 7', mrr: usd('30.00'), merchants: 1 }],
    byPlan: [{ appId: 'gid://partners/App/7', plan: 'Max', mrr: usd('30.00'), merchants: 1 }],
  });
  expect(dollars?.series.at(-2)).toMatchObject({ mrr: usd('30.00'), churn: usd('-5.00'), expansion: usd('0.00') });
  expect(yen?.cards.mrr.value).toEqual({ amount: '1200', currencyCode: 'JPY' });
});

test('thirty days are the range of those who name none', async () => {
  expect(await get('/v1/revenue')).toEqual(await get('/v1/revenue?range=30d'));
});

test('one app alone, and one that nobody has', async () => {
  const { currencies } = await get('/v1/revenue?appId=gid://partners/App/8');
  expect(currencies.map(({ currencyCode }) => currencyCode)).toEqual(['JPY']);
  expect((await get('/v1/revenue?appId=gid://partners/App/404')).currencies).toEqual([]);
});

test('another organization sees nothing of it', async () => {
  const { json } = await api.send('GET', '/v1/revenue', { token: await accessToken({ org: 'org_2' }) });
  expect(json).toMatchObject({ currencies: [], activeMerchants: { value: 0, previous: 0 } });
});

test('the file has the series’ rows, with the same filters', async () => {
  const { currencies, range } = await get('/v1/revenue?range=7d');
  const { status, text, headers } = await api.send('GET', '/v1/revenue.csv?range=7d', { token: agent });
  expect([status, headers.get('content-disposition')]).toEqual([
    200,
    `attachment; filename=revenue-${range.from}-${range.to}.csv`,
  ]);
  const [head, ...lines] = text.trimEnd().split('\r\n');
  expect(head).toBe(
    '"Day (UTC)","Currency","MRR","New","Reactivation","Expansion","Contraction","Paused","Resumed","Churn","Complete"',
  );
  expect(lines).toEqual(
    currencies.flatMap(({ currencyCode, series }) =>
      series.map((point) =>
        [
          ...[`"${point.date}"`, `"${currencyCode}"`, point.mrr.amount, point.new.amount, point.reactivation.amount],
          ...[point.expansion.amount, point.contraction.amount, point.paused.amount, point.resumed.amount],
          ...[point.churn.amount, `"${point.complete ? 'yes' : 'no'}"`],
        ].join(','),
      ),
    ),
  );
  const ofApp = await api.send('GET', '/v1/revenue.csv?range=7d&appId=gid://partners/App/8', { token: agent });
  expect(ofApp.text.trimEnd().split('\r\n')).toHaveLength(8);
});

test('points of months, from any day to any other', async () => {
  const [from, to] = [dayAgo(400), dayAgo(1)];
  const { unit, range, currencies } = await get(`/v1/revenue?from=${from}&to=${to}`);
  expect([unit, range]).toEqual(['month', { from, to }]);
  for (const { series, cards } of currencies) {
    expect(
      series
        .map(({ date }) => date)
        .slice(1)
        .every((date) => date.endsWith('-01')),
    ).toBe(true);
    expect([series[0]?.date, series.at(-1)?.mrr]).toEqual([from, cards.mrr.value]);
  }
  const days = await get(`/v1/revenue?from=${dayAgo(7)}&to=${to}`);
  expect([days.unit, days]).toEqual(['day', await get('/v1/revenue?range=7d')]);
  expect(await get(`/v1/revenue?range=7d&asOf=${to}`)).toEqual(days);
  const file = await api.send('GET', '/v1/revenue.csv?range=7d&unit=month&separator=semicolon', { token: agent });
  expect(file.text).toMatch(/^"Month from \(UTC\)";"Currency";"MRR";/);
});

function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

test('a past day is told as it stood, and while a first sync is not whole nothing is compared', async () => {
  const usd = (revenue: z.output<typeof Revenue>) => revenue.currencies.find((one) => one.currencyCode === 'USD');
  expect(usd(await get(`/v1/revenue?asOf=${dayAgo(4)}`))?.cards.mrr.value.amount).toBe('15.50');
  const whole = await get('/v1/revenue?range=7d');
  expect([whole.history, usd(whole)?.cards.mrr.previous?.amount]).toEqual(['whole', '15.50']);
  const accounts = ToldAccounts.in(api.databaseUrl);
  try {
    const account = await accounts.connect({ organizationId: 'org_3', scanned: daysAgo(0) });
    await account.shop('1', `${daysAgo(20)} act 1 Pro 10.50`, { asOf: daysAgo(0) });
    await account.shop('2', `${daysAgo(100)} act 2 Pro 10; ${daysAgo(10)} can 2`, { asOf: daysAgo(0) });
    await account.addPast();
  } finally {
    await accounts.close();
  }
  const { json } = await api.send('GET', '/v1/revenue?range=7d', { token: await accessToken({ org: 'org_3' }) });
  const partial = Revenue.parse(json);
  expect([partial.history, partial.activeMerchants]).toEqual(['partial', { value: 1, previous: null }]);
  expect(usd(partial)?.cards).toMatchObject({
    ...{ mrr: { value: { amount: '10.50' }, previous: null }, arr: { previous: null }, newMrr: { previous: null } },
    ...{ churnedMrr: { previous: null }, arpu: { previous: null }, projectedLtv: { previous: null } },
  });
  expect(usd(partial)?.churn.at(-2)?.merchantChurnRate).not.toBeNull();
  expect(usd(partial)?.churnRate).toMatchObject({ merchants: { previous: null }, mrr: { previous: null } });
});

test('an account that was disconnected in its first sync does not keep the others from being compared for good', async () => {
  const token = await accessToken({ org: 'org_4' });
  const read = async () => Revenue.parse((await api.send('GET', '/v1/revenue?range=7d', { token })).json);
  const accounts = ToldAccounts.in(api.databaseUrl);
  try {
    const half = await accounts.connect({ organizationId: 'org_4', scanned: daysAgo(0) });
    await half.addPast();
    const disconnect = (tenant: Tenant) =>
      tenant.sql`update connections set status = 'disconnected' where id = ${half.connectionId}`;
    await withTenant(accounts.api, 'org_4', disconnect);
    // Where there is no other, half is all there is.
    expect(await read()).toMatchObject({ history: 'partial', activeMerchants: { previous: null } });
    const whole = await accounts.connect({ organizationId: 'org_4', scanned: daysAgo(0) });
    await whole.shop('1', `${daysAgo(20)} act 1 Pro 10.50`, { asOf: daysAgo(0) });
    expect(await read()).toMatchObject({ history: 'whole', activeMerchants: { value: 1, previous: 1 } });
    await whole.addPast();
    expect(await read()).toMatchObject({ history: 'partial' });
  } finally {
    await accounts.close();
  }
});

test.each([
  ['range=7d&from=2026-01-01&to=2026-01-02', 'range_or_days'],
  ['from=2026-01-02&to=2026-01-01', 'from_after_to'],
  ['from=2026-01-02', 'from_and_to'],
  ['to=2026-01-02', 'from_and_to'],
  ['from=2026-01-01&to=2999-01-01', 'day_not_over'],
  ['from=2026-02-29&to=2026-03-01', 'no_such_day'],
  ['from=2001-01-01&to=2026-03-01', 'range_too_long'],
  ['from=2024-01-01&to=2026-03-01&unit=day', 'unit_too_small'],
  ['from=2026-01-01&to=2026-01-31&asOf=2026-02-01', 'as_of_is_to'],
  ['asOf=2999-01-01', 'day_not_over'],
  ['asOf=tomorrow', 'invalid_query'],
  ['unit=week', 'invalid_query'],
])('?%s is refused as %s', async (query, code) => {
  for (const path of ['/v1/revenue', '/v1/revenue.csv']) {
    const { status, json } = await api.send('GET', `${path}?${query}`, { token: agent });
    expect([path, status, json]).toMatchObject([path, 422, { code: 'invalid_query', errors: [{ code }] }]);
  }
});

test('today is not over', async () => {
  const { json } = await api.send('GET', `/v1/revenue?asOf=${dayAgo(0)}`, { token: agent });
  expect(json).toMatchObject({ code: 'invalid_query', errors: [{ parameter: 'asOf', code: 'day_not_over' }] });
});

test.each([
  'range=',
  'range=1d',
  'range=12M',
  'range=today',
  'range=7d&range=30d',
  'appId=7',
  'appId=gid://shopify/App/7',
  'currency=USD',
  'limit=5',
  'organizationId=org_2',
])('?%s is refused', async (query) => {
  for (const path of ['/v1/revenue', '/v1/revenue.csv']) {
    const { status, json } = await api.send('GET', `${path}?${query}`, { token: agent });
    expect([path, status, json.code]).toEqual([path, 422, 'invalid_query']);
  }
});
