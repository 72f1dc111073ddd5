import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { type Simulator, startSimulator } from '../simulator.js';
import { ask, control, loggedRequests } from '../testing.js';
import { SmallWorld } from '../testing-world.js';
import type { FaultRuleInput } from './script.js';

const QUERY = `query Q($after: String) {
  money: transactions(first: 2, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } }
  small: app(id: "gid://partners/App/11") { events { edges { node { type } } pageInfo { hasNextPage } } } }`;

let simulator: Simulator;
let small: SmallWorld;

beforeEach(async () => {
  small = new SmallWorld();
  small.sales(5);
  small.event('2026-03-01T00:00:00Z');
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterEach(() => simulator.close());

const faults = (...rules: FaultRuleInput[]) => control(simulator, 'PUT', 'faults', { faults: rules });
const asked = (variables = {}) => ask(simulator, small, QUERY, variables);

interface Money {
  readonly edges: { cursor: string; node: { id: string } | null }[];
  readonly pageInfo: { hasNextPage: boolean };
}
const money = async (variables = {}) => (await asked(variables)).body.data?.money as Money;

/** What arrives on the wire, as far as it does. */
async function raw(): Promise<{ status: number | null; headers: object; bytes: Buffer; whole: boolean }> {
  const { organizationId, token, url } = { ...simulator, organizationId: small.organizationId, token: small.token };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const failed = () => resolve({ status: null, headers: {}, bytes: Buffer.alloc(0), whole: false });
    const sent = request(`${url}/${organizationId}/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      agent: false,
    });
    sent.on('error', failed);
    sent.on('response', (response) => {
      const end = (whole: boolean) => () =>
        resolve({
          status: response.statusCode ?? null,
          headers: response.headers,
          bytes: Buffer.concat(chunks),
          whole,
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', end(true));
      response.on('error', end(false));
    });
    sent.end(JSON.stringify({ query: QUERY }));
  });
}

describe('instead of an answer', () => {
  test('any status with any body', async () => {
    await faults({ effect: { kind: 'http', status: 502, body: '<html>Bad gateway</html>' } });
    expect(await raw()).toMatchObject({ status: 502, bytes: Buffer.from('<html>Bad gateway</html>') });
    await faults({ effect: { kind: 'http', status: 200, bodyBase64: Buffer.from([0xff, 0xfe]).toString('base64') } });
    expect((await raw()).bytes).toEqual(Buffer.from([0xff, 0xfe]));
  });

  test.each([['2'], ['-1'], ['Wed, 21 Oct 2026 07:28:00 GMT'], ['soon'], [undefined]])(
    'a throttle with Retry-After %s',
    async (retryAfter) => {
      await faults({ effect: { kind: 'throttle', ...(retryAfter && { retryAfter }) } });
      const { status, headers, body } = await asked();
      expect([status, headers.get('retry-after')]).toEqual([429, retryAfter ?? null]);
      expect(body.errors).toEqual([{ message: 'Too many requests', extensions: { code: '429' } }]);
    },
  );

  test('a throttle and an internal error inside a 200', async () => {
    await faults(
      { effect: { kind: 'throttle', form: 'body' }, when: { requests: [1] } },
      { effect: { kind: 'internal_error' } },
    );
    expect(await asked()).toMatchObject({ status: 200, body: { errors: [{ extensions: { code: '429' } }] } });
    expect(await asked()).toMatchObject({ status: 200, body: { errors: [{ extensions: { code: '500' } }] } });
  });

  test('a redirect to another host', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
      await faults({ effect: { kind: 'redirect', status: 307, location } });
      expect(await raw()).toMatchObject({ status: 307, headers: { location } });
    } finally {
      other.close();
    }
  });

  test('a huge body, plain or packed into little', async () => {
    await faults({ effect: { kind: 'huge_body', bytes: 3_000_000 } });
    expect((await raw()).bytes).toHaveLength(3_000_000);
    await faults({ effect: { kind: 'huge_body', bytes: 3_000_000, gzip: true } });
    const { bytes, headers } = await raw();
    expect(headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(bytes.length).toBeLessThan(10_000);
    expect(gunzipSync(bytes)).toHaveLength(3_000_000);
  });
});

describe('a changed answer', () => {
  test('an error under one alias leaves the others', async () => {
    await faults({ when: { field: 'app' }, effect: { kind: 'graphql_error', message: 'Oops', code: '500' } });
    expect((await asked()).body).toMatchObject({
      data: { money: { pageInfo: { hasNextPage: true } }, small: null },
      errors: [{ message: 'Oops', path: ['small'], extensions: { code: '500' } }],
    });
  });

  test('an error with a code in any place', async () => {
    const fields = { type: 'TIMEOUT', extensions: { problems: [{ code: 500 }] } };
    await faults({ when: { field: 'app' }, effect: { kind: 'graphql_error', message: 'Oops', fields } });
    expect((await asked()).body.errors).toEqual([{ message: 'Oops', path: ['small'], ...fields }]);
  });

  test('an error of one app alone', async () => {
    await faults({ when: { appNumber: '12' }, effect: { kind: 'graphql_error' } });
    expect((await asked()).body).not.toHaveProperty('errors');
    await faults({ when: { appNumber: '11' }, effect: { kind: 'graphql_error' } });
    expect((await asked()).body).toMatchObject({ data: { small: null }, errors: [{ path: ['small'] }] });
  });

  test('an error without a path, with data and without', async () => {
    await faults({ effect: { kind: 'graphql_error', path: false, data: 'kept' } });
    const kept = (await asked()).body;
    expect(kept.errors?.[0]).not.toHaveProperty('path');
    expect(kept.data).toHaveProperty('money.edges');
    await faults({ effect: { kind: 'graphql_error', path: false, data: 'all' } });
    expect((await asked()).body.data).toBeNull();
    await faults({ effect: { kind: 'graphql_error', path: false, data: 'absent' } });
    expect((await asked()).body).not.toHaveProperty('data');
  });

  test('a permission denied for one field', async () => {
    await faults({ when: { field: 'transactions' }, effect: { kind: 'permission_denied' } });
    expect((await asked()).body).toMatchObject({ data: null, errors: [{ path: ['money'] }] });
  });

  test('a null node, no progress, the first page again, any other value', async () => {
    const rule = { when: { alias: 'money' } };
    await faults({ ...rule, effect: { kind: 'null_node', edge: 1 } });
    expect((await money()).edges.map(({ node }) => node)).toEqual([{ id: expect.any(String) as string }, null]);
    await faults({ ...rule, effect: { kind: 'no_progress' } });
    expect(await money()).toEqual({ edges: [], pageInfo: { hasNextPage: true } });
    await faults({ ...rule, effect: { kind: 'same_page' } });
    const first = await money();
    expect(await money({ after: first.edges[1]?.cursor })).toEqual(first);
    await faults({ ...rule, effect: { kind: 'same_page', after: 2 } });
    const second = await money({ after: first.edges[1]?.cursor });
    expect(second).not.toEqual(first);
    expect(await money({ after: second.edges[1]?.cursor })).toEqual(first);
    await faults({ ...rule, effect: { kind: 'set', path: ['edges', 0, 'node', 'id'], value: '\u0000' } });
    expect((await money()).edges[0]?.node?.id).toBe('\u0000');
  });

  test('only pages asked for with a cursor', async () => {
    await faults({ when: { withCursor: true }, effect: { kind: 'graphql_error', message: 'Cursor has expired' } });
    const { edges } = await money();
    expect(edges).toHaveLength(2);
    const { body } = await asked({ after: edges[1]?.cursor });
    expect(body.errors).toMatchObject([{ message: 'Cursor has expired', path: ['money'] }]);
  });
});

describe('a bad delivery', () => {
  test('nothing is ever answered', async () => {
    await faults({ effect: { kind: 'never_answer' } });
    const patience = new AbortController();
    const sent = fetch(`${simulator.url}/4711/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': small.token },
      body: JSON.stringify({ query: QUERY }),
      signal: patience.signal,
    });
    const refused = expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    await waitFor('the request to meet the fault', async () => (await loggedRequests(simulator))[0]?.faults.length);
    patience.abort();
    await refused;
    expect(await loggedRequests(simulator)).toMatchObject([
      { status: null, durationMs: null, faults: ['never_answer'] },
    ]);
  });

  test('a delay, a drip', async () => {
    const started = performance.now();
    await faults({ effect: { kind: 'delay', ms: 200 } }, { effect: { kind: 'drip', bytes: 50, everyMs: 20 } });
    const { whole, bytes } = await raw();
    expect(whole).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(200 + (bytes.length / 50 - 1) * 20 * 0.9);
  });

  test('a reset, before and within the body', async () => {
    await faults({ effect: { kind: 'reset' } });
    expect(await raw()).toMatchObject({ status: null });
    await faults({ effect: { kind: 'reset', afterBytes: 10 } });
    expect((await raw()).whole).toBe(false);
  });

  test.each([
    ['length', false],
    ['chunked', false],
    ['close', true],
  ] as const)('a body cut short, framed by %s', async (framing, looksWhole) => {
    await faults({ effect: { kind: 'truncate', afterBytes: 40, framing } });
    const { status, bytes, whole } = await raw();
    expect([status, bytes.length, whole]).toEqual([200, 40, looksWhole]);
  });

  test('text that no JSON value has', async () => {
    await faults({ effect: { kind: 'replace', text: '"hasNextPage":true', by: '"hasNextPage" : true,"n":1e999' } });
    const { bytes, whole } = await raw();
    expect([bytes.toString().split('"pageInfo"')[1]?.slice(0, 34), whole]).toEqual([
      ':{"hasNextPage" : true,"n":1e999}}',
      true,
    ]);
  });

  test('another served version', async () => {
    await faults({ effect: { kind: 'headers', headers: { 'x-shopify-api-version': '2026-10' } } });
    expect((await asked()).headers.get('x-shopify-api-version')).toBe('2026-10');
  });
});

describe('when', () => {
  test('by number, at most so often, by organization; each rule counts', async () => {
    const effect = { kind: 'http', status: 503 } as const;
    await faults(
      { when: { requests: [2], organizationId: '4711' }, effect },
      { when: { organizationId: '1' }, effect },
      { when: { alias: 'other' }, effect },
    );
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await raw()).status);
    expect(statuses).toEqual([200, 503, 200]);
    expect(await control(simulator, 'GET', 'faults')).toMatchObject({
      faults: [{ matched: 3, fired: 1 }, { matched: 0 }, { matched: 0 }],
    });
    await faults({ when: { times: 1 }, effect });
    expect([(await raw()).status, (await raw()).status]).toEqual([503, 200]);
  });

  test('by chance, the same for the same seed', async () => {
    const run = async (seed: number) => {
      simulator.faults.set([{ when: { probability: 0.5 }, effect: { kind: 'http', status: 503 } }], seed);
      const statuses = [];
      for (let count = 0; count < 12; count += 1) statuses.push((await raw()).status);
      return statuses.join();
    };
    const first = await run(1);
    expect(first).toContain('503');
    expect(first).toContain('200');
    expect(await run(1)).toBe(first);
    expect(await run(2)).not.toBe(first);
  });
});
