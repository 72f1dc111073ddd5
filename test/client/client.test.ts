import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Change,
  everyItem,
  followChanges,
  type Merchant,
  type Money,
  PartnerSync,
  type Problem,
  ProblemError,
  UnexpectedAnswer,
} from 'convot-partner-sync-client';
import { routesByName } from '../../src/api/routes.js';
import { openApiDocument } from '../../src/api/server/openapi.js';
import { PROBLEMS } from '../../src/contract/problems.js';
import { generatedWorld } from '../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../src/values/instant.js';
import { WorkerOfApi } from '../support/accounts/worker-of-api.js';
import { startTestApi, type TestApi } from '../support/servers/api.js';
import { accessToken } from '../support/servers/tokens.js';
import { waitFor } from '../support/servers/wait-for.js';

/* The client as it is built, against a running api. */
const PARTNER = '4242';
const TOKEN = `prtapi_${'e'.repeat(32)}`;
const MERCHANTS = 5;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let worker: WorkerOfApi;
let owner: PartnerSync;
let connectionId: string;

beforeAll(async () => {
  const anchor = instantFromMs(Date.now() - 3_600_000);
  const size = { apps: 1, merchants: MERCHANTS, transactions: 20, events: 12, days: 60 };
  api = await startTestApi({
    world: generatedWorld({ seed: 'client', anchor, organizationId: PARTNER, token: TOKEN, ...size }),
  });
  worker = new WorkerOfApi(api);
  owner = new PartnerSync({ baseUrl: api.url, token: () => accessToken() });
  const body = { partnerOrganizationId: PARTNER, accessToken: TOKEN };
  connectionId = (await owner.postConnection({ body, throwOnError: true })).data.id;
  await worker.sync({ organizationId: 'org_1', connectionId });
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const allMerchants = async () => {
  const all: Merchant[] = [];
  for await (const one of everyItem((page) => owner.listMerchants({ query: { limit: 2, ...page } }))) all.push(one);
  return all;
};

type Call = (options: object) => Promise<{ data?: unknown; error?: Problem; response: Response }>;

test.each(Object.entries(routesByName))('%s can be called, and answers as the document says', async (name, route) => {
  const [merchant] = await allMerchants();
  // What changes something is tried on what does not exist.
  const path = { appNumber: '1', key: 'x', connectionId: UNKNOWN };
  const known = route.method === 'get' ? { connectionId, key: merchant?.shopNumber } : {};
  const call = (Reflect.get(owner, name) as Call).bind(owner);
  const body = route.body === undefined ? {} : { body: {} };
  const { data, error, response } = await call({ path: { ...path, ...known }, ...body });
  const documented = openApiDocument.paths?.[route.path]?.[route.method]?.responses ?? {};
  expect(Object.keys(documented)).toContain(String(response.status));
  if (error === undefined) expect(data).toBeDefined();
  else expect(PROBLEMS[error.code].status).toBe(response.status);
});

test('what is answered has the types of the document', async () => {
  const [merchant] = await allMerchants();
  if (merchant === undefined) throw new Error('There is none.');
  const { data, error } = await owner.getMerchant({ path: { key: merchant.myshopifyDomain }, query: { fresh: false } });
  if (error !== undefined) throw new ProblemError(error);
  const money: Money[] = data.lifetimeValue;
  // @ts-expect-error money is text
  expect(money[0]?.amount satisfies number | undefined).toMatch(/^\d+\.\d+$/);
  const rule: string | undefined = data.apps[0]?.why.status?.rule;
  expect(rule).toBeDefined();
  // @ts-expect-error there is no such status
  const { error: ofStatus } = await owner.listMerchants({ query: { status: 'gone' } });
  // @ts-expect-error it needs a key
  const { error: ofKey } = await owner.getMerchant({});
  expect([ofStatus?.code, ofKey?.code]).toEqual(['invalid_query', 'not_found']);
});

test('a list is told page by page, each item once', async () => {
  const all = await allMerchants();
  expect(new Set(all.map(({ shopNumber }) => shopNumber)).size).toBe(all.length);
  const { data } = await owner.listMerchants({ throwOnError: true });
  expect(all).toEqual(data.items);
});

test('merchants are looked up by whatever names them', async () => {
  const [merchant] = await allMerchants();
  const keys = [merchant?.myshopifyDomain ?? '', merchant?.shopNumber ?? '', 'nobody.myshopify.com'];
  const { data } = await owner.postLookUp({ body: { keys }, throwOnError: true });
  const found = data.items.map(({ key, merchant: short }) => [key, short?.shopNumber]);
  expect(found).toEqual(keys.map((key, at) => [key, at === 2 ? undefined : merchant?.shopNumber]));
});

test('a no is a problem with its code, answered or thrown', async () => {
  const agent = new PartnerSync({ baseUrl: api.url, token: () => accessToken({ role: 'agent' }) });
  const { error, response } = await agent.postDisconnect({ path: { connectionId } });
  expect([error?.code, response.status]).toEqual(['forbidden', 403]);
  const thrown = await agent
    .getMerchant({ path: { key: 'nobody.myshopify.com' }, throwOnError: true })
    .catch((caught: unknown) => caught);
  expect(thrown).toBeInstanceOf(ProblemError);
  expect(thrown).toMatchObject({
    code: 'not_found',
    status: 404,
    message: expect.stringMatching(/^not_found: /) as string,
  });
  const stranger = new PartnerSync({ baseUrl: api.url, token: () => 'no token' });
  await expect(everyItem((page) => stranger.listConnections({ query: page })).next()).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('a token is asked for with every request, and is in none that is handed back', async () => {
  let asked = 0;
  const counted = new PartnerSync({ baseUrl: api.url, token: () => ((asked += 1), accessToken()) });
  const { request } = await counted.listConnections();
  await counted.listConnections();
  expect([asked, request.headers.get('Authorization')]).toEqual([2, null]);
});

describe('following what changes', () => {
  const waiters = () =>
    api.sql`select from pg_stat_activity where query like '%last_changes%' and pid <> pg_backend_pid()`;
  const shown = (changes: readonly Change[]) =>
    changes.filter((change) => 'merchant' in change && change.merchant !== null);

  test('begins with all there is, goes on with what changes, and anew when the epoch is over', async () => {
    const following = followChanges(owner, { from: null });
    const begun = (await following.next()).value;
    expect([begun.anew, begun.changes.length]).toEqual([true, (await allMerchants()).length]);

    const next = following.next();
    const last = begun.changes.at(-1);
    if (last === undefined || !('merchant' in last) || last.merchant === null) throw new Error('There is no merchant.');
    await owner.deleteMerchant({ path: { key: last.merchant.shopNumber }, throwOnError: true });
    const { changes, place, anew } = (await next).value;
    expect({ changes, anew }).toEqual({ changes: [{ number: place.last, ref: last.ref, erased: true }], anew: false });

    // Another one, that goes on from there.
    await api.sql`update feed_epoch set renewals = renewals + 1`;
    const again = (await followChanges(owner, { from: place }).next()).value;
    expect(again.anew).toBe(true);
    expect(shown(again.changes)).toHaveLength(begun.changes.length - 1);
    expect(again.place.epoch).not.toBe(place.epoch);
  });

  test('ends when its signal says so, also while it waits', async () => {
    const { data } = await owner.listChanges({ throwOnError: true });
    const controller = new AbortController();
    const { signal } = controller;
    const next = followChanges(owner, { from: { epoch: data.epoch, last: data.last }, signal }).next();
    await waitFor('it to wait', async () => (await waiters()).length > 0);
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });
});

describe('an api in trouble', () => {
  let server: Server;
  let answers: RequestListener[];
  let heard: { method: string | undefined; key: string | undefined; token: string | undefined }[];
  let troubled: PartnerSync;

  beforeEach(async () => {
    answers = [];
    heard = [];
    server = createServer((request, response) => {
      const { method, headers } = request;
      heard.push({ method, key: headers['idempotency-key'] as string | undefined, token: headers.authorization });
      const respond = answers.shift();
      if (respond === undefined)
        response.setHeader('Content-Type', 'application/json').end('{"items":[],"sync":"queued"}');
      else respond(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    let tokens = 0;
    const { port } = server.address() as AddressInfo;
    troubled = new PartnerSync({ baseUrl: `http://127.0.0.1:${port}`, token: () => `token-${(tokens += 1)}` });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const problem =
    (status: number, code: string, retryAfter?: string): RequestListener =>
    (_, response) => {
      const headers = { 'Content-Type': 'application/problem+json', ...(retryAfter && { 'Retry-After': retryAfter }) };
      response.writeHead(status, headers).end(JSON.stringify({ code, status, detail: '' }));
    };

  test.each([
    [429, 'rate_limited'],
    [503, 'unavailable'],
    [409, 'idempotency_in_flight'],
  ])('%d %s with a Retry-After is asked again, under the same key and with a new token', async (status, code) => {
    answers = [problem(status, code, '0'), problem(status, code, '0')];
    const { data } = await troubled.postSync({ path: { connectionId: UNKNOWN }, throwOnError: true });
    expect(data).toMatchObject({ sync: 'queued' });
    expect(heard.map(({ token }) => token)).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
    expect([new Set(heard.map(({ key }) => key)).size, heard[0]?.key]).toEqual([
      1,
      expect.stringMatching(/^[\w-]{36}$/),
    ]);
  });

  test('a key of the caller’s own is kept, and what only reads has none', async () => {
    await troubled.postSync({ path: { connectionId: UNKNOWN }, headers: { 'Idempotency-Key': 'mine' } });
    await troubled.listConnections();
    expect(heard.map(({ key }) => key)).toEqual(['mine', undefined]);
  });

  test.each([
    ['after five tries', 5, 'unavailable', () => problem(503, 'unavailable', '0')],
    ['when it is to wait long', 1, 'rate_limited', () => problem(429, 'rate_limited', '31')],
    ['when it is not told how long', 1, 'unavailable', () => problem(503, 'unavailable')],
    ['when it would be the same again', 1, 'internal', () => problem(500, 'internal', '0')],
  ])('%s it answers with the problem', async (_, tries, code, respond) => {
    // And would go on with another answer.
    answers = Array.from({ length: tries }, respond);
    const { error } = await troubled.postSync({ path: { connectionId: UNKNOWN } });
    expect([heard.length, error?.code]).toEqual([tries, code]);
  });

  test.each<[string, RequestListener]>([
    ['before any answer', ({ socket }) => socket.destroy()],
    [
      'in the middle of one',
      ({ socket }, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 });
        response.write('{"items":[', () => socket.destroy());
      },
    ],
  ])('what is cut %s is asked again, under the same key', async (_, cut) => {
    answers = [cut];
    const { data } = await troubled.postSync({ path: { connectionId: UNKNOWN }, throwOnError: true });
    expect([data.sync, heard.length, heard[0]?.key]).toEqual(['queued', 2, heard[1]?.key]);
  });

  test.each([200, 404])('a page of somebody else’s is no answer, not even with %d', async (status) => {
    answers = [(_, response) => response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Sign in</h1>')];
    await expect(troubled.listConnections()).rejects.toMatchObject({ code: 'unexpected_answer', status });
  });

  test('what is no answer of the api’s is thrown', async () => {
    answers = [(_, response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>')];
    await expect(troubled.listConnections()).rejects.toMatchObject({ code: 'unexpected_answer', status: 502 });
    answers = [(_, response) => response.writeHead(502).end()];
    await expect(troubled.listConnections()).rejects.toBeInstanceOf(UnexpectedAnswer);
  });

  test('a pause ends with its signal', async () => {
    answers = [problem(429, 'rate_limited', '20')];
    const controller = new AbortController();
    const asked = troubled.listConnections({ signal: controller.signal });
    await once(server, 'request');
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});
