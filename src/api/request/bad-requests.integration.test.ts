import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { GOOD, GOOD_TOKEN, JSON_TYPE, useRefusingApi } from '../../../test/support/servers/refusing-api.js';

const on = useRefusingApi();
const { post, expectProblem } = on;

describe('JSON that two readers could understand differently', () => {
  const key = '"partnerOrganizationId"';
  test.each([
    ['a repeated name', `{${key}:"1",${key}:"2"}`],
    ['a repeated name in disguise', `{${key}:"1","partner\\u004frganizationId":"2"}`],
    ['a byte order mark', `\ufeff${JSON.stringify(GOOD)}`],
    ['a trailing comma', `{${key}:"1",}`],
    ['NaN', `{${key}:NaN}`],
    ['single quotes', `{'a':1}`],
    ['a comment', `{} // x`],
    ['nothing', ''],
    ['an unfinished text', `{${key}:"${GOOD_TOKEN}`],
    ['an array', '[]'],
    ['a string', '"x"'],
    ['null', 'null'],
    ['nine levels', `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`],
    ['thousands of levels', '['.repeat(16_000)],
    ['thousands of quotes', '"\\'.repeat(8_000)],
  ])('%s is malformed', async (_, body) => {
    const started = performance.now();
    expectProblem(await post({ body, headers: JSON_TYPE }), 400, 'malformed_json');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('invalid UTF-8 is malformed', async () => {
    const response = await fetch(`${on.api.url}/v1/connections`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${on.owner}` },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(response.status).toBe(400);
  });
});

describe('type and size', () => {
  test.each([
    ['text/plain'],
    ['application/json; charset=utf-7'],
    ['application/json; charset=iso-8859-1'],
    ['application/x-json'],
    ['application/json-patch+json'],
    ['multipart/form-data; boundary=x'],
    ['application/json, text/plain'],
  ])('%s is not JSON', async (type) => {
    expectProblem(
      await post({ body: JSON.stringify(GOOD), headers: { 'content-type': type } }),
      415,
      'unsupported_media_type',
    );
  });

  test('the type is asked for before the body is looked at', async () => {
    expectProblem(await post({ body: '{', headers: { 'content-type': 'text/html' } }), 415, 'unsupported_media_type');
    expectProblem(await post({}), 415, 'unsupported_media_type');
  });

  test('more than 16 KB is too large', async () => {
    expectProblem(
      await post({ body: JSON.stringify({ a: 'x'.repeat(16 * 1024) }), headers: JSON_TYPE }),
      413,
      'too_large',
    );
  });

  test('a small body that unpacks to a large one is too large', async () => {
    const response = await fetch(`${on.api.url}/v1/connections`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${on.owner}`, 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(10_000_000, 0x20)),
    });
    expect(response.status).toBe(413);
  });
});

describe('addresses and methods', () => {
  test.each([
    '/v1/connections/../../etc/passwd',
    '/v1/connections/%00',
    '/v1/connections/%2e%2e',
    '/v1/connections/x',
    '/nothing',
    '/v1/connections/00000000-0000-4000-8000-00000000000A',
    `/v1/connections/${'x'.repeat(5_000)}`,
    '/v1/connections/😀',
    '/v1/connections/',
    '/V1/connections',
    '/docs/nothing.js',
  ])('%s is not found', async (path) => {
    expectProblem(await on.api.send('GET', path, { token: on.owner }), 404, 'not_found');
  });

  test.each(['/v1/connections/%', '/v1/connections/%zz', '/v1/connections?limit=%zz'])(
    '%s is malformed',
    async (path) => {
      expectProblem(await on.api.send('GET', path, { token: on.owner }), 400, 'malformed_request');
    },
  );

  test.each([
    ['PUT', '/v1/connections', 'POST, GET, HEAD'],
    ['DELETE', '/v1/connections/00000000-0000-4000-8000-000000000000', 'GET, HEAD'],
    ['GET', '/v1/connections/00000000-0000-4000-8000-000000000000/sync', 'POST'],
    ['OPTIONS', '/v1/connections', 'POST, GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('%s %s is not allowed', async (method, path, allowed) => {
    const answer = await on.api.send(method, path, { token: on.owner });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe(allowed);
  });
});

describe('lists', () => {
  test.each(['0', '-1', '101', '1000000000', '1e2', '0x10', '1.5', 'ten', '', ' 5', '+5', '05'])(
    'limit=%s is refused',
    async (limit) => {
      const answer = await on.api.send('GET', `/v1/connections?limit=${encodeURIComponent(limit)}`, {
        token: on.owner,
      });
      expectProblem(answer, 422, 'invalid_query');
    },
  );

  test.each(['limit=1&limit=2', 'limit[]=1', 'first=1', 'limit=1&%6cimit=2', '__proto__=1'])(
    '?%s is refused',
    async (query) => {
      expectProblem(await on.api.send('GET', `/v1/connections?${query}`, { token: on.owner }), 422, 'invalid_query');
    },
  );

  test.each(['x', 'eyJhIjoxfQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'x'.repeat(5_000), '%F0%9F%98%80'])(
    'cursor=%s is refused',
    async (cursor) => {
      expectProblem(
        await on.api.send('GET', `/v1/connections?cursor=${cursor}`, { token: on.owner }),
        422,
        'invalid_cursor',
      );
    },
  );
});

describe('what fetch cannot send', () => {
  async function raw(text: string): Promise<string> {
    const { port } = new URL(on.api.url);
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  test('headers of more than 16 KB, and more than a hundred headers', async () => {
    const long = await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 [^]*application\/problem\+json[^]*"code":"headers_too_large"/);
    const headers = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, '1']));
    expectProblem(await on.api.send('GET', '/healthz', { headers }), 431, 'headers_too_large');
  });

  test('a request with both Content-Length and Transfer-Encoding', async () => {
    const answer = await raw(
      'POST /v1/connections HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*"code":"malformed_request"/);
  });

  test('two Authorization headers: another reader on the way may have kept the other one', async () => {
    const GOOD = `Authorization: Bearer ${on.owner}\r\n`;
    const request = (headers: string) =>
      raw(`GET /v1/connections HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
    expect(await request(GOOD)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await request(GOOD + GOOD)).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('TRACE', async () => {
    const answer = await raw('TRACE /v1/connections HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });
});

test('every answer carries the security headers and no hint of the software', async () => {
  const { headers } = await on.api.send('GET', '/v1/connections', { token: on.owner });
  expect(headers.get('content-security-policy')).toMatch(
    /base-uri 'none'[^]*frame-ancestors 'none'[^]*object-src 'none'/,
  );
  expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
});
