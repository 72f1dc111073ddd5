import type { z } from 'zod';
import { MerchantList } from '../../../src/api/schemas/merchant.js';
import { Segment } from '../../../src/api/schemas/segments.js';
import { generatedWorld } from '../../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { startTestApi, type TestApi } from '../servers/api.js';
import { accessToken } from '../servers/tokens.js';
import { McpClient, type Told } from './mcp-client.js';
import { connectAndSync } from './worded-account.js';

const ACCOUNT = { id: '4242', token: 'prtapi_test_mcp_0000000000000001' };

export type Item = Readonly<Record<string, unknown>>;

/** What a tool told in one field that is a list. */
export function listOf({ answer }: Told, field: string): readonly Item[] {
  return answer[field] as readonly Item[];
}

/** An api that serves tools, an account of two apps that is read whole, with one segment of all, and an agent that asks. */
export function useAskedAccount() {
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

  /** What a route answers the agent. */
  async function get<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
    const { status, json } = await api.send('GET', path, { token: agent });
    expect([path, status]).toEqual([path, 200]);
    return schema.parse(json);
  }

  return {
    get,
    saveSegment,
    get api() {
      return api;
    },
    get agent() {
      return agent;
    },
    get client() {
      return client;
    },
    /** Its merchants, the one of the newest event first. */
    get all() {
      return all;
    },
    get first() {
      return all[0] as (typeof all)[number];
    },
    get segment() {
      return segment;
    },
  };
}
