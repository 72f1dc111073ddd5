import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { FaultRuleInput } from '../../simulator/faults/script.js';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import { Secret } from '../../values/secret.js';
import { createPartnerApi } from './client.js';
import { PartnerApiError } from './errors.js';
import type { PartnerAnswer } from './partner-api.js';

const CANARY = 'canary-in-the-body';
const DOCUMENT =
  'query Q { page0: transactions(first: 3) { edges { cursor node { id createdAt } } pageInfo { hasNextPage } } }';

let simulator: Simulator;
const small = new SmallWorld();

beforeAll(async () => {
  small.sales(5);
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.faults.set([]));

interface Options {
  readonly url?: string;
  readonly deadlineMs?: number;
  readonly token?: string;
}

/** One question. @throws what the client throws, made sure to tell nothing */
async function ask({ url = simulator.url, token = small.token, deadlineMs }: Options = {}): Promise<PartnerAnswer> {
  const partnerApi = createPartnerApi({ url, version: '2026-07' });
  const credentials = { partnerOrganizationId: small.organizationId, accessToken: new Secret(token) };
  try {
    return await partnerApi({ credentials, document: DOCUMENT, variables: {}, ...(deadlineMs && { deadlineMs }) });
  } catch (error) {
    const told = inspect(error, { depth: 20, showHidden: true });
    expect(told).not.toContain(CANARY);
    expect(told).not.toContain(token);
    expect(told).not.toContain('transactions');
    throw error;
  }
}

async function faulted(effect: FaultRuleInput['effect'], options: Options = {}): Promise<unknown> {
  simulator.faults.set([{ effect }]);
  return ask(options).catch((error: unknown) => error);
}

const unavailable = { code: 'shopify_unavailable', kind: 'unavailable' };
const unexpected = { code: 'unexpected_answer', kind: 'defect' };

describe('not there', () => {
  test.each([500, 502, 503, 504, 408, 520])('HTTP %d with a page of HTML', async (status) => {
    expect(await faulted({ kind: 'http', status, body: `<html>${CANARY}</html>` })).toMatchObject(unavailable);
  });

  test('an internal error inside a 200', async () => {
    expect(await faulted({ kind: 'internal_error' })).toMatchObject(unavailable);
  });

  test.each([0, 1, 40])('a reset after %d bytes of the body', async (afterBytes) => {
    expect(await faulted({ kind: 'reset', afterBytes })).toMatchObject(unavailable);
  });

  test('nobody listens, or does not speak TLS', async () => {
    const closed = await startSimulator();
    await closed.close();
    await expect(ask({ url: closed.url })).rejects.toMatchObject(unavailable);
    await expect(ask({ url: simulator.url.replace('http:', 'https:') })).rejects.toMatchObject(unavailable);
  });
});

describe('the deadline covers the whole answer', () => {
  test.each<[string, FaultRuleInput['effect']]>([
    ['never an answer', { kind: 'never_answer' }],
    ['a late answer', { kind: 'delay', ms: 4_000 }],
    ['a byte at a time, each in time', { kind: 'drip', bytes: 1, everyMs: 20 }],
  ])('%s', async (_, effect) => {
    const startedMs = performance.now();
    expect(await faulted(effect, { deadlineMs: 300 })).toMatchObject(unavailable);
    expect(performance.now() - startedMs).toBeLessThan(3_500);
  });

  test('who asked may stop waiting earlier, and gets their own reason', async () => {
    simulator.faults.set([{ effect: { kind: 'never_answer' } }]);
    const reason = new Error('stopped');
    const credentials = { partnerOrganizationId: small.organizationId, accessToken: new Secret(small.token) };
    const request = { credentials, document: DOCUMENT, variables: {}, signal: AbortSignal.abort(reason) };
    await expect(createPartnerApi({ url: simulator.url, version: '2026-07' })(request)).rejects.toBe(reason);
  });
});

describe('a body that ends early is no answer', () => {
  test.each(['length', 'chunked', 'close'] as const)('framed by %s, at every few bytes', async (framing) => {
    const whole = (await ask()).text().length;
    for (let afterBytes = 0; afterBytes < whole; afterBytes += 13) {
      const answer = await faulted({ kind: 'truncate', afterBytes, framing });
      expect(answer).toBeInstanceOf(PartnerApiError);
      expect(answer).toMatchObject(framing === 'close' ? unexpected : unavailable);
    }
    expect(await faulted({ kind: 'truncate', afterBytes: whole - 1, framing })).toBeInstanceOf(PartnerApiError);
  });
});

const json = { 'content-type': 'application/json; charset=utf-8' };
const base64 = (...bytes: number[]) => Buffer.from(bytes).toString('base64');
const utf16 = Buffer.from('\ufeff{"data":{}}', 'utf16le').toString('base64');

describe('a 200 that is not an answer', () => {
  test.each<[string, Partial<Extract<FaultRuleInput['effect'], { kind: 'http' }>>]>([
    ['a page of HTML', { body: `<html>${CANARY}</html>`, headers: { 'content-type': 'text/html' } }],
    ['HTML that says it is JSON', { body: `<html>${CANARY}</html>` }],
    ['nothing', { body: '' }],
    ['blanks', { body: ' \n' }],
    ['cut JSON', { body: `{"data":{"page0":"${CANARY}` }],
    ['two documents', { body: '{"data":{}}{"data":{}}' }],
    ['a comma too many', { body: '{"data":{},}' }],
    ['names without quotes', { body: '{data:{}}' }],
    ['NaN', { body: `{"data":{"page0":NaN,"x":"${CANARY}"}}` }],
    ['a number', { body: '7' }],
    ['null', { body: 'null' }],
    ['a text', { body: `"${CANARY}"` }],
    ['a list', { body: '[]' }],
    ['a batch', { body: `[{"data":{"page0":"${CANARY}"}}]` }],
    ['an object of something else', { body: `{"ok":"${CANARY}"}` }],
    ['data that is a list', { body: `{"data":["${CANARY}"]}` }],
    ['data that is a text', { body: `{"data":"${CANARY}"}` }],
    ['data that is nothing, and no errors', { body: '{"data":null}' }],
    ['very deep brackets', { body: '['.repeat(200_000) }],
    ['invalid UTF-8', { bodyBase64: base64(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d) }],
    ['an overlong encoding', { bodyBase64: base64(0x22, 0xc0, 0xaf, 0x22) }],
    ['a surrogate in UTF-8', { bodyBase64: base64(0x22, 0xed, 0xa0, 0x80, 0x22) }],
    ['UTF-16', { bodyBase64: utf16 }],
    ['status 204', { status: 204 }],
  ])('%s', async (_, effect) => {
    expect(await faulted({ kind: 'http', status: 200, headers: json, ...effect })).toMatchObject(unexpected);
  });

  test('a byte order mark and another content type of JSON hurt nobody', async () => {
    const body = `\ufeff${(await ask()).text()}`;
    const headers = { 'content-type': 'application/graphql-response+json' };
    expect(await faulted({ kind: 'http', status: 200, body, headers })).toHaveProperty('data.page0.edges');
  });
});

describe('a body larger than any page', () => {
  test.each([false, true])('compressed: %s', async (gzip) => {
    expect(await faulted({ kind: 'huge_body', bytes: 40_000_000, gzip })).toMatchObject(unexpected);
  });

  test('what says it is compressed and is not', async () => {
    const headers = { ...json, 'content-encoding': 'gzip' };
    expect(await faulted({ kind: 'http', status: 200, body: CANARY, headers })).toBeInstanceOf(PartnerApiError);
  });
});

test.each([301, 302, 303, 307, 308] as const)('a redirect by %d is not followed', async (status) => {
  const seen: string[] = [];
  const other = createServer((req, res) => {
    seen.push(req.url ?? '');
    res.end('{"data":{}}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/elsewhere`;
    expect(await faulted({ kind: 'redirect', status, location })).toMatchObject(unavailable);
    expect(seen).toEqual([]);
  } finally {
    other.close();
  }
});

test('a token of another organization is a refused token', async () => {
  const other = 'prtapi_other_organization_1';
  small.world.found('815').issue(other);
  await expect(ask({ token: other })).rejects.toMatchObject({ code: 'token_rejected', kind: 'credential' });
});

describe('the version that answers', () => {
  test.each([
    ['2026-10', '2026-10'],
    ['2026-07', '2026-07'],
    ['2026-07, 2026-07', null],
    ['<html>', null],
    ['', null],
  ])('%s is read as %s', async (header, servedVersion) => {
    expect(await faulted({ kind: 'headers', headers: { 'x-shopify-api-version': header } })).toMatchObject({
      servedVersion,
    });
  });

  test('is gone', async () => {
    const { versions } = simulator.settings;
    simulator.settings.versions = versions.filter(({ handle }) => handle !== '2026-07');
    await expect(ask()).rejects.toMatchObject({ code: 'api_version_retired', kind: 'defect' });
    simulator.settings.versions = versions;
  });
});
