import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';

/* How the pages are sent: from which files, and with which rights. */
const HOST = 'https://app.convot.example';
let api: TestApi;
let embeddable: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  embeddable = await startTestApi({ frameAncestors: [HOST, 'http://localhost:5000'] });
}, 60_000);
afterAll(async () => {
  await api.close();
  await embeddable.close();
});

const pages = ['/settings/shopify', '/panel', '/revenue'];

test.each(pages)('%s may run files of ours and nothing else, and be embedded by nobody', async (path) => {
  const { status, headers, text } = await api.send('GET', path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(text).not.toMatch(/<script(?![^>]* src="\/assets\/)|<style| style=| on\w+=/);
});

test.each(pages)('%s is embedded by the configured origins, and is told them', async (path) => {
  const { headers, text } = await embeddable.send('GET', `${path}?shop=aurora.myshopify.com`);
  expect(headers.get('content-security-policy')).toContain(`frame-ancestors ${HOST} http://localhost:5000`);
  expect(headers.get('x-frame-options')).toBeNull();
  expect(text).toContain(`<meta name="convot-host-origins" content="${HOST} http://localhost:5000" />`);
});

test('a page is asked for anew each time, its files never again', async () => {
  const page = await api.send('GET', '/panel');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const script = / src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1] ?? '';
  const file = await api.send('GET', script, { headers: { 'accept-encoding': 'gzip' } });
  expect(file.status).toBe(200);
  expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a file comes compressed to whoever takes that, as it is to others, and once', async () => {
  const page = await api.send('GET', '/revenue');
  const script = / src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1] ?? '';
  const as = (encoding: string, headers = {}) =>
    api.send('GET', script, { headers: { 'accept-encoding': encoding, ...headers } });
  const [plain, gzipped] = [await as('identity'), await as('br, gzip')];
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(gzipped.headers.get('content-encoding')).toBe('gzip');
  // fetch has unpacked it.
  expect(gzipped.text).toBe(plain.text);
  expect(Number(gzipped.headers.get('content-length'))).toBeLessThan(plain.text.length / 2);
  expect(gzipped.headers.get('vary')).toBe('Accept-Encoding');
  expect(gzipped.headers.get('etag')).not.toBe(plain.headers.get('etag'));
  const known = await as('gzip', { 'if-none-match': gzipped.headers.get('etag') });
  expect([known.status, known.text]).toEqual([304, '']);
  const head = await api.send('HEAD', script, { headers: { 'accept-encoding': 'identity' } });
  expect([head.status, head.text, head.headers.get('content-length')]).toEqual([
    200,
    '',
    String(Buffer.byteLength(plain.text)),
  ]);
});

test.each([
  '/assets/',
  '/assets/none.js',
  '/assets/../settings.html',
  '/assets/%2e%2e/settings.html',
  '/settings',
  '/settings/shopify/',
  '/dev/sign-in',
  '/dev/inbox',
  '/dev/token',
])('%s is not there', async (path) => {
  const { status, json } = await api.send('GET', path);
  expect([status, json.code]).toEqual([404, 'not_found']);
});

test.each(pages)('%s is read, not written to', async (path) => {
  const { status, json, headers } = await api.send('POST', path);
  expect([status, json.code, headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET, HEAD']);
});
