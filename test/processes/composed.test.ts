import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { connectPostgres } from '../../src/postgres/client.js';
import { paths } from '../../src/process/paths.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { generatedWorld } from '../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../src/values/instant.js';
import { type Composed, startComposed } from '../support/servers/composed.js';
import { freePort } from '../support/servers/free-port.js';
import { accessToken } from '../support/servers/tokens.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * Our processes as docker-compose.yml starts them: by with-secrets.sh, with the certificates, logins and rights of an
 * installation. Docker is not here, and neither are images and networks. The tests follow one another.
 */
const token = `prtapi_${'c'.repeat(32)}`;
let composed: Composed;
let simulator: Simulator;
let connectionId: string;
let apiUrl: string;
let metricsUrl: string;
const children: ReturnType<typeof spawn>[] = [];

/** One of our processes, with what it printed. */
function run(service: string, args: readonly string[], changes: Record<string, string> = {}) {
  const simulated = { NODE_ENV: 'development', PARTNER_API_URL: simulator.url, ALLOW_PARTNER_API_OVERRIDE: '1' };
  const child = spawn('sh', ['tools/docker/with-secrets.sh', process.execPath, ...args], {
    cwd: paths.root,
    env: composed.environment(service, { ...simulated, ...changes }),
  });
  children.push(child);
  const printed = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.error += chunk.toString()));
  return { printed, exited: once(child, 'close').then(([code]) => code as number | null) };
}

const PRODUCTION = {
  NODE_ENV: 'production',
  PARTNER_API_URL: 'https://partners.shopify.com',
  ALLOW_PARTNER_API_OVERRIDE: '0',
};

async function cli(args: readonly string[], changes?: Record<string, string>) {
  const { printed, exited } = run('cli', [join(paths.dist, 'cli/main.js'), ...args], changes);
  return { code: await exited, ...printed };
}

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

beforeAll(async () => {
  composed = await startComposed();
  const world = generatedWorld({
    ...{ seed: 'composed', anchor: instantFromMs(Date.now() - 3_600_000), organizationId: '1234567', token },
    ...{ apps: 2, merchants: 10, transactions: 60, events: 90, days: 100 },
  });
  simulator = await startSimulator({ world, settings: { requestsPerSecond: null } });
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await simulator.close();
  await composed.close();
});

test('the migrator, who is no superuser, makes the tables; api and worker sync an account', async () => {
  const migration = run('migrations', [join(paths.dist, 'cli/migrate.js')]);
  const code = await migration.exited;
  expect({ code, ...migration.printed }).toMatchObject({ code: 0, error: '' });
  const port = await freePort();
  apiUrl = `http://127.0.0.1:${port}`;
  const api = run('api', [join(paths.dist, 'api/main.js')], { PORT: String(port) });
  const metricsPort = await freePort();
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  const metrics = { METRICS_HOST: '127.0.0.1', METRICS_PORT: String(metricsPort) };
  const worker = run('worker', [join(paths.dist, 'worker/main.js')], metrics);
  const isUp = (process: typeof api, line: string) =>
    waitFor(`${line}: ${process.printed.out}`, () => process.printed.out.includes(line), { timeoutMs: 60_000 });
  await Promise.all([isUp(api, '"listening"'), isUp(worker, '"worker started"')]);
  const connected = await call('POST', '/v1/connections', { partnerOrganizationId: '1234567', accessToken: token });
  expect(connected.status).toBe(201);
  connectionId = String(connected.json['id']);
  await waitFor(
    'the first sync to be whole',
    async () => {
      const { json } = await call('GET', `/v1/connections/${connectionId}`);
      return (json['progress'] as { backfilled: boolean } | null)?.backfilled === true && json['phase'] === 'idle';
    },
    { timeoutMs: 60_000 },
  );
}, 180_000);

/** What each verb is given; one without a line here fails, so that nobody forgets to try its rights. */
const VERBS: Record<string, () => Promise<readonly string[]> | readonly string[]> = {
  'connections list': () => [],
  'connections show': () => [connectionId],
  'connections reconnect': () => [connectionId],
  sync: () => [connectionId],
  'apps add': async () => [connectionId, `gid://partners/App/${await appNumber()}`],
  // Only those that were added by hand can go; that it says so takes the same rights.
  'apps remove': async () => {
    const app = await appNumber();
    await composed.sql`update apps set source = 'manual' where app_number = ${app}`;
    return [connectionId, `gid://partners/App/${app}`];
  },
  'plans list': () => [],
  'plans set': async () => ['--app', await appNumber(), '--plan', 'Gold', '--interval', 'annual'],
  explain: async () => {
    const [shop] = await composed.sql<{ number: string }[]>`select shop_number as number from merchant_apps limit 1`;
    return ['--shop', shop?.number ?? ''];
  },
  rebuild: async () => {
    // So that there is something to put right, of each kind.
    await composed.sql`update merchant_apps set status = 'installed', rules_version = 0`;
    await composed.sql`delete from merchant_events where shop_number in (select shop_number from merchant_apps limit 3)`;
    return ['--connection', connectionId];
  },
  'webhooks list': () => [],
  'webhooks resend': async () => {
    await composed.sql`
      insert into webhook_messages (
        organization_id, id, connection_id, app_number, shop_number, type, payload, state, not_sent_because
      )
      values ('org_1', 'msg_test', ${connectionId}, 1, 1, 'merchant.uninstalled', '{}', 'not_sent', 'backfill')
    `;
    return ['msg_test'];
  },
  doctor: () => ['--sample', '5'],
  pause: () => [connectionId],
  resume: () => [connectionId],
  'rotate-keys': () => [],
  restored: () => ['--mend'],
  erase: async () => {
    const [shop] = await composed.sql<{ number: string }[]>`select shop_number as number from merchant_apps limit 1`;
    return ['--organization', 'org_1', '--shop', shop?.number ?? ''];
  },
  disconnect: () => [connectionId],
};

async function appNumber(): Promise<string> {
  const [app] = await composed.sql<{ number: string }[]>`select app_number as number from apps order by 1 limit 1`;
  return app?.number ?? '';
}

/** Every command that does something, by the words that call it. */
function verbsOf(commands: readonly Command[], before: readonly string[] = []): string[] {
  return commands.flatMap((command) => {
    const words = [...before, command.name()];
    return command.commands.length === 0 ? [words.join(' ')] : verbsOf(command.commands, words);
  });
}

test('every verb of the command line has what it needs with the operator’s login', async () => {
  const verbs = verbsOf(createProgram().commands).filter((verb) => verb !== 'token'); // development's alone
  expect(Object.keys(VERBS).sort()).toEqual(verbs.sort());
  for (const [verb, args] of Object.entries(VERBS)) {
    const { code, error, out } = await cli([...verb.split(' '), ...(await args())]);
    expect({ verb, code, error, out }).toMatchObject({ verb, code: 0, error: '' });
  }
  const actors = await composed.sql`select distinct actor from audit_log where action = 'disconnect'`;
  expect(actors).toHaveLength(1);
}, 180_000);

test('as production the doctor finds nothing wrong, and the certificates’ ends', async () => {
  const { code, out } = await cli(['doctor'], { ...PRODUCTION, OPERATOR: 'ada' });
  expect(out).not.toContain('FAIL');
  for (const name of ['ca', 'client', 'postgres', 'temporal'])
    expect(out).toContain(`ok    certificate ${name}: valid until`);
  expect(out).toMatch(/^ok {4}Postgres connections: \d+ of \d+ are open \(.*convot-worker/m);
  expect(code).toBe(0);
  expect((await cli(['doctor', '--organization', 'org_nobody'], PRODUCTION)).error).toBe(
    'org_nobody has no connection.\n',
  );
}, 60_000);

test('once a day the worker looks at everything, and its metrics tell what came of it', async () => {
  const scraped = async () => (await fetch(metricsUrl)).text();
  // It may be just the hour at which the day's is due.
  const [earlier] = await composed.sql`select * from doctor_report`;
  const connection = await Connection.connect({ address: composed.temporalAddress });
  try {
    const schedule = new Client({ connection }).schedule.getHandle('doctor');
    const { spec, info } = await schedule.describe();
    expect(spec.calendars).toHaveLength(1);
    expect(info.nextActionTimes.length).toBeGreaterThan(0);
    await schedule.trigger();
  } finally {
    await connection.close();
  }
  await waitFor('a report', async () => {
    const [report] = await composed.sql`select * from doctor_report`;
    return report !== undefined && !isDeepStrictEqual(report, earlier);
  });
  await waitFor('the metrics', async () => /^partner_sync_doctor_findings/m.test(await scraped()));
  const text = await scraped();
  expect(text).toContain('partner_sync_doctor_findings{severity="fail"} 0');
  expect(text).toMatch(/^partner_sync_doctor_last_success_timestamp_seconds \d{10}/m);
  expect(text).toMatch(/^partner_sync_certificate_days_left\{certificate="postgres"\} 82[34]/m);
  expect(text).not.toMatch(/^partner_sync_backup_last_success/m);
}, 60_000);

test('the operator’s login can do no more', async () => {
  const sql = connectPostgres(composed.databaseUrl('operator'), {
    applicationName: 'test',
    role: 'convot_operator',
    max: 1,
  });
  try {
    for (const table of ['transactions', 'app_events', 'shops', 'sync_windows', 'sync_runs', 'connections']) {
      await expect(sql`insert into ${sql(table)} default values`.execute()).rejects.toThrow(/permission denied/);
      await expect(sql`delete from ${sql(table)}`.execute()).rejects.toThrow(/permission denied/);
    }
    await expect(sql`select from idempotency_keys`.execute()).rejects.toThrow(/permission denied/);
    await expect(sql`create table mine ()`.execute()).rejects.toThrow(/permission denied/);
    for (const role of ['convot_api', 'convot_worker', 'convot_migrator']) {
      await expect(sql`set role ${sql(role)}`.execute()).rejects.toThrow(/permission denied/);
    }
    expect(await sql`select from transactions`).toEqual([]);
  } finally {
    await sql.end();
  }
});

test('the backup’s login reads every organization, and writes nothing but when it was done', async () => {
  const sql = connectPostgres(composed.databaseUrl('backup'), { applicationName: 'test', max: 1 });
  try {
    await sql`set row_security = off`;
    expect((await sql`select from transactions limit 1`).length).toBe(1);
    await expect(sql`delete from transactions`.execute()).rejects.toThrow(/permission denied/);
    await sql`set role convot_backup`;
    await sql`insert into last_backup (ended_at, bytes) values (now(), 5)`;
  } finally {
    await sql.end();
  }
  await waitFor('the metric', async () =>
    /^partner_sync_backup_last_success_timestamp_seconds \d{10}/m.test(await (await fetch(metricsUrl)).text()),
  );
  expect((await cli(['doctor', '--sample', '1'])).out).toMatch(/^ok {4}backup: the last one is of .*, 5 bytes$/m);
}, 60_000);
