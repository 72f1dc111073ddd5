import { whileLocked } from '../../../test/support/database/table-lock.js';
import { callTool } from '../../../test/support/mcp/mcp-client.js';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { freePort } from '../../../test/support/servers/free-port.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi({ servesMcp: true });
  token = await accessToken({ role: 'agent' });
});
afterAll(() => api.close());

const ACCEPT = 'application/json, text/event-stream';
const CALL = {
  ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
  params: { name: 'find_merchant', arguments: { query: 'nobody' } },
};

/** One message, as a client of before 2026 sends it. */
const post = (body: unknown, headers: Record<string, string> = {}, of: TestApi = api) =>
  of.send('POST', '/mcp', { token, body, headers: { accept: ACCEPT, ...headers } });

/** What was answered, out of the stream that earlier revisions are answered in. */
const messageIn = (text: string) => JSON.parse(/^data: (.+)$/m.exec(text)?.[1] ?? text) as Record<string, unknown>;

test('nothing is there unless it is wanted', async () => {
  const without = await startTestApi();
  try {
    for (const method of ['POST', 'GET', 'DELETE']) {
      const body = method === 'POST' ? CALL : undefined;
      const { status, json } = await without.send(method, '/mcp', { token, body, headers: { accept: ACCEPT } });
      expect([method, status, json.code]).toEqual([method, 404, 'not_found']);
    }
  } finally {
    await without.close();
  }
});

test('messages are posted, and nothing else', async () => {
  for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
    const { status, json, headers } = await api.send(method, '/mcp', { token, headers: { accept: ACCEPT } });
    expect([method, status, json.code, headers.get('allow')]).toEqual([method, 405, 'method_not_allowed', 'POST']);
  }
});

test.each<[string, Record<string, unknown> | null]>([
  ['no token', null],
  ['a token that has run out', { exp: 1 }],
  ['another audience', { aud: 'elsewhere' }],
  ['a shop that is none', { shop: 'alder' }],
  ['an empty shop', { shop: '' }],
  ['a list of shops', { shop: ['alder.myshopify.com'] }],
  ['no shop at all, said so', { shop: null }],
])('nobody is let in by %s', async (_, claims) => {
  const { status, json, headers } = await api.send('POST', '/mcp', {
    ...(claims === null ? {} : { token: await accessToken(claims) }),
    ...{ body: CALL, headers: { accept: ACCEPT } },
  });
  expect([status, json.code, headers.get('www-authenticate')]).toEqual([401, 'unauthenticated', 'Bearer']);
  expect(headers.get('content-type')).toContain('application/problem+json');
});

test('nor by a token in the address', async () => {
  expect((await api.send('POST', `/mcp?access_token=${token}`, { body: CALL })).status).toBe(401);
});

test.each(['https://attacker.example', 'http://localhost:3000', 'null'])(
  'no page in a browser is answered: %s',
  async (origin) => {
    const { status, json } = await post(CALL, { origin });
    expect([status, json.code]).toEqual([403, 'forbidden']);
  },
);

test.each<[string, number, string, unknown, Record<string, string>]>([
  ['no JSON', 400, 'malformed_json', '{', { 'content-type': 'application/json' }],
  ['a batch', 400, 'malformed_json', [CALL, CALL], {}],
  [
    'a repeated name',
    400,
    'malformed_json',
    '{"jsonrpc":"2.0","jsonrpc":"2.0"}',
    { 'content-type': 'application/json' },
  ],
  ['a prototype', 400, 'unknown_field', '{"__proto__":{}}', { 'content-type': 'application/json' }],
  ['more than 16 KB', 413, 'too_large', { ...CALL, padding: 'x'.repeat(17_000) }, {}],
  ['another type', 415, 'unsupported_media_type', '{}', { 'content-type': 'text/plain' }],
])('a body is refused as everywhere: %s', async (_, status, code, body, headers) => {
  const answer = await post(body, headers);
  expect([answer.status === 422 ? 400 : answer.status, answer.json.code]).toEqual([status, code]);
});

test('what is no message of MCP is refused by its own errors', async () => {
  expect((await post(CALL, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400);
  expect((await post(CALL, { accept: 'application/json' })).status).toBe(406);
  expect((await post({ hello: 'world' })).status).toBe(400);
  const unknown = await post({ jsonrpc: '2.0', id: 7, method: 'resources/list' });
  expect(messageIn(unknown.text)).toMatchObject({ id: 7, error: { code: -32601 } });
});

test('a notification is taken, and nobody may listen for news', async () => {
  const taken = await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
  expect([taken.status, taken.text]).toEqual([202, '']);
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const listen = {
    ...{ jsonrpc: '2.0', id: 3, method: 'subscriptions/listen' },
    params: { _meta: envelope, notifications: { toolsListChanged: true } },
  };
  const refused = await post(listen, { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'subscriptions/listen' });
  expect(messageIn(refused.text)).toMatchObject({ id: 3, error: { message: 'Subscription limit reached' } });
});

test('answers are kept by nobody, and have no session', async () => {
  const { headers, status } = await post({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  expect([status, headers.get('cache-control'), headers.get('mcp-session-id')]).toEqual([200, 'no-store', null]);
});

test('its requests are counted with the others of the organization', async () => {
  const strict = await startTestApi({ servesMcp: true, limits: { requests: { tries: 2, windowMs: 60_000 } } });
  try {
    expect((await post(CALL, {}, strict)).status).toBe(200);
    expect((await strict.send('GET', '/v1/merchants', { token })).status).toBe(200);
    const { status, json, headers } = await post(CALL, {}, strict);
    expect([status, json.code]).toEqual([429, 'rate_limited']);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
  } finally {
    await strict.close();
  }
});

test('without the database it is a problem, and no answer of a tool', async () => {
  const away = await startTestApi({
    servesMcp: true,
    databaseUrl: `postgres://127.0.0.1:${await freePort()}/nothing`,
  });
  try {
    const { status, json, text } = await post(CALL, {}, away);
    expect([status, json.code]).toEqual([503, 'unavailable']);
    expect(text).not.toMatch(/ECONN|127\.0\.0\.1|postgres/i);
    await expect(callTool(away.url, token, 'find_merchant', { query: 'a' })).rejects.toMatchObject({ status: 503 });
  } finally {
    await away.close();
  }
});

test('a defect of ours tells nothing, and is in the log with its place', async () => {
  await api.sql`alter table sync_status rename column phase to renamed`;
  try {
    const { status, json, text } = await post(CALL);
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(text).not.toMatch(/phase|column|select|sql/i);
    const id = String(json['instance']).slice('/requests/'.length);
    const lines = api.logged().split('\n');
    const line = lines.find((entry) => entry.includes(id) && entry.includes('the request failed'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, err: { code: '42703' } });
  } finally {
    await api.sql`alter table sync_status rename column renamed to phase`;
  }
});

test('what clients have given up leaves room for others, and what waits too long is answered so', async () => {
  const gone = new AbortController();
  const ask = () =>
    fetch(`${api.url}/mcp`, {
      method: 'POST',
      signal: gone.signal,
      headers: { authorization: `Bearer ${token}`, accept: ACCEPT, 'content-type': 'application/json' },
      body: JSON.stringify(CALL),
    });
  await whileLocked(api.sql, ['connections'], async () => {
    // As many as one organization may have running at once.
    const asked = Array.from({ length: 10 }, () => ask().catch(() => 'aborted'));
    await waitFor('all of them to wait for the table', async () => {
      const [row] = await api.sql<{ waiting: number }[]>`
        select count(*)::integer as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
      `;
      return (row?.waiting ?? 0) > 0;
    });
    const { status, json } = await post(CALL);
    expect([status, json.code]).toEqual([503, 'unavailable']);
    gone.abort();
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, () => 'aborted'));
  });
  await waitFor('room', async () => (await post(CALL)).status === 200);
});

test('a request that takes too long is answered in time', async () => {
  await whileLocked(api.sql, ['connections'], async () => {
    const begunMs = performance.now();
    const { status, json } = await post(CALL);
    expect([status, json.code]).toEqual([503, 'unavailable']);
    expect(performance.now() - begunMs).toBeLessThan(31_000);
  });
});

test('the log has a line for each, without a token or what was asked', () => {
  const lines = api.logged().split('\n');
  expect(lines.some((line) => line.includes('"route":"/mcp"') && line.includes('"organizationId":"org_1"'))).toBe(true);
  expect(api.logged()).not.toContain(token.split('.')[2]);
  expect(api.logged()).not.toContain('nobody');
});
