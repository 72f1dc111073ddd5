import { codeOf, McpClient } from '../../../test/support/mcp/mcp-client.js';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';

let api: TestApi;
let client: McpClient;

beforeAll(async () => {
  api = await startTestApi({ servesMcp: true });
  client = await McpClient.connect(api.url, await accessToken({ role: 'agent' }));
});
afterAll(async () => {
  await client.close();
  await api.close();
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
