import { callTool, codeOf, McpClient, type Told } from '../../../test/support/mcp/mcp-client.js';
import { connectAndSync, wordedAccount } from '../../../test/support/mcp/worded-account.js';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { World } from '../../simulator/world.js';

const ACCOUNTS = {
  org_1: { id: '7001', token: `prtapi_${'1'.repeat(32)}` },
  org_2: { id: '7002', token: `prtapi_${'2'.repeat(32)}` },
} as const;
const [OWN, OTHER] = ['worded-0.myshopify.com', 'worded-1.myshopify.com'];

let api: TestApi;

beforeAll(async () => {
  const world = new World();
  const nowMs = Date.now() - 3_600_000;
  wordedAccount(world, { ...ACCOUNTS.org_1, nowMs }, ['Alder', 'Birch', 'Cedar']);
  wordedAccount(world, { ...ACCOUNTS.org_2, nowMs }, ['Other Alder', 'Other Birch'], () => true);
  api = await startTestApi({ world, servesMcp: true });
  for (const [org, account] of Object.entries(ACCOUNTS)) await connectAndSync(api, org, account);
});
afterAll(() => api.close());

const tokenOf = (shop: string | undefined, org = 'org_1') => accessToken({ org, role: 'agent', shop });
const callAs = async (shop: string | undefined, name: string, input: Record<string, unknown> = {}, org?: string) =>
  callTool(api.url, await tokenOf(shop, org), name, input);

const TELLING = [
  ['merchant_story', {}],
  ['explain_figure', { figure: 'status' }],
] as const;

/** The numbers of the shops that it tells of. */
const shopsOf = ({ answer }: Told) =>
  [...JSON.stringify(answer).matchAll(/"shopNumber":"(\d+)"/g)].map(([, number]) => number);

test('a token of one shop sees the tools that are about one shop, which need not be named', async () => {
  const client = await McpClient.connect(api.url, await tokenOf(OWN));
  try {
    const tools = await client.tools();
    expect(tools.map(({ name }) => name)).toEqual(['find_merchant', 'merchant_story', 'explain_figure']);
    for (const { inputSchema } of tools) expect(inputSchema.required ?? []).not.toContain('shop');
    expect(shopsOf(await client.call('find_merchant'))).toEqual(['21']);
    for (const [name, input] of TELLING) {
      for (const shop of [undefined, OWN, `https://${OWN.toUpperCase()}/`, '21']) {
        const told = await client.call(name, shop === undefined ? input : { ...input, shop });
        expect([name, shop, shopsOf(told)]).toEqual([name, shop, ['21']]);
      }
    }
  } finally {
    await client.close();
  }
});

test.each([
  ['another shop of the organization', OTHER],
  ['its number', '22'],
  ['a shop that nobody knows', 'nobody.myshopify.com'],
  ['a number that nobody has', '999'],
  ['a part of the own domain', 'worded-0'],
  ['the own domain and more', `${OWN}.example.com`],
])('other shops are refused, known or not: %s', async (_, shop) => {
  expect(codeOf(await callAs(OWN, 'find_merchant', { query: shop }))).toBe('forbidden');
  for (const [name, input] of TELLING) expect(codeOf(await callAs(OWN, name, { ...input, shop }))).toBe('forbidden');
});

test('a refusal says why, and is a line in the audit log', async () => {
  const lines = async () => {
    const [row] = await api.sql<{ times: number }[]>`
      select coalesce(sum(count), 0)::integer as times from audit_log
      where organization_id = 'org_1' and action = 'shop_token_refused' and detail ->> 'route' = 'post /mcp'
    `;
    return row?.times ?? 0;
  };
  const before = await lines();
  const { texts } = await callAs(OWN, 'merchant_story', { shop: OTHER });
  expect(texts[0]).toContain('This access token is for one shop');
  expect(await lines()).toBe(before + 1);
});

test('nothing of the account is told with the shop, nor in its place where no app of it is shown', async () => {
  const { answer } = await callAs(OWN, 'find_merchant');
  const nothing = { partnerOrganizationId: null, quarantinedRows: null, appsNotSeen: null };
  expect(answer).toMatchObject({ coverage: { connections: [nothing] } });
  const show = (isShown: boolean) => api.sql`
    update apps set removed_at = ${isShown ? null : api.sql`now()`} where organization_id = 'org_1'
  `;
  await show(false);
  try {
    expect(codeOf(await callAs(OWN, 'find_merchant'))).toBe('not_found');
  } finally {
    await show(true);
  }
});

test('revenue and segments are refused, and so is a tool that there is not', async () => {
  for (const name of ['revenue', 'list_segments', 'merchants_of_segment', 'merchants', 'toString', '__proto__']) {
    await expect(callAs(OWN, name)).rejects.toMatchObject({ code: -32602 });
  }
});

test('a shop of another organization is not known, though the domain is the same', async () => {
  const [mine, theirs] = await Promise.all(['org_1', 'org_2'].map((org) => callAs(OWN, 'find_merchant', {}, org)));
  expect(JSON.stringify(mine?.answer)).toContain('"writtenByMerchant":"Alder"');
  expect(JSON.stringify(theirs?.answer)).toContain('"writtenByMerchant":"Other Alder"');
  expect(codeOf(await callAs('worded-2.myshopify.com', 'merchant_story', {}, 'org_2'))).toBe('not_found');
  expect(codeOf(await callAs('worded-0.myshopify.com', 'merchant_story', {}, 'org_3'))).toBe('not_found');
});

test('a shop that has moved on, was blanked out or erased is not found, and no other one in its place', async () => {
  const moveTo = (domain: string, number = '21') => api.sql`
    update merchants set myshopify_domain = ${domain} where organization_id = 'org_1' and shop_number = ${number}
  `;
  const expectNobody = async () => {
    expect(codeOf(await callAs(OWN, 'find_merchant'))).toBe('not_found');
    for (const [name, input] of TELLING) {
      expect(codeOf(await callAs(OWN, name, input))).toBe('not_found');
      // Who it was is not told by its number, either.
      expect(codeOf(await callAs(OWN, name, { ...input, shop: '21' }))).toBe('forbidden');
    }
  };
  await moveTo('renamed.myshopify.com');
  await expectNobody();
  await moveTo('redacted.myshopify.com');
  await expectNobody();
  expect(codeOf(await callAs('redacted.myshopify.com', 'merchant_story'))).toBe('not_found');

  // Given to another shop: it is the shop there now, and the one that was there is another one.
  await moveTo(OWN, '22');
  expect(shopsOf(await callAs(OWN, 'merchant_story'))).toEqual(['22']);
  expect(codeOf(await callAs(OWN, 'merchant_story', { shop: '21' }))).toBe('forbidden');
  await moveTo(OTHER, '22');

  // Two of them there: the one seen last.
  await moveTo(OWN);
  await moveTo(OWN, '23');
  expect(shopsOf(await callAs(OWN, 'merchant_story'))).toEqual(['21']);
  await moveTo('worded-2.myshopify.com', '23');

  expect((await api.send('DELETE', '/v1/merchants/21', { token: await accessToken() })).status).toBe(202);
  await expectNobody();
  expect(shopsOf(await callAs(undefined, 'find_merchant', { query: '22' }))).toEqual(['22']);
});
