import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Agent, request, type RequestOptions } from 'node:http';
import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { freePort } from '../../test/support/servers/free-port.js';
import { sendAhead } from '../../test/support/servers/send-ahead.js';
import { accessToken, testAuthSettings } from '../../test/support/servers/tokens.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { inheritedEnvironment } from '../config/config.js';
import { checkTokenKeys } from '../connections/keys/token-key-checks.js';
import { connectPostgres } from '../postgres/client.js';
import { type Simulator, startSimulator } from '../simulator/simulator.js';
import { World } from '../simulator/world.js';
import { Secret } from '../values/secret.js';

const partnerToken = `prtapi_${'m'.repeat(32)}`;
const tokenKeys = `k1:${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

let database: TestDatabase;
let simulator: Simulator;
let running: ChildProcessWithoutNullStreams | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = new World();
  world.found('1234567').issue(partnerToken);
  simulator = await startSimulator({ world });
});
afterEach(() => {
  running?.kill('SIGKILL');
});
afterAll(async () => {
  await simulator.close();
  await database.drop();
});

/** The api, or another process that takes the same settings, with what it printed. */
async function start(changes: Record<string, string | undefined> = {}, main = 'src/api/main.ts') {
  const port = await freePort();
  const metricsPort = await freePort();
  const env = {
    ...inheritedEnvironment(),
    NODE_ENV: 'test',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`,
    PARTNER_API_URL: simulator.url,
    ALLOW_PARTNER_API_OVERRIDE: '1',
    TOKEN_KEYS: tokenKeys,
    AUTH_PUBLIC_KEY: testAuthSettings.key.publicKey,
    AUTH_ISSUER: testAuthSettings.issuer,
    AUTH_AUDIENCE: testAuthSettings.audience,
    ...changes,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', main], { env });
  running = child;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    exited,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    output: () => output,
  };
}

/** One request on a connection of this agent's. */
function ask(agent: Agent, url: string, sent: RequestOptions & { body?: string } = {}) {
  return new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
    const { body, ...options } = sent;
    const asked = request(url, { ...options, agent }, (response) => {
      const { statusCode: status, headers } = response;
      response.resume().once('end', () => resolve({ status, connection: headers.connection }));
    });
    asked.once('error', reject).end(body);
  });
}

test('serves, measures on a port of its own, and on SIGTERM answers what it has begun', async () => {
  const api = await start();
  await waitFor('the api to be ready', async () => (await fetch(`${api.url}/readyz`)).ok, {
    giveUp: () => (api.child.exitCode === null ? undefined : api.output()),
  });
  simulator.faults.set([{ effect: { kind: 'delay', ms: 1_000 } }]);
  const answer = fetch(`${api.url}/v1/connections`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ partnerOrganizationId: '1234567', accessToken: partnerToken }),
  });
  await waitFor('the request to reach Shopify', () => simulator.log.list().length > 0);
  const metrics = await (await fetch(`${api.metricsUrl}/metrics`)).text();
  expect(metrics).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/readyz",status="200"\} \d/);
  expect((await fetch(`${api.url}/metrics`)).status).toBe(404);
  // They are for 127.0.0.1 alone; whoever listens for all answers at this one, too.
  await expect(fetch(api.metricsUrl.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
  api.child.kill('SIGTERM');
  expect((await answer).status).toBe(201);
  expect(await api.exited).toBe(0);
  const lines = api
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string });
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['listening', 'request completed', 'stopping', 'stopped']),
  );
  expect(api.output()).not.toContain('mmmm');
});

test('on SIGTERM it is not ready first, takes what still comes, ends what it has begun, and then the connections', async () => {
  const api = await start();
  await waitFor('the api to be ready', async () => (await fetch(`${api.url}/readyz`)).ok, {
    giveUp: () => (api.child.exitCode === null ? undefined : api.output()),
  });
  // Two connections that their clients keep, one of them with a request under way.
  const [waiting, idle] = [
    new Agent({ keepAlive: true, maxSockets: 1 }),
    new Agent({ keepAlive: true, maxSockets: 1 }),
  ];
  simulator.log.clear();
  simulator.faults.set([{ effect: { kind: 'delay', ms: 4_500 } }]);
  const begun = ask(waiting, `${api.url}/v1/connections`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await accessToken({ org: 'org_2' })}`, 'content-type': 'application/json' },
    body: JSON.stringify({ partnerOrganizationId: '1234567', accessToken: partnerToken }),
  });
  await waitFor('the request to reach Shopify', () => simulator.log.list().length > 0);
  expect(await ask(idle, `${api.url}/readyz`)).toMatchObject({ status: 200, connection: 'keep-alive' });

  api.child.kill('SIGTERM');
  await waitFor('it to be told', () => api.output().includes('"stopping"'));
  expect(await ask(idle, `${api.url}/readyz`)).toEqual({ status: 503, connection: 'close' });
  expect(await ask(idle, `${api.url}/healthz`)).toEqual({ status: 200, connection: 'close' });
  expect(await ask(idle, `${api.url}/openapi.json`)).toEqual({ status: 200, connection: 'close' });
  await waitFor('it to take nothing new', async () => (await fetch(`${api.url}/healthz`).catch(() => null)) === null);
  expect(api.child.exitCode).toBeNull();
  expect((await begun).status).toBe(201);
  expect(await api.exited).toBe(0);
  for (const agent of [waiting, idle]) agent.destroy();
});

test('requests that are sent ahead and never read leave nothing behind, and keep nobody out', async () => {
  const api = await start();
  await waitFor('the api to be ready', async () => (await fetch(`${api.url}/readyz`)).ok, {
    giveUp: () => (api.child.exitCode === null ? undefined : api.output()),
  });
  const openFiles = () => readdirSync(`/proc/${String(api.child.pid)}/fd`).length;
  const page = await (await fetch(`${api.url}/revenue`)).text();
  const script = / src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
  const token = await accessToken();
  // With its first connection to the database, and that of this fetch.
  await fetch(`${api.url}/v1/connections`, { headers: { authorization: `Bearer ${token}` } });
  const before = openFiles();
  const paths = [
    ...[script, '/docs/swagger-ui-bundle.js', '/openapi.json', '/revenue', '/nothing'],
    ...['/v1/merchants.csv', '/v1/revenue.csv', '/v1/merchants', '/v1/connections/x'],
  ];
  for (const path of paths) {
    const ahead = await sendAhead(api.url, path, 1_000, token);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    await ahead.read();
  }
  // Ten connections of the database's pool at most, which come and go by themselves.
  await waitFor('the files to be closed', () => openFiles() <= before + 10);
  // Who sends only a few ahead gets the first answer, and then the end.
  const few = await (await sendAhead(api.url, '/healthz', 3)).read();
  expect(few.split('HTTP/1.1 200').length - 1).toBe(1);
}, 60_000);

test.each([
  ['a short key', { TOKEN_KEYS: 'k1:c2hvcnQ=' }, /TOKEN_KEYS: entry 1/],
  ['no database', { DATABASE_URL: 'postgres://127.0.0.1:1/x' }, /ECONNREFUSED/],
  ['an unknown level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  [
    'a login that could leave its role, in production',
    {
      ...{ NODE_ENV: 'production', PARTNER_API_URL: undefined, ALLOW_PARTNER_API_OVERRIDE: undefined },
      TOKEN_KEYS: `k2:${randomBytes(32).toString('base64')}`,
    },
    /The login \w+ is a superuser: one `reset role`/,
  ],
  // The driver takes from the environment what the address does not say.
  [
    'a remote database that only PGHOST names',
    { NODE_ENV: 'production', DATABASE_URL: 'postgres:///convot', PGHOST: 'database.example' },
    /DATABASE_URL: reaches another machine without checking who that is/,
  ],
  ["an address that is not Shopify's", { ALLOW_PARTNER_API_OVERRIDE: '0' }, /PARTNER_API_URL/],
])('does not start with %s, and says why', async (_, changes, reason) => {
  const api = await start(changes);
  expect(await api.exited).toBe(1);
  expect(api.output()).toMatch(reason);
  expect(api.output()).not.toContain('c2hvcnQ=');
});

test('api and worker do not start with another key under a known id, and say so', async () => {
  const sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  await checkTokenKeys(sql, new Secret(tokenKeys));
  await sql.end();
  const other = 'fedcba9876543210fedcba9876543210';
  for (const main of ['src/api/main.ts', 'src/worker/main.ts']) {
    const refused = await start({ TOKEN_KEYS: `k1:${Buffer.from(other).toString('base64')}` }, main);
    await waitFor('it to say why', () => refused.output().includes('"cannot run"'), { timeoutMs: 30_000 });
    expect(refused.output()).toContain('the key \\"k1\\" is not the one that this database knows under that id');
    refused.child.kill('SIGKILL');
    await refused.exited;
    expect(refused.output()).not.toContain(Buffer.from(other).toString('base64'));
  }
});
