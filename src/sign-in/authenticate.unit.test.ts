import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt, exportJWK, importSPKI, SignJWT } from 'jose';
import { accessToken, testAuthSettings } from '../../test/support/servers/tokens.js';
import { type Authenticate, createAuthenticate } from './authenticate.js';

let authenticate: Authenticate;
let good: string;
beforeAll(async () => {
  authenticate = await createAuthenticate(testAuthSettings);
  good = await accessToken();
});

const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const claims = () => JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString()) as object;
const unsigned = (header: object, signature = '') => `${encode(header)}.${encode(claims())}.${signature}`;
const hmac = (secret: string | Buffer, header: object = { alg: 'HS256', typ: 'JWT' }) => {
  const input = `${encode(header)}.${encode(claims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};

async function expectRefused(authorization: string | undefined): Promise<void> {
  await expect(authenticate(authorization)).rejects.toMatchObject({
    code: 'unauthenticated',
    extras: { headers: { 'WWW-Authenticate': 'Bearer' } },
  });
}

test('a good token says who calls, for whom, and as what', async () => {
  expect(await authenticate(`Bearer ${good}`)).toEqual({
    organizationId: 'org_1',
    name: 'user_1',
    role: 'owner',
    shop: null,
  });
  for (const typ of ['at+jwt', undefined]) {
    expect(await authenticate(`Bearer ${await accessToken({}, { typ })}`)).toMatchObject({ role: 'owner' });
  }
});

test('a token may be for one shop', async () => {
  const shop = 'alder-2.myshopify.com';
  expect(await authenticate(`Bearer ${await accessToken({ shop })}`)).toMatchObject({ role: 'owner', shop });
});

test.each([
  ['null', null],
  ['an empty text', ''],
  ['a number', 77],
  ['a list', ['alder.myshopify.com']],
  ['an object', { domain: 'alder.myshopify.com' }],
  ['a name alone', 'alder'],
  ['another domain', 'alder.example.com'],
  ['a longer domain', 'alder.myshopify.com.example.com'],
  ['a part of one', 'admin.alder.myshopify.com'],
  ['no name', '.myshopify.com'],
  ['capitals', 'Alder.myshopify.com'],
  ['an address', 'https://alder.myshopify.com'],
  ['blanks', ' alder.myshopify.com'],
  ['a line break', 'alder.myshopify.com\n'],
  ['look-alike letters', 'аlder.myshopify.com'],
  ['a wildcard', '*.myshopify.com'],
  ['more letters than DNS takes', `${'a'.repeat(64)}.myshopify.com`],
])('a claim `shop` that is %s', async (_, shop) => {
  await expectRefused(`Bearer ${await accessToken({ shop })}`);
});

test.each(['none', 'None', 'nOnE', 'NONE'])('alg %s', async (alg) => {
  await expectRefused(`Bearer ${unsigned({ alg, typ: 'JWT' })}`);
  await expectRefused(`Bearer ${unsigned({ alg, typ: 'JWT' }, good.split('.')[2])}`);
});

test('a signature that is empty, of another token, or a blank password', async () => {
  const [header = '', payload = ''] = good.split('.');
  await expectRefused(`Bearer ${header}.${payload}.`);
  await expectRefused(`Bearer ${header}.${payload}.AA`);
  await expectRefused(`Bearer ${header}.${payload}.${(await accessToken({ org: 'other' })).split('.')[2] ?? ''}`);
  await expectRefused(`Bearer ${hmac('')}`);
});

test('the public key used as a shared secret', async () => {
  const pem = testAuthSettings.key.publicKey;
  const key = await importSPKI(pem, 'RS256', { extractable: true });
  for (const secret of [
    pem,
    pem.trim(),
    Buffer.from(pem.replace(/-+[^-]+-+|\s/g, ''), 'base64'),
    JSON.stringify(await exportJWK(key)),
  ]) {
    await expectRefused(`Bearer ${hmac(secret)}`);
    await expectRefused(`Bearer ${hmac(secret, { alg: 'RS256', typ: 'JWT' })}`);
  }
});

test('a key that the token brings or points to', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const headers: Record<string, unknown>[] = [
    { jwk },
    { jku: 'https://evil.test/keys' },
    { x5u: 'https://evil.test/cert' },
    { x5c: ['MIIB'] },
    { kid: '../../dev/null' },
    { kid: "x' or '1'='1" },
    { kid: '/dev/null' },
    { kid: 1 },
    { crit: ['exp'] },
    { crit: ['x'], x: 1 },
    { b64: false, crit: ['b64'] },
    {},
  ];
  for (const header of headers) {
    const forged = await new SignJWT({ ...claims() })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header })
      .sign(privateKey)
      .catch(() => unsigned({ alg: 'RS256', ...header }, 'AAAA'));
    await expectRefused(`Bearer ${forged}`);
  }
  for (const header of headers.slice(0, 4)) await expectRefused(`Bearer ${await accessToken({}, header)}`);
});

test('another algorithm of the family, and an encrypted token', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  for (const alg of ['RS384', 'RS512', 'PS256']) {
    await expectRefused(`Bearer ${await new SignJWT({ ...claims() }).setProtectedHeader({ alg }).sign(privateKey)}`);
  }
  const jwe = await new CompactEncrypt(Buffer.from(JSON.stringify(claims())))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(publicKey);
  await expectRefused(`Bearer ${jwe}`);
});

test('another spelling of a good token', async () => {
  const [header = '', payload = '', signature = ''] = good.split('.');
  const last = signature.at(-1) ?? '';
  const sameBytes = String.fromCharCode(last.charCodeAt(0) + 1);
  for (const spelling of [
    `${header}.${payload}`,
    `${good}.`,
    `${good}.AA`,
    `${good}=`,
    `${good} `,
    ` ${good}`,
    `${good}\n`,
    `${header}.${payload}=.${signature}`,
    `${header}.${payload}.${signature.slice(0, -1)}${sameBytes}`,
    good.replaceAll('.', '..'),
    '',
    '.',
    '..',
  ]) {
    await expectRefused(`Bearer ${spelling}`);
  }
  for (const authorization of [
    undefined,
    '',
    'Bearer',
    good,
    `bearer ${good}`,
    `BEARER ${good}`,
    `Bearer  ${good}`,
    `Bearer\t${good}`,
    `Basic ${good}`,
    `Bearer ${good}, Bearer ${good}`,
  ]) {
    await expectRefused(authorization);
  }
});

test('a name twice, in the header or in the claims', async () => {
  const signed = (header: string, payload: string) =>
    `${encode(header)}.${encode(payload)}.${good.split('.')[2] ?? ''}`;
  await expectRefused(`Bearer ${signed('{"alg":"none","alg":"RS256"}', JSON.stringify(claims()))}`);
  await expectRefused(`Bearer ${signed('{"alg":"RS256"}', JSON.stringify(claims()).replace('{', '{"role":"agent",'))}`);
});

test.each(['exp', 'iat', 'sub', 'org', 'role', 'iss', 'aud'])('no %s', async (name) => {
  await expectRefused(`Bearer ${await accessToken({ [name]: undefined })}`);
});

test.each([
  ['exp in the past', () => ({ iat: now() - 100, exp: now() - 1 })],
  ['exp now', () => ({ exp: now() })],
  ['exp as text', () => ({ exp: String(now() + 600) })],
  ['exp with a fraction', () => ({ exp: now() + 600.5 })],
  ['negative exp', () => ({ exp: -1 })],
  ['exp far away', () => ({ exp: 1e300 })],
  ['exp later than the longest life', () => ({ exp: now() + testAuthSettings.maxAgeSeconds + 60 })],
  ['iat in the future', () => ({ iat: now() + 120 })],
  ['iat too long ago', () => ({ iat: now() - testAuthSettings.maxAgeSeconds - 60 })],
  ['nbf in the future', () => ({ nbf: now() + 120 })],
  ['another audience', () => ({ aud: 'other' })],
  ['a list of audiences', () => ({ aud: [testAuthSettings.audience] })],
  ['no audience in the list', () => ({ aud: [] })],
  ['another issuer', () => ({ iss: 'https://evil.test' })],
  ['an issuer with a slash more', () => ({ iss: `${testAuthSettings.issuer}/` })],
  ['a list of organizations', () => ({ org: ['org_1'] })],
  ['an object for an organization', () => ({ org: { id: 'org_1' } })],
  ['a number for an organization', () => ({ org: 1 })],
  ['an empty organization', () => ({ org: '' })],
  ['an organization with a line break', () => ({ org: 'org_1\n' })],
  ['a list of roles', () => ({ role: ['owner'] })],
  ['a role in capitals', () => ({ role: 'OWNER' })],
  ['a role with a blank', () => ({ role: 'owner ' })],
  ['a role in look-alike letters', () => ({ role: 'оwner' })],
  ['a number for a subject', () => ({ sub: 1 })],
])('%s', async (_, wrong) => {
  await expectRefused(`Bearer ${await accessToken(wrong())}`);
});

test('a token of another kind, and one of more than 8 KB', async () => {
  for (const typ of ['refresh+jwt', 'JWS', 'jwt', '']) await expectRefused(`Bearer ${await accessToken({}, { typ })}`);
  await expectRefused(`Bearer ${await accessToken({ padding: 'x'.repeat(8_000) })}`);
});

test('keys come from the key server; while it is down nobody is told that his token is wrong', async () => {
  const key = await importSPKI(testAuthSettings.key.publicKey, 'RS256', { extractable: true });
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(key)), kid: 'k1', alg: 'RS256', use: 'sig' }] });
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const settings = {
    ...testAuthSettings,
    key: { jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
  };
  try {
    const byKeyServer = await createAuthenticate(settings);
    expect(await byKeyServer(`Bearer ${await accessToken({}, { kid: 'k1' })}`)).toMatchObject({ role: 'owner' });
    await expect(byKeyServer(`Bearer ${await accessToken({}, { kid: 'k2' })}`)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  const withoutKeys = await createAuthenticate(settings);
  await expect(withoutKeys(`Bearer ${good}`)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a key of the key server that proves nothing is refused as such, and told of once', async () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const keys = [{ ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak', alg: 'RS256', use: 'sig' }];
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const logged: object[] = [];
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    authenticate = await createAuthenticate(
      { ...testAuthSettings, key: { jwksUrl } },
      { error: (facts: object) => void logged.push(facts) },
    );
    const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'weak' })}.${encode(claims())}`;
    const signature = sign('sha256', Buffer.from(input), weak.privateKey).toString('base64url');
    await expectRefused(`Bearer ${input}.${signature}`);
    await expectRefused(`Bearer ${input}.${signature}`);
    expect(logged).toEqual([{ kid: 'weak', complaint: 'is an RSA key of 1024 bits; at least 2048 are needed' }]);
  } finally {
    authenticate = await createAuthenticate(testAuthSettings);
    await new Promise((resolve) => server.close(resolve));
  }
});
