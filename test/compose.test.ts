import { randomBytes } from 'node:crypto';
import { parse } from 'yaml';
import { readEnvironment, webhookTarget } from '../src/config/config.js';
import { DYNAMIC_CONFIG } from '../src/dev/temporal/server.js';
import { compose, composeEnvironment, text } from './support/run/compose-file.js';
import { testAuthSettings } from './support/servers/tokens.js';

/* What docker-compose.yml gives our processes, read as Compose reads it, and judged by the processes themselves. */
const FILES = ['docker-compose.yml', 'tools/docker/simulator.yml'];
const OURS = ['migrations', 'api', 'worker', 'cli'] as const;

/** As with-secrets.sh hands them over; the address of a database as make-secrets.sh writes it. */
function secretsOf(environment: Record<string, string>): Record<string, string> {
  const [, database = ''] = /printf '(postgres:[^']+)'/.exec(text('tools/docker/make-secrets.sh')) ?? [];
  const databaseUrl = database.replace('%s', 'login').replace('%s', 'password');
  const secrets: Record<string, string> = {
    DATABASE_URL: databaseUrl,
    API_DATABASE_URL: databaseUrl,
    WORKER_DATABASE_URL: databaseUrl,
    TOKEN_KEYS: `first:${randomBytes(32).toString('base64')}`,
    CONVOT_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    AUTH_PUBLIC_KEY: testAuthSettings.key.publicKey,
  };
  const isFromSettings = (name: string) => name === 'AUTH_PUBLIC_KEY' && 'AUTH_JWKS_URL' in environment;
  return Object.fromEntries(
    Object.entries(secrets).filter(([name]) => `${name}_FILE` in environment && !isFromSettings(name)),
  );
}

/** What one of our processes gets, with a `settings.env` of these lines. */
function given(service: string, settings: Record<string, string> = {}) {
  const all = composeEnvironment(service, settings);
  return { ...all, ...secretsOf(all) };
}

test.each(FILES)('%s takes nothing from the shell of its caller', (file) => {
  expect(text(file)).not.toContain('$');
  expect(Object.keys(compose(file))).not.toHaveLength(0);
  for (const { env_file } of Object.values(compose(file))) {
    for (const each of env_file.filter((path) => typeof path === 'string')) expect(text(each)).not.toContain('$');
  }
});

test.each(OURS)('%s starts as production, whatever the settings say', (service) => {
  const hostile = { NODE_ENV: 'development', ALLOW_PARTNER_API_OVERRIDE: '1', PARTNER_API_URL: 'http://evil.example' };
  for (const settings of [{}, hostile]) {
    expect(readEnvironment(given(service, settings))).toMatchObject({
      NODE_ENV: 'production',
      PARTNER_API_URL: 'https://partners.shopify.com',
      ALLOW_PARTNER_API_OVERRIDE: '0',
    });
  }
});

test('what settings may say reaches whom it concerns', () => {
  const settings = {
    SYNC_INTERVAL: '6m',
    AUTH_ISSUER: 'https://login.example',
    CONVOT_WEBHOOK_URL: 'https://c.example',
    CONVOT_WEBHOOK_UPDATES: '1',
  };
  for (const service of OURS) {
    const environment = readEnvironment(given(service, settings));
    expect(environment).toMatchObject({ SYNC_INTERVAL: 360_000, AUTH_ISSUER: 'https://login.example' });
    expect(webhookTarget(environment)?.url).toBe(service === 'worker' ? 'https://c.example' : undefined);
    expect(environment.CONVOT_WEBHOOK_UPDATES).toBe(service === 'worker' ? '1' : '0');
  }
});

test('nothing but this host reaches a published port, and metrics have none', () => {
  const published = Object.values(compose('docker-compose.yml')).flatMap(({ ports }) => ports);
  expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  const { METRICS_HOST, METRICS_PORT } = readEnvironment(given('worker'));
  expect(METRICS_HOST).toBe('0.0.0.0');
  expect(published.some((port) => port.endsWith(`:${METRICS_PORT ?? ''}`))).toBe(false);
});

test('the simulator takes the place of Shopify only outside of production', () => {
  for (const service of OURS) {
    const { environment = {} } = compose('tools/docker/simulator.yml')[service] ?? {};
    expect(readEnvironment({ ...given(service), ...environment })).toMatchObject({
      NODE_ENV: 'development',
      PARTNER_API_URL: 'http://simulator:4000',
    });
  }
});

test('Convot’s keys may come from an address that settings name', () => {
  for (const service of OURS) {
    expect(given(service)).toHaveProperty('AUTH_PUBLIC_KEY');
    const environment = readEnvironment(given(service, { AUTH_JWKS_URL: 'https://convot.example/keys' }));
    expect(environment).toMatchObject({ AUTH_JWKS_URL: 'https://convot.example/keys' });
    expect(environment.AUTH_PUBLIC_KEY).toBeUndefined();
  }
});

test('api and worker may run several times: nothing of them has a name or a port that only one can have', () => {
  for (const service of ['api', 'worker']) {
    const { ports = [], container_name } = compose('docker-compose.yml')[service] ?? {};
    expect(container_name).toBeUndefined();
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+-\d+:\d+$/);
  }
});

test('the development server of Temporal behaves as the one of an installation', () => {
  const installed = parse(text('tools/docker/temporal/dynamic-config.yaml')) as Record<string, unknown>;
  expect(installed).toEqual(
    Object.fromEntries(Object.entries(DYNAMIC_CONFIG).map(([name, value]) => [name, [{ value }]])),
  );
});
