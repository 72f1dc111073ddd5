import { type Item, listOf, useAskedAccount } from '../../../test/support/mcp/asked-account.js';
import { callTool, codeOf, McpClient } from '../../../test/support/mcp/mcp-client.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { FIGURES_WITH_REASON } from '../../contract/merchant-words.js';
import { RULES } from '../../merchants/definitions/rules.js';
import { LookedUp } from '../schemas/lookup.js';
import { MerchantInFull, MerchantList } from '../schemas/merchant.js';
import { MerchantEventList } from '../schemas/merchant-records.js';
import { Revenue } from '../schemas/revenue.js';
import { MovementList } from '../schemas/revenue-merchants.js';

const account = useAskedAccount();

test('it says what it is, whose words are whose, and that it only reads', async () => {
  expect(account.client.version).toBe('2026-07-28');
  expect(account.client.instructions).toContain('writtenByMerchant');
  const tools = await account.client.tools();
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
  const earlier = await McpClient.connect(account.api.url, account.agent, 'legacy');
  try {
    expect(earlier.version).toBe('2025-11-25');
    const names = (tools: readonly { readonly name: string }[]) => tools.map(({ name }) => name);
    expect(names(await earlier.tools())).toEqual(names(await account.client.tools()));
    const asked = { shop: account.first.myshopifyDomain, figure: 'mrr' };
    const [one, other] = [
      await earlier.call('explain_figure', asked),
      await account.client.call('explain_figure', asked),
    ];
    expect(one.answer['apps']).toEqual(other.answer['apps']);
  } finally {
    await earlier.close();
  }
});

test('merchants are found by domain, number and part of the name, as the look-up tells of them', async () => {
  const { shopNumber, myshopifyDomain, name } = account.first;
  const { json } = await account.api.send('POST', '/v1/merchants/lookup', {
    token: account.agent,
    body: { keys: [shopNumber] },
  });
  const merchant = LookedUp.parse(json).items[0]?.merchant;
  for (const query of [shopNumber, myshopifyDomain, `https://${myshopifyDomain}/`, name, ` ${name.toUpperCase()} `]) {
    const told = listOf(await account.client.call('find_merchant', { query }), 'items').find(
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
    const told = await account.client.call('find_merchant', {
      query: 'shop',
      limit: 5,
      ...(cursor == null ? {} : { cursor }),
    });
    found.push(...listOf(told, 'items').map(({ shopNumber }) => shopNumber));
    cursor = told.answer['nextCursor'];
  } while (cursor !== null);
  expect(found).toEqual(account.all.map(({ shopNumber }) => shopNumber));
});

test('a story is the events of the route, page by page', async () => {
  const { shopNumber, myshopifyDomain } = account.first;
  const { items } = await account.get(MerchantEventList, `/v1/merchants/${shopNumber}/events?limit=100`);
  expect(items.length).toBeGreaterThan(3);
  const told: Item[] = [];
  let cursor: unknown;
  do {
    const page = await account.client.call('merchant_story', {
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

  const installs = await account.client.call('merchant_story', { shop: myshopifyDomain, type: 'installed' });
  expect(listOf(installs, 'events').map(({ type }) => type)).toEqual(['installed']);
});

test('a figure is explained by the rule and the rows that the route names', async () => {
  const { shopNumber } = account.first;
  const { apps } = await account.get(MerchantInFull, `/v1/merchants/${shopNumber}`);
  let rowsShown = 0;
  for (const figure of FIGURES_WITH_REASON) {
    const told = await account.client.call('explain_figure', { shop: shopNumber, figure });
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
  const mrr = listOf(await account.client.call('explain_figure', { shop: shopNumber, figure: 'mrr' }), 'apps');
  expect(mrr.map(({ value }) => value)).toEqual(apps.map((app) => app.mrr));
  expect(
    codeOf(
      await account.client.call('explain_figure', { shop: shopNumber, figure: 'mrr', appId: 'gid://partners/App/9' }),
    ),
  ).toBe('app_not_found');
});

test('revenue is that of the routes, in decimal text', async () => {
  for (const [query, input] of [
    ['range=12m', { range: '12m' }],
    ['range=12m&appId=gid://partners/App/4000001', { range: '12m', appId: 'gid://partners/App/4000001' }],
  ] as const) {
    const { answer } = await account.client.call('revenue', { ...input, limit: 50 });
    const { currencies, range } = await account.get(Revenue, `/v1/revenue?${query}`);
    const told = answer['currencies'] as readonly Item[];
    expect(answer['range']).toEqual(range);
    expect(told.map(({ cards }) => cards)).toEqual(currencies.map(({ cards }) => cards));
    const { items, totals } = await account.get(MovementList, `/v1/revenue/movements?${query}&limit=50`);
    expect(answer['totals']).toEqual(totals);
    expect(items.length).toBeGreaterThan(0);
    const facts = ({ movement, occurredAt, mrrChange }: Item) => ({ movement, occurredAt, mrrChange });
    expect((answer['movements'] as readonly Item[]).map(facts)).toEqual(items.map(facts));
    expect(answer['confidence']).toBe('inferred');
    expect(JSON.stringify(answer)).not.toMatch(/"amount":[^"]/);
  }
});

test('segments are those of the routes, page by page, in the words of colleagues', async () => {
  const plans = await account.saveSegment('Plans', { plans: ['Pro', 'Basic'], appIds: ['gid://partners/App/4000001'] });
  try {
    const pages = [await account.client.call('list_segments', { limit: 1 })];
    pages.push(await account.client.call('list_segments', { limit: 1, cursor: pages[0]?.answer['nextCursor'] }));
    expect(pages[1]?.answer['nextCursor']).toBeNull();
    const { id: segmentId, criteria, members, isWhole, updatedAt } = account.segment;
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
    await account.api.send('DELETE', `/v1/segments/${plans.id}`, { token: await accessToken() });
  }
});

test('the merchants of a segment are those of the list, in its order, page by page, as the search tells of them', async () => {
  const { items } = await account.get(MerchantList, `/v1/merchants?limit=100&segment=${account.segment.id}`);
  expect(items.length).toBeGreaterThan(2);
  const told: Item[] = [];
  let cursor: unknown;
  do {
    const page = await account.client.call('merchants_of_segment', {
      ...{ segmentId: account.segment.id, limit: 2, ...(cursor == null ? {} : { cursor }) },
    });
    expect(page.answer['segment']).toMatchObject({
      segmentId: account.segment.id,
      name: { writtenByColleague: 'Here' },
    });
    told.push(...listOf(page, 'items'));
    cursor = page.answer['nextCursor'];
  } while (cursor !== null);
  expect(told.map(({ shopNumber }) => shopNumber)).toEqual(items.map(({ shopNumber }) => shopNumber));
  const query = items[0]?.shopNumber;
  expect(told[0]).toEqual(listOf(await account.client.call('find_merchant', { query }), 'items')[0]);
});

test('a segment that there is not, or not any more, or is of another organization, is the contract’s code', async () => {
  const gone = await account.saveSegment('Gone', { statuses: ['active'] });
  await account.api.send('DELETE', `/v1/segments/${gone.id}`, { token: await accessToken() });
  for (const segmentId of [gone.id, '00000000-0000-4000-8000-000000000000']) {
    expect(codeOf(await account.client.call('merchants_of_segment', { segmentId }))).toBe('segment_not_found');
  }
  const stranger = await accessToken({ org: 'org_2' });
  const foreign = await callTool(account.api.url, stranger, 'merchants_of_segment', { segmentId: account.segment.id });
  expect(codeOf(foreign)).toBe('segment_not_found');
  const { answer } = await callTool(account.api.url, stranger, 'list_segments');
  expect(answer).toMatchObject({ items: [], nextCursor: null, confidence: null });
});

test('two tenants at once are each told of their own', async () => {
  const stranger = await McpClient.connect(account.api.url, await accessToken({ org: 'org_2', role: 'owner' }));
  try {
    const { shopNumber, myshopifyDomain } = account.first;
    const rounds = Array.from({ length: 8 }, async () => {
      const [own, foreign, theirRevenue] = await Promise.all([
        account.client.call('merchant_story', { shop: shopNumber }),
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
  const cursor = (await account.client.call('find_merchant', asked)).answer['nextCursor'];
  expect(codeOf(await account.client.call('find_merchant', { ...asked, query: 'sho', cursor }))).toBe('invalid_cursor');
  expect(codeOf(await account.client.call('merchant_story', { shop: account.first.shopNumber, cursor }))).toBe(
    'invalid_cursor',
  );
  const foreign = await callTool(account.api.url, await accessToken({ org: 'org_2' }), 'find_merchant', {
    ...asked,
    cursor,
  });
  expect(codeOf(foreign)).toBe('invalid_cursor');
});

test('every role may ask, as it may ask the routes', async () => {
  for (const role of ['owner', 'admin', 'agent']) {
    const told = await callTool(account.api.url, await accessToken({ role }), 'revenue', {});
    expect([role, told.isError]).toEqual([role, false]);
  }
});
