import type { z } from 'zod';
import { WorkerOfApi } from '../../../../test/support/accounts/worker-of-api.js';
import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { generatedWorld } from '../../../simulator/worlds/generated.js';
import { instantFromMs } from '../../../values/instant.js';
import { LookedUp } from '../../schemas/lookup.js';
import type { Merchant } from '../../schemas/merchant.js';

const PARTNER = '4242';
const TOKEN = 'prtapi_test_lookup_00000000000001';

let api: TestApi;
let worker: WorkerOfApi;
let agent: string;
let all: z.infer<typeof Merchant>[];

beforeAll(async () => {
  const world = generatedWorld({
    seed: 'lookup',
    anchor: instantFromMs(Date.now() - 3_600_000),
    organizationId: PARTNER,
    token: TOKEN,
    ...{ apps: 3, merchants: 12, transactions: 200, events: 150, days: 200 },
  });
  api = await startTestApi({ world });
  worker = new WorkerOfApi(api);
  agent = await accessToken({ role: 'agent' });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  const { json } = await api.send('POST', '/v1/connections', { token: await accessToken(), body });
  await worker.sync({ organizationId: 'org_1', connectionId: json.id });
  const { json: list } = await api.send('GET', '/v1/merchants?limit=100', { token: agent });
  all = list.items as unknown as typeof all;
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const post = (keys: unknown, token = agent) => api.send('POST', '/v1/merchants/lookup', { token, body: { keys } });
const lookUp = async (keys: string[], token = agent) => LookedUp.parse((await post(keys, token)).json).items;

test('each is what its own route says of it, by its number and by its domain', async () => {
  expect(all.length).toBeGreaterThan(5);
  for (const keyOf of [
    (one: (typeof all)[number]) => one.shopNumber,
    (one: (typeof all)[number]) => one.myshopifyDomain,
  ]) {
    const items = await lookUp(all.map(keyOf));
    expect(items.map(({ key }) => key)).toEqual(all.map(keyOf));
    for (const [index, { merchant }] of items.entries()) {
      const whole = await api.send('GET', `/v1/merchants/${all[index]?.shopNumber ?? ''}`, { token: agent });
      const { shopId, shopNumber, name, mrr, risk, tenure, apps } = whole.json as unknown as z.infer<
        typeof Merchant
      > & {
        tenure: { since: string | null };
      };
      expect(merchant).toMatchObject({ shopId, shopNumber, name, mrr, since: tenure.since, stale: false });
      expect(merchant?.risk?.level).toBe(risk);
      const codes = apps.flatMap((app) => app.risk?.reasons.map(({ code }) => code) ?? []);
      expect([...(merchant?.risk?.codes ?? [])].sort()).toEqual([...new Set(codes)].sort());
      const inShort = apps.map(({ appId, appName, status, detail, plan }) => ({
        appId,
        appName,
        status,
        detail,
        plan,
      }));
      expect(merchant?.apps).toEqual(inShort);
      expect(apps.filter(({ status, plan }) => status === merchant?.status && plan === merchant.plan)).not.toEqual([]);
    }
  }
});

test('keys come back as they were given, also twice, spelt otherwise, and those that name nobody', async () => {
  const [first] = all;
  const domain = first?.myshopifyDomain ?? '';
  const keys = [
    domain,
    'nobody.myshopify.com',
    `https://${domain.toUpperCase()}/`,
    '9999999',
    domain,
    'redacted.myshopify.com',
  ];
  const items = await lookUp(keys);
  expect(items.map(({ key, merchant }) => [key, merchant?.shopNumber ?? null])).toEqual(
    keys.map((key, index) => [key, [0, 2, 4].includes(index) ? (first?.shopNumber ?? '') : null]),
  );
});

test('what was not read for two intervals is stale, and what never was read whole', async () => {
  const keys = all.map(({ shopNumber }) => shopNumber);
  const isStale = async () => [...new Set((await lookUp(keys)).map(({ merchant }) => merchant?.stale))];
  await api.sql`update sync_status set last_synced_at = last_synced_at - interval '481 seconds'`;
  expect(await isStale()).toEqual([true]);
  await api.sql`update sync_status set last_synced_at = null`;
  expect(await isStale()).toEqual([true]);
  expect((await lookUp(keys))[0]?.merchant?.asOf).toBeNull();
  await api.sql`update sync_status set last_synced_at = now()`;
  expect(await isStale()).toEqual([false]);
});

test('an app that was taken away is not told of, and neither is who is on it alone', async () => {
  const [first] = all;
  const app = first?.apps[0]?.appId.split('/').at(-1) ?? '';
  await api.sql`update apps set removed_at = now() where app_number = ${app}`;
  const listed = (await api.send('GET', '/v1/merchants?limit=100', { token: agent })).json.items;
  const items = await lookUp(all.map(({ shopNumber }) => shopNumber));
  expect(items.flatMap(({ merchant }) => merchant?.shopNumber ?? []).sort()).toEqual(
    listed.map(({ shopNumber }) => String(shopNumber)).sort(),
  );
  await api.sql`update apps set removed_at = null where app_number = ${app}`;
});

test('nobody is found by another organization', async () => {
  const stranger = await accessToken({ org: 'org_2', role: 'agent' });
  const items = await lookUp(
    all.map(({ shopNumber }) => shopNumber),
    stranger,
  );
  expect(items.map(({ merchant }) => merchant)).toEqual(all.map(() => null));
});

test.each([
  ['none', []],
  ['more than a hundred', Array.from({ length: 101 }, (_, index) => String(index + 1))],
  ['a number that is none', [12]],
  ['words', ['a shop']],
  ['an empty one', ['']],
  ['no list', 'alder.myshopify.com'],
])('keys are refused: %s', async (_, keys) => {
  expect(await post(keys)).toMatchObject({ status: 422, json: { code: 'invalid_field' } });
});
