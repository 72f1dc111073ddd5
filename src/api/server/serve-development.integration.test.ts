import { request } from 'node:http';
import { decodeJwt } from 'jose';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';

/* For development: choosing whom to be, and tokens for whoever was chosen. */
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({
    development: { issueToken: ({ organizationId, role }) => accessToken({ org: organizationId, role }) },
  });
}, 60_000);
afterAll(() => api.close());

const signIn = (body: unknown) => api.send('POST', '/dev/sign-in', { body });

test.each(['owner', 'admin', 'agent'])(
  '%s: the choice is kept in a cookie that scripts cannot read, and gives tokens',
  async (role) => {
    const chosen = await signIn({ organizationId: 'org_demo', role });
    expect(chosen.status).toBe(204);
    const cookie = chosen.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; Path=\/dev; HttpOnly; SameSite=Strict$/);

    const { status, headers, json } = await api.send('POST', '/dev/token', {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(decodeJwt(String(json['token']))).toMatchObject({ org: 'org_demo', role });
    expect((await api.send('GET', '/v1/connections', { token: String(json['token']) })).status).toBe(200);
  },
);

test.each([
  { organizationId: '', role: 'owner' },
  { organizationId: 'org demo', role: 'owner' },
  { organizationId: 'org_demo', role: 'root' },
  { organizationId: 'org_demo', role: 'owner', more: true },
  {},
])('%j is no choice', async (body) => {
  const { status, json, headers } = await signIn(body);
  expect([status, json.code, headers.get('set-cookie')]).toEqual([422, 'invalid_field', null]);
});

const cookieOf = (value: string) => `convot-development=${Buffer.from(value).toString('base64url')}`;

test.each([
  '',
  'convot-development=',
  'convot-development=%7B',
  cookieOf('{'),
  cookieOf('{"organizationId":"org_demo","role":"root"}'),
])('the cookie “%s” gives no token', async (cookie) => {
  const { status, json } = await api.send('POST', '/dev/token', { headers: { cookie } });
  expect([status, json.code]).toEqual([401, 'unauthenticated']);
});

test('its pages are there', async () => {
  for (const path of ['/dev/sign-in', '/dev/inbox']) {
    const { status, headers } = await api.send('GET', path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  }
});

/** As `fetch` cannot: with a `Host` of its own. */
const statusOf = (host: string) =>
  new Promise((resolve, reject) => {
    const { port } = new URL(api.url);
    const options = {
      method: 'POST',
      host: '127.0.0.1',
      port,
      path: '/dev/token',
      headers: { host, connection: 'close' },
    };
    request(options, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

test.each([
  ['localhost:3000', 401],
  ['127.0.0.1', 401],
  ['[::1]:3000', 401],
  ['rebound.example', 404],
  ['127.0.0.1.rebound.example', 404],
  ['localhost@rebound.example', 404],
])('asked for as %s it answers %d', async (host, expected) => {
  expect(await statusOf(host)).toBe(expected);
});

test.each([
  'Forwarded',
  'Via',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Proto',
  'X-Real-IP',
  'X-Client-IP',
  'True-Client-IP',
  'X-Original-Host',
  'CF-Connecting-IP',
  'CF-Ray',
  'CDN-Loop',
  'Fly-Client-IP',
  'Fastly-Client-IP',
  'Tailscale-User-Login',
  'X-Amzn-Trace-Id',
  'X-Envoy-External-Address',
])('whoever comes through a proxy that adds %s finds nothing', async (header) => {
  const headers = { [header]: '127.0.0.1' };
  expect((await api.send('GET', '/dev/sign-in', { headers })).status).toBe(404);
  expect(
    (await api.send('POST', '/dev/sign-in', { body: { organizationId: 'o', role: 'owner' }, headers })).status,
  ).toBe(404);
});
