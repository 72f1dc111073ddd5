import type { z } from 'zod';
import { callTool, codeOf, McpClient, type Told } from '../../../test/support/mcp/mcp-client.js';
import { connectAndSync } from '../../../test/support/mcp/worded-account.js';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { FIGURES_WITH_REASON } from '../../contract/merchant-words.js';
import { RULES } from '../../merchants/definitions/rules.js';
import { generatedWorld } from '../../simulator/worlds/generated.js';
import { instantFromMs } from '../../values/instant.js';
import { LookedUp } from '../schemas/lookup.js';
import { MerchantInFull, MerchantList } from '../schemas/merchant.js';
import { MerchantEventList } from '../schemas/merchant-records.js';
import { Revenue } from '../schemas/revenue.js';
import { MovementList } from '../schemas/revenue-merchants.js';
import { Segment } from '../schemas/segments.js';

const ACCOUNT = { id: '4242', token: 'prtapi_test_mcp_0000000000000001' };

let api: TestApi;
let agent: string;
let client: McpClient;
let all: z.infer<typeof MerchantList>['items'];
let segment: z.infer<typeof Segment>;

beforeAll(async () => {
  const world = generatedWorld({
    seed: 'mcp',
    anchor: instantFromMs(Date.now() - 3_600_000),
    organizationId: ACCOUNT.id,
    token: ACCOUNT.token,
    ...{ apps: 2, merchants: 12, transactions: 200, events: 150, days: 200 },
  });
  api = await startTestApi({ world, servesMcp: true });
  await connectAndSync(api, 'org_1', ACCOUNT);
  agent = await accessToken({ role: 'agent' });
  all = (await get(MerchantList, '/v1/merchants?limit=100&sort=lastEventAt')).items;
  segment = await saveSegment('Here', { statuses: ['active', 'installed', 'churned'] });
  client = await McpClient.connect(api.url, agent);
});
afterAll(async () => {
  await client.close();
  await api.close();
});

async function saveSegment(name: string, criteria: unknown): Promise<z.infer<typeof Segment>> {
  const { json } = await api.send('POST', '/v1/segments', { token: await accessToken(), body: { name, criteria } });
  return Segment.parse(json);
}

async function get<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  const { status, json } = await api.send('GET', path, { token: agent });
  expect([path, status]).toEqual([path, 200]);
  return schema.parse(json);
}

type Item = Readonly<Record<string, unknown>>;
const listOf = ({ answer }: Told, field: string) => answer[field] as readonly Item[];
const first = () => all[0] as (typeof all)[number];

test('it says what it is, whose words are whose, and that it only reads', async () => {
  expect(client.version).toBe('2026-07-28');
  expect(client.instructions).toContain('writtenByMerchant');
  const tools = await client.tools();
  expect(tools.map(({ name }) => name)).toEqual([
    ...['find_merchant', 'merchant_story', 'explain_figure', 'revenue'],
    ...['list_segments', 'merchants_of_segment'],
  ]);
  for (const { annotations, outputSchema } of tools) {
    expect(annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
    expect(outputSchema?.required).toEqual(expect.arrayContaining(['confidence', 'age', 'coverage']));
  }
});

test('clients that speak an earlier revision are answered alike', async () => {
  const earlier = await McpClient.connect(api.url, agent, 'legacy');
  try {
    expect(earlier.version).toBe('2025-11-25');
    const names = (tools: readonly { readonly name: string }[]) => tools.map(({ name }) => name);
    expect(names(await earlier.tools())).toEqual(names(await client.tools()));
    const asked = { shop: first().myshopifyDomain, figure: 'mrr' };
    const [one, other] = [await earlier.call('explain_figure', asked), await client.call('explain_figure', asked)];
    expect(one.answer['apps']).toEqual(other.answer['apps']);
  } finally {
    await earlier.close();
  }
});

test('merchants are found by domain, number and part of the name, as the look-up tells of them', async () => {
  const { shopNumber, myshopifyDomain, name } = first();
  const { json } = await api.send('POST', '/v1/merchants/lookup', { token: agent, body: { keys: [shopNumber] } });
  const merchant = LookedUp.parse(json).items[0]?.merchant;
  for (const query of [shopNumber, myshopifyDomain, `https://${myshopifyDomain}/`, name, ` ${name.toUpperCase()} `]) {
    const told = listOf(await client.call('find_merchant', { query }), 'items').find(
      (item) => item['shopNumber'] === shopNumber,
    );
    const { status, mrr, risk, since, asOf, stale } = merchant ?? {};
    expect(told).toMatchObject({ myshopifyDomain, status, mrr, risk, since, asOf, stale });
    expect(told?.['risk']).not.toBeNull();
    expect(told?.['name']).toEqual({ writtenByMerchant: name });
    expect(told?.['confidence']).toMatch(/^(stated|inferred|assumed)$/);
  }
});

test('pages of a search are all that have it, each once, newest first', async () => {
  const found: unknown[] = [];
  let cursor: unknown;
  do {
    const told = await client.call('find_merchant', { query: 'shop', limit: 5, ...(cursor == null ? {} : { cursor }) });
    found.push(...listOf(told, 'items').map(({ shopNumber }) => shopNumber));
    cursor = told.answer['nextCursor'];
  } while (cursor !== null);
  expect(found).toEqual(all.map(({ shopNumber }) => shopNumber));
});

test('where nobody is found, it is told how much that means', async () => {
  for (const query of ['nobody.myshopify.com', '999999', 'no such name', 'redacted.myshopify.com']) {
    const { answer } = await client.call('find_merchant', { query });
    expect(answer).toMatchObject({ items: [], nextCursor: null, confidence: null, coverage: { whole: true } });
    expect((answer['coverage'] as { connections: unknown[] }).connections).toHaveLength(1);
  }
});

test('a story is the events of the route, page by page', async () => {
  const { shopNumber, myshopifyDomain } = first();
  const { items } = await get(MerchantEventList, `/v1/merchants/${shopNumber}/events?limit=100`);
  expect(items.length).toBeGreaterThan(3);
  const told: Item[] = [];
  let cursor: unknown;
  do {
    const page = await client.call('merchant_story', {
      ...{ shop: myshopifyDomain, limit: 2, ...(cursor == null ? {} : { cursor }) },
    });
    told.push(...listOf(page, 'events'));
    cursor = page.answer['nextCursor'];
  } while (cursor !== null);
  const facts = ({ id, type, occurredAt, amount, mrrChange, rule, confidence }: Item) => ({
    ...{ id, type, occurredAt, amount, mrrChange, rule, confidence },
  });
  expect(told.map(facts)).toEqual(items.map(facts));
  expect(told.map(({ plan }) => plan)).toEqual(items.map(({ plan }) => plan && { writtenByAppOwner: plan }));

  const installs = await client.call('merchant_story', { shop: myshopifyDomain, type: 'installed' });
  expect(listOf(installs, 'events').map(({ type }) => type)).toEqual(['installed']);
});

test('a figure is explained by the rule and the rows that the route names', async () => {
  const { shopNumber } = first();
  const { apps } = await get(MerchantInFull, `/v1/merchants/${shopNumber}`);
  let rowsShown = 0;
  for (const figure of FIGURES_WITH_REASON) {
    const told = await client.call('explain_figure', { shop: shopNumber, figure });
    const explained = listOf(told, 'apps');
    expect(explained).toHaveLength(apps.length);
    for (const [index, app] of apps.entries()) {
      const why = app.why[figure];
      const one = explained[index] as Item & { evidence: { id: string }[] };
      expect(one).toMatchObject({ appId: app.appId, rule: why?.rule ?? null, confidence: why?.confidence ?? null });
      expect(one['ruleMeaning']).toBe(why === undefined ? null : RULES[why.rule as keyof typeof RULES]);
      // The rule names them in its order; the route's rows come in any.
      const shown = new Set(app.rows.map(({ id }) => id));
      expect(one.evidence.map(({ id }) => id)).toEqual((why?.evidence ?? []).filter((id) => shown.has(id)));
      rowsShown += one.evidence.length;
    }
  }
  expect(rowsShown).toBeGreaterThan(0);
  const mrr = listOf(await client.call('explain_figure', { shop: shopNumber, figure: 'mrr' }), 'apps');
  expect(mrr.map(({ value }) => value)).toEqual(apps.map((app) => app.mrr));
  expect(
    codeOf(await client.call('explain_figure', { shop: shopNumber, figure: 'mrr', appId: 'gid://partners/App/9' })),
  ).toBe('app_not_found');
});

test('revenue is that of the routes, in decimal text', async () => {
  for (const [query, input] of [
    ['range=12m', { range: '12m' }],
    ['range=12m&appId=gid://partners/App/4000001', { range: '12m', appId: 'gid://partners/App/4000001' }],
  ] as const) {
    const { answer } = await client.call('revenue', { ...input, limit: 50 });
    const { currencies, range } = await get(Revenue, `/v1/revenue?${query}`);
    const told = answer['currencies'] as readonly Item[];
    expect(answer['range']).toEqual(range);
    expect(told.map(({ cards }) => cards)).toEqual(currencies.map(({ cards }) => cards));
    const { items, totals } = await get(MovementList, `/v1/revenue/movements?${query}&limit=50`);
    expect(answer['totals']).toEqual(totals);
    expect(items.length).toBeGreaterThan(0);
    const facts = ({ movement, occurredAt, mrrChange }: Item) => ({ movement, occurredAt, mrrChange });
    expect((answer['movements'] as readonly Item[]).map(facts)).toEqual(items.map(facts));
    expect(answer['confidence']).toBe('inferred');
    expect(JSON.stringify(answer)).not.toMatch(/"amount":[^"]/);
  }
});

test('segments are those of the routes, page by page, in the words of colleagues', async () => {
  const plans = await saveSegment('Plans', { plans: ['Pro', 'Basic'], appIds: ['gid://partners/App/4000001'] });
  try {
    const pages = [await client.call('list_segments', { limit: 1 })];
    pages.push(await client.call('list_segments', { limit: 1, cursor: pages[0]?.answer['nextCursor'] }));
    expect(pages[1]?.answer['nextCursor']).toBeNull();
    const { id: segmentId, criteria, members, isWhole, updatedAt } = segment;
    expect(pages.flatMap((page) => listOf(page, 'items'))).toEqual([
      { ...{ segmentId, criteria, members, isWhole, updatedAt }, name: { writtenByColleague: 'Here' } },
      expect.objectContaining({
        ...{ segmentId: plans.id, members: plans.members, name: { writtenByColleague: 'Plans' } },
        criteria: { ...plans.criteria, plans: [{ writtenByColleague: 'Pro' }, { writtenByColleague: 'Basic' }] },
      }),
    ]);
    expect(pages[0]?.answer).toMatchObject({ confidence: 'inferred', coverage: { whole: true } });
    expect(pages[0]?.texts[0]).toContain(`${segmentId} (${members} merchants)`);
  } finally {
    await api.send('DELETE', `/v1/segments/${plans.id}`, { token: await accessToken() });
  }
});

test('the merchants of a segment are those of the list, in its order, page by page, as the search tells of them', async () => {
  const { items } = await get(MerchantList, `/v1/merchants?limit=100&segment=${segment.id}`);
  expect(items.length).toBeGreaterThan(2);
  const told: Item[] = [];
  let cursor: unknown;
  do {
    const page = await client.call('merchants_of_segment', {
      ...{ segmentId: segment.id, limit: 2, ...(cursor == null ? {} : { cursor }) },
    });
    expect(page.answer['segment']).toMatchObject({ segmentId: segment.id, name: { writtenByColleague: 'Here' } });
    told.push(...listOf(page, 'items'));
    cursor = page.answer['nextCursor'];
  } while (cursor !== null);
  expect(told.map(({ shopNumber }) => shopNumber)).toEqual(items.map(({ shopNumber }) => shopNumber));
  const query = items[0]?.shopNumber;
  expect(told[0]).toEqual(listOf(await client.call('find_merchant', { query }), 'items')[0]);
});

test('a segment that is not whole yet says so, and who is in it is assumed', async () => {
  await api.sql`update segments set evaluated_to = 0, due_at = now() + interval '1 hour'`;
  try {
    const listed = await client.call('list_segments');
    const told = await client.call('merchants_of_segment', { segmentId: segment.id });
    expect(listed.answer).toMatchObject({ confidence: 'assumed', items: [{ isWhole: false }] });
    expect(told.answer).toMatchObject({ confidence: 'assumed', segment: { isWhole: false } });
    for (const { texts } of [listed, told]) expect(texts[0]).toContain('STILL BEING LOOKED AT');
  } finally {
    await api.sql`update segments set evaluated_to = null`;
  }
});

test('a segment that there is not, or not any more, or is of another organization, is the contract’s code', async () => {
  const gone = await saveSegment('Gone', { statuses: ['active'] });
  await api.send('DELETE', `/v1/segments/${gone.id}`, { token: await accessToken() });
  for (const segmentId of [gone.id, '00000000-0000-4000-8000-000000000000']) {
    expect(codeOf(await client.call('merchants_of_segment', { segmentId }))).toBe('segment_not_found');
  }
  const stranger = await accessToken({ org: 'org_2' });
  const foreign = await callTool(api.url, stranger, 'merchants_of_segment', { segmentId: segment.id });
  expect(codeOf(foreign)).toBe('segment_not_found');
  const { answer } = await callTool(api.url, stranger, 'list_segments');
  expect(answer).toMatchObject({ items: [], nextCursor: null, confidence: null });
});

describe('every answer says how old and how whole it is', () => {
  const calls = (): [string, Record<string, unknown>][] => [
    ['find_merchant', { query: first().shopNumber }],
    ['find_merchant', { query: 'nobody at all' }],
    ['merchant_story', { shop: first().shopNumber }],
    ['explain_figure', { shop: first().shopNumber, figure: 'plan' }],
    ['revenue', {}],
    ['list_segments', {}],
    ['merchants_of_segment', { segmentId: segment.id }],
  ];
  async function expectOfAll(expected: Item): Promise<void> {
    for (const [name, input] of calls()) {
      const { answer, texts } = await client.call(name, input);
      const { age, coverage } = answer;
      expect([name, { age, coverage }]).toEqual([name, expect.objectContaining(expected)]);
      expect(texts[0]?.includes('STALE')).toBe((age as { stale: boolean }).stale);
      expect(texts[0]?.includes('NOT whole')).toBe(!(coverage as { whole: boolean }).whole);
    }
  }
  const connectionsWith = (facts: Item) => ({
    coverage: expect.objectContaining({ connections: [expect.objectContaining(facts)] }) as unknown,
  });
  const ageWith = (facts: Item) => ({ age: expect.objectContaining(facts) as unknown });

  test('fresh and whole', async () => {
    await api.sql`update sync_status set last_synced_at = now()`;
    await expectOfAll({ ...ageWith({ stale: false }), ...connectionsWith({ whole: true, quarantinedRows: 0 }) });
  });

  test('not read for two intervals, or never', async () => {
    await api.sql`update sync_status set last_synced_at = now() - interval '481 seconds'`;
    await expectOfAll(ageWith({ stale: true }));
    const { answer } = await client.call('revenue');
    expect((answer['age'] as { seconds: number }).seconds).toBeGreaterThanOrEqual(481);
    await api.sql`update sync_status set last_synced_at = null`;
    await expectOfAll(ageWith({ stale: true, seconds: null, lastSyncedAt: null }));
    await api.sql`update sync_status set last_synced_at = now()`;
  });

  test('a past that is not whole, rows set aside, apps that are not shown', async () => {
    await api.sql`update sync_status set backfilled = false, whole_since = null`;
    await api.sql`update apps set problem = 'not_visible' where app_number = 4000002`;
    await api.sql`
      insert into quarantined_rows (organization_id, connection_id, hash, feed, reason)
      select organization_id, id, 'hash', 'transactions', 'damaged' from connections
    `;
    const appsNotSeen = [{ appId: 'gid://partners/App/4000002', problem: 'not_visible' }];
    await expectOfAll(
      connectionsWith({ whole: false, quarantinedRows: 1, appsNotSeen, warnings: ['rows_quarantined'] }),
    );
    const { answer } = await client.call('revenue');
    expect(answer).toMatchObject({ history: 'partial', confidence: 'assumed', coverage: { whole: false } });
    await api.sql`delete from quarantined_rows`;
    await api.sql`update apps set problem = null`;
    await api.sql`update sync_status set backfilled = true, whole_since = now()`;
  });
});

test('two tenants at once are each told of their own', async () => {
  const stranger = await McpClient.connect(api.url, await accessToken({ org: 'org_2', role: 'owner' }));
  try {
    const { shopNumber, myshopifyDomain } = first();
    const rounds = Array.from({ length: 8 }, async () => {
      const [own, foreign, theirRevenue] = await Promise.all([
        client.call('merchant_story', { shop: shopNumber }),
        stranger.call('merchant_story', { shop: shopNumber }),
        stranger.call('revenue', { range: '12m' }),
      ]);
      expect(own.answer['shop']).toMatchObject({ myshopifyDomain });
      expect(codeOf(foreign)).toBe('not_found');
      expect(theirRevenue.answer).toMatchObject({
        ...{ history: 'none', currencies: [], movements: [], confidence: null },
        coverage: { whole: false, connections: [] },
      });
    });
    await Promise.all(rounds);
    expect((await stranger.call('find_merchant', { query: 'shop' })).answer).toMatchObject({ items: [] });
  } finally {
    await stranger.close();
  }
});

test('a cursor is good for the same question of the same organization alone', async () => {
  const asked = { query: 'shop', limit: 1 };
  const cursor = (await client.call('find_merchant', asked)).answer['nextCursor'];
  expect(codeOf(await client.call('find_merchant', { ...asked, query: 'sho', cursor }))).toBe('invalid_cursor');
  expect(codeOf(await client.call('merchant_story', { shop: first().shopNumber, cursor }))).toBe('invalid_cursor');
  const foreign = await callTool(api.url, await accessToken({ org: 'org_2' }), 'find_merchant', { ...asked, cursor });
  expect(codeOf(foreign)).toBe('invalid_cursor');
});

test.each<[string, string, Record<string, unknown>]>([
  ['no query', 'find_merchant', {}],
  ['an empty query', 'find_merchant', { query: '' }],
  ['a query that is too long', 'find_merchant', { query: 'x'.repeat(201) }],
  ['a query with NUL', 'find_merchant', { query: 'a\0b' }],
  ['a number for a query', 'find_merchant', { query: 1 }],
  ['a limit of nothing', 'find_merchant', { query: 'a', limit: 0 }],
  ['a limit beyond the most', 'find_merchant', { query: 'a', limit: 21 }],
  ['a limit in text', 'find_merchant', { query: 'a', limit: '5' }],
  ['a field that nobody knows', 'find_merchant', { query: 'a', organizationId: 'org_2' }],
  ['a cursor that is none', 'find_merchant', { query: 'a', cursor: 'x' }],
  ['no shop', 'merchant_story', {}],
  ['a shop with a blank', 'merchant_story', { shop: 'a shop' }],
  ['a type that there is not', 'merchant_story', { shop: '1', type: 'bought' }],
  ['an app by its name', 'merchant_story', { shop: '1', appId: 'App 1' }],
  ['no figure', 'explain_figure', { shop: '1' }],
  ['a figure that there is not', 'explain_figure', { shop: '1', figure: 'password' }],
  ['a range that there is not', 'revenue', { range: '1d' }],
  ['a currency in small letters', 'revenue', { currency: 'usd' }],
  ['more segments than the most', 'list_segments', { limit: 21 }],
  ['no segment', 'merchants_of_segment', {}],
  ['a segment by its name', 'merchants_of_segment', { segmentId: 'Here' }],
])('input is refused: %s', async (_, name, input) => {
  const { isError, texts, answer } = await client.call(name, input);
  expect([isError, answer]).toEqual([true, {}]);
  expect(texts[0]).toContain('Invalid arguments');
});

test.each<[string, Record<string, unknown>]>([
  ['a day to come', { asOf: '2199-01-01' }],
  ['days in the wrong order', { from: '2026-03-02', to: '2026-03-01' }],
  ['one end alone', { from: '2026-03-02' }],
])('what is no range is refused with the contract’s code, and says where: %s', async (_, input) => {
  const told = await client.call('revenue', input);
  expect(codeOf(told)).toBe('invalid_query');
  expect(told.texts[0]).toMatch(/"errors":\[\{"parameter":"(asOf|from|to)","code":"\w+"\}\]/);
});

test('every role may ask, as it may ask the routes', async () => {
  for (const role of ['owner', 'admin', 'agent']) {
    const told = await callTool(api.url, await accessToken({ role }), 'revenue', {});
    expect([role, told.isError]).toEqual([role, false]);
  }
});
