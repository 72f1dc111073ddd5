import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { DEVELOPMENT_ISSUER, developmentKeys } from '../development/development-keys.js';
import { paths } from '../process/paths.js';
import { readEnvironment } from './config.js';

const publicKeyOf = (modulusLength: number, publicExponent = 0x10001) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');
const key = (id: string, bytes: Uint8Array | string = randomBytes(32)) => `${id}:${base64(bytes)}`;
const one = randomBytes(32);

const good = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://convot:secretpassword@database.example/convot?sslmode=verify-full',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  TOKEN_KEYS: `${key('new')},${key('old')}`,
  AUTH_JWKS_URL: 'https://convot.example/keys',
  AUTH_ISSUER: 'https://convot.example',
  AUTH_AUDIENCE: 'convot-partner-sync',
};
const withPublicKey = (pem: string) => ({ AUTH_JWKS_URL: undefined, AUTH_PUBLIC_KEY: pem });
const database = (rest: string) => `postgres://convot:secretpassword@${rest}`;

test('what production needs is accepted', () => {
  expect(readEnvironment(good)).toMatchObject({ NODE_ENV: 'production', METRICS_HOST: '127.0.0.1' });
  expect(readEnvironment({ ...good, ...withPublicKey(publicKeyOf(2048)) }).AUTH_PUBLIC_KEY).toContain(
    'BEGIN PUBLIC KEY',
  );
  expect(readEnvironment({ ...good, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' })).toBeDefined();
  // The same address, however it is spelled.
  expect(readEnvironment({ ...good, PARTNER_API_URL: 'HTTPS://Partners.Shopify.com:443/' })).toBeDefined();
});

test.each([
  'localhost/convot',
  '127.0.0.1:5432/convot',
  '127.0.0.1,localhost/convot',
  'database.example/convot?sslmode=verify-full',
  'database.example:5433/convot?ssl=verify-full',
  'one.example,two.example/convot?sslmode=verify-full&target_session_attrs=primary',
  'database.example/convot?sslrootcert=system',
])('a database at %s may be used', (rest) => {
  expect(readEnvironment({ ...good, DATABASE_URL: database(rest) })).toBeDefined();
});

const REMOTE = 'reaches another machine without checking who that is';
test.each([
  ['database.example/convot', REMOTE],
  ['database.example/convot?sslmode=disable', REMOTE],
  ['database.example/convot?sslmode=require', REMOTE],
  ['database.example/convot?sslmode=verify-ca', REMOTE],
  ['database.example/convot?sslmode=VERIFY-FULL', REMOTE],
  ['database.example/convot?SSLMODE=verify-full', REMOTE],
  ['database.example/convot?sslmode=', REMOTE],
  ['database.example/convot#?sslmode=verify-full', REMOTE],
  ['LOCALHOST.example/convot', REMOTE],
  ['127.0.0.1.database.example/convot', REMOTE],
  // The driver reads what is before the last @ as hosts, too.
  ['database.example,x@127.0.0.1/convot', REMOTE],
  ['127.0.0.1,database.example/convot', REMOTE],
  ['127.0.0.1%2Cdatabase.example/convot', REMOTE],
  ['database.example/convot?sslmode=verify-full&sslmode=disable', 'gives sslmode more than once'],
  ['database.example/convot?sslmode=disable&sslmode=verify-full', 'gives sslmode more than once'],
  ['database.example/convot?sslmode=verify-full&ssl%6dode=disable', 'gives sslmode more than once'],
  ['database.example/convot?sslmode=verify-full&secretpassword=1&secretpassword=2', 'gives a parameter more than once'],
  ['%E0%A4%A/convot?sslmode=verify-full', 'is not an address that the database driver understands'],
])('a database at %s may not', (rest, complaint) => {
  for (const name of ['DATABASE_URL', 'API_DATABASE_URL', 'WORKER_DATABASE_URL']) {
    expectRefused({ [name]: database(rest) }, `${name}: ${complaint}`);
  }
});

test('two values of one parameter are refused outside of production too', () => {
  const DATABASE_URL = database('database.example/convot?sslmode=verify-full&sslmode=disable');
  expect(() => readEnvironment({ DATABASE_URL })).toThrow('DATABASE_URL: gives sslmode more than once');
});

test.each([
  ['a key server in clear', { AUTH_JWKS_URL: 'http://convot.example/keys' }, 'AUTH_JWKS_URL: must be https'],
  ['one in capitals', { AUTH_JWKS_URL: 'HTTP://convot.example/keys' }, 'AUTH_JWKS_URL: must be https'],
  [
    'a key server with a password',
    { AUTH_JWKS_URL: 'https://a:secretpassword@c.example' },
    'AUTH_JWKS_URL: must not hold',
  ],
  ['messages in clear', { CONVOT_WEBHOOK_URL: 'HTTP://convot.example' }, 'CONVOT_WEBHOOK_URL: must be https'],
  [
    'spans in clear',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example' },
    'OTEL_EXPORTER_OTLP_ENDPOINT: must be https',
  ],
  ['a host page in clear', { FRAME_ANCESTORS: 'http://app.convot.com' }, 'FRAME_ANCESTORS: must be https'],
  ['one in capitals', { FRAME_ANCESTORS: 'HTTP://app.convot.com' }, 'FRAME_ANCESTORS'],
  ['a Partner API in clear', { PARTNER_API_URL: 'HTTP://partners.shopify.com' }, "PARTNER_API_URL: is not Shopify's"],
  ['another path', { PARTNER_API_URL: 'https://partners.shopify.com/x' }, "PARTNER_API_URL: is not Shopify's"],
  ['the override', { ALLOW_PARTNER_API_OVERRIDE: '1' }, 'ALLOW_PARTNER_API_OVERRIDE: is refused in production'],
  ['unchecked certificates', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED: must not be 0'],
  ["development's issuer", { AUTH_ISSUER: DEVELOPMENT_ISSUER }, 'AUTH_ISSUER: is the one of development'],
  ['metrics at a name', { METRICS_HOST: 'localhost' }, 'METRICS_HOST: expected an IP address'],
  ['a short key', withPublicKey(publicKeyOf(1024)), 'AUTH_PUBLIC_KEY: is an RSA key of 1024 bits'],
  ['something else', withPublicKey('changeme'), 'AUTH_PUBLIC_KEY: is not an RSA public key'],
])('%s is refused', (_, changes, complaint) => {
  expectRefused(changes, complaint);
});

test('keys that anybody has or could guess are refused, and one key under two ids', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);
  for (const [ring, complaint] of [
    ['k1:changeme', 'entry 1 is not'],
    [key('k1', new Uint8Array(32)), 'entry 1 is not a random key'],
    [key('k1', 'changeme'.repeat(4)), 'the key "k1" is text'],
    [key('k1', randomBytes(16).toString('hex')), 'the key "k1" is text'],
    [key('k1', Buffer.concat([one.subarray(0, 16), one.subarray(0, 16)])), 'the key "k1" is a repetition'],
    [key('k1', ascending), 'the key "k1" is'],
    [
      key(
        'k1',
        ascending.map((byte) => 200 - byte * 3),
      ),
      'the key "k1" is a sequence',
    ],
    [key('k1', Buffer.concat([Buffer.alloc(24), randomBytes(8)])), 'the key "k1" is made of too few different bytes'],
    [`${key('k1')},${key('k2', 'hunter2-'.repeat(4))}`, 'the key "k2" is text'],
    [`${key('k1', one)},${key('k2', one)}`, '"k1" and "k2" are one key'],
    [key('development'), 'the key "development" is one of development'],
  ] as const) {
    expectRefused({ TOKEN_KEYS: ring }, `TOKEN_KEYS: ${complaint}`);
  }
});

test("this checkout's development keys are known under any name", () => {
  const { tokenKeys, authPublicKey, authPrivateKey } = developmentKeys(paths.local);
  expectRefused({ TOKEN_KEYS: tokenKeys.replace(/^\w+/, 'k1') }, 'TOKEN_KEYS: the key "k1" is one of development');
  expectRefused(withPublicKey(authPublicKey), 'AUTH_PUBLIC_KEY: is the development key of this checkout');
  expectRefused(withPublicKey(authPrivateKey), 'AUTH_PUBLIC_KEY: is a private key');
});

test('secrets that sign messages must be random and two', () => {
  const messages = (...secrets: (Uint8Array | string)[]) => ({
    CONVOT_WEBHOOK_URL: 'https://convot.example/hooks',
    CONVOT_WEBHOOK_SECRET: secrets.map((secret) => `whsec_${base64(secret)}`).join(','),
  });
  expect(readEnvironment({ ...good, ...messages(one, randomBytes(24)) })).toBeDefined();
  expectRefused(messages(one, new Uint8Array(24)), 'CONVOT_WEBHOOK_SECRET: secret 2 is a repetition');
  expectRefused(messages('changeme'.repeat(3)), 'CONVOT_WEBHOOK_SECRET: secret 1 is text');
  expectRefused(messages(one, one), 'CONVOT_WEBHOOK_SECRET: names one secret twice');
});

/** Says so, and shows nothing of what it refuses. */
function expectRefused(changes: Record<string, string | undefined>, complaint: string): void {
  const attempt = () => readEnvironment({ ...good, ...changes });
  expect(attempt).toThrow(complaint);
  expect(attempt).not.toThrow(/secretpassword|changeme|hunter2|[A-Za-z0-9+/]{40}/);
}
