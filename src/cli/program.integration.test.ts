import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { reserved } from '../../test/support/database/reserved.js';
import { accessToken } from '../../test/support/servers/tokens.js';
import { useCli } from '../../test/support/servers/use-cli.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { changeEnvironment, inheritedEnvironment } from '../config/config.js';

const partnerToken = `prtapi_${'o'.repeat(32)}`;
const on = useCli();
const cli = on.run;
let connectionId: string;

beforeAll(async () => {
  const organization = on.api.simulator.world.found('1234567');
  organization.issue(partnerToken);
  organization.ledger.apps.set('4436393', { number: '4436393', name: 'Bundles', apiKey: 'key' });
  const { json } = await on.api.send('POST', '/v1/connections', {
    token: await accessToken(),
    body: { partnerOrganizationId: '1234567', accessToken: partnerToken },
  });
  connectionId = json.id;
});

test('an operator sees the connections of all organizations, and one as the API shows it', async () => {
  expect(await cli('connections', 'list')).toMatch(
    new RegExp(
      `^${connectionId}  connected +first_sync .* 1234567 .*  org_1\nstatus: connected 1\nhealth: first_sync 1\n1 connections$`,
    ),
  );
  const { json } = await on.api.send('GET', `/v1/connections/${connectionId}`, { token: await accessToken() });
  expect(JSON.parse(await cli('connections', 'show', connectionId))).toEqual({
    ...json,
    organizationId: 'org_1',
    unfamiliarRows: [],
    missingRows: 0,
    pause: null,
  });
  expect(await cli('connections', 'show', '1234567')).toContain(`"id": "${connectionId}"`);
  await expect(cli('connections', 'show', '7654321')).rejects.toThrow(
    'No connection is of Partner organization 7654321.',
  );
});

test('adds and removes an app, syncs, disconnects, and is named in the audit log', async () => {
  const app = 'gid://partners/App/4436393';
  expect(await cli('apps', 'add', connectionId, app)).toBe('added');
  expect(await cli('apps', 'add', connectionId, app)).toBe('already there');
  expect(await cli('apps', 'remove', connectionId, app)).toBe('removed');
  // Adding the app asked for a sync, which a worker takes up.
  expect(await cli('sync', connectionId)).toBe('queued');
  await on.api.sql`update connection_directory set wanted_at = null where connection_id = ${connectionId}`;
  expect(await cli('sync', connectionId)).toBe('started');
  expect(await cli('connections', 'reconnect', connectionId)).toBe('connected');
  expect(await cli('disconnect', connectionId)).toBe('disconnecting');
  await expect(cli('sync', connectionId)).rejects.toThrow('Refused: not_connected');
  const lines = await on.api.sql<
    { action: string }[]
  >`select action from audit_log where actor like 'operator:%' order by id`;
  expect(lines.map(({ action }) => action)).toEqual(['add_app', 'remove_app', 'sync', 'reconnect', 'disconnect']);
});

test('says how often a plan bills, lists what was said and takes it back', async () => {
  await on.api.sql`
    insert into apps (organization_id, connection_id, app_number, name, source)
    values ('org_1', ${connectionId}, 4436393, 'Bundles', 'auto')
    on conflict do nothing
  `;
  const set = (interval: string, app = '4436393') =>
    cli('plans', 'set', '--app', app, '--plan', 'Gold', '--interval', interval);
  expect(await set('annual')).toBe('org_1  set; the next sync derives 0 merchants again');
  expect(await cli('plans', 'list')).toBe('org_1  4436393  annual   Gold');
  await set('monthly', 'gid://partners/App/4436393');
  expect(await cli('plans', 'list')).toBe('org_1  4436393  monthly  Gold');
  await set('none');
  expect(await cli('plans', 'list')).toBe('');
  await expect(set('annual', '999')).rejects.toThrow('No connection has the app 999.');
  const lines = await on.api.sql<{ detail: object }[]>`
    select detail from audit_log where action = 'set_plan_interval' and actor like 'operator:%' order by id
  `;
  expect(lines.map(({ detail }) => detail)).toEqual(
    ['ANNUAL', 'EVERY_30_DAYS', 'none'].map((interval) => ({ appNumber: '4436393', plan: 'Gold', interval })),
  );
});

test('tries every connection in error again that stopped for that reason', async () => {
  const { json } = await on.api.send('POST', '/v1/connections', {
    token: await accessToken({ org: 'org_2' }),
    body: { partnerOrganizationId: '1234567', accessToken: partnerToken },
  });
  await on.api.sql`update connections set status = 'error', error_code = 'query_refused' where id = ${json.id}`;
  expect(await cli('connections', 'reconnect', '--all', '--error', 'token_rejected')).toBe(
    '0 in error: 0 connected, 0 not',
  );
  const found = await cli(
    'connections',
    'list',
    '--status',
    'error',
    '--health',
    'stopped',
    '--error',
    'query_refused',
  );
  expect(found).toContain(`${json.id}  error          stopped     query_refused`);
  expect(found).toContain('\n1 connections');
  expect(await cli('connections', 'list', '--health', 'ok')).toBe('0 connections');
  const listed = JSON.parse(await cli('connections', 'list', '--partner-organization', '1234567', '--json')) as object;
  expect(listed).toMatchObject({
    connections: [
      { organizationId: 'org_1', error: null },
      { organizationId: 'org_2', id: json.id, status: 'error', health: 'stopped', error: 'query_refused' },
    ],
    counts: { error: { query_refused: 1 } },
    pauseOfAll: null,
  });
  await expect(cli('connections', 'show', '1234567')).rejects.toThrow(`${json.id} (org_2, error)`);
  expect(await cli('connections', 'reconnect', '--all', '--error', 'query_refused')).toBe(
    `1/1  ${json.id}  connected\n1 in error: 1 connected, 0 not`,
  );
  await expect(cli('connections', 'reconnect')).rejects.toThrow('Name one connection, or say --all.');
  await expect(cli('connections', 'reconnect', json.id, '--all')).rejects.toThrow('Name one connection');
});

test('of many, each is told what came of it; some that are not connected are a failure of the command', async () => {
  const tokens = ['3', '4', '5'].map((digit) => `prtapi_${digit.repeat(32)}`);
  const ids = [];
  for (const [place, token] of tokens.entries()) {
    const partnerOrganizationId = String(7_000_001 + place);
    on.api.simulator.world.found(partnerOrganizationId).issue(token);
    const body = { partnerOrganizationId, accessToken: token };
    ids.push(
      (await on.api.send('POST', '/v1/connections', { token: await accessToken({ org: 'org_3' }), body })).json.id,
    );
  }
  await on.api.sql`update connections set status = 'error', error_code = 'internal' where organization_id = 'org_3'`;
  on.api.simulator.world.found('7000002').revoke(tokens[1] ?? '');
  try {
    const output = await cli('connections', 'reconnect', '--all', '--error', 'internal');
    expect(process.exitCode).toBe(1);
    expect(output).toMatch(new RegExp(`^\\d/3  ${ids[0]}  connected$`, 'm'));
    expect(output).toMatch(new RegExp(`^\\d/3  ${ids[1]}  refused: token_rejected$`, 'm'));
    expect(output).toMatch(new RegExp(`^\\d/3  ${ids[2]}  connected$`, 'm'));
    expect(output).toMatch(/^3 in error: 2 connected, 1 not$/m);
    // Run again, only what is left is tried.
    expect(await cli('connections', 'reconnect', '--all', '--error', 'internal')).toBe(
      `1/1  ${ids[1]}  refused: token_rejected\n1 in error: 0 connected, 1 not`,
    );
  } finally {
    process.exitCode = 0;
    await on.api.sql`delete from connections where organization_id = 'org_3'`;
  }
});

test('a rebuild passes over a connection that somebody holds, and says that it is left', async () => {
  const ids = await on.api.sql<{ id: string }[]>`select id from connections order by organization_id, id`;
  const [held, ...others] = ids.map(({ id }) => id);
  if (held === undefined) throw new Error('there is no connection');
  const holder = await reserved(on.api.sql);
  try {
    await holder`begin`;
    await holder`select from sync_status where connection_id = ${held} for update`;
    const rebuilt = cli('rebuild').then(
      () => 'done',
      (error: unknown) => String(error),
    );
    // As when its time to wait is over, but at once.
    await waitFor('the rebuild to wait for the lock', async () => {
      const ended = await on.api.sql`
        select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'convot-cli' and wait_event_type = 'Lock'
      `;
      return ended.length > 0;
    });
    expect(await rebuilt).toMatch(/1 of 2 connections are left/);
  } finally {
    await holder`rollback`;
    holder.release();
  }
  expect(others.length).toBeGreaterThan(0);
  const output = on.printed.join('\n');
  for (const id of others) expect(output).toMatch(new RegExp(`^${id}  0 merchants`, 'm'));
  expect(output).toMatch(new RegExp(`not done: ${held}$`));
});

test('the doctor says where the revenue page would contradict itself', async () => {
  await on.api.sql`
    insert into mrr_days (organization_id, connection_id, app_number, day, currency, type, change)
    values ('org_1', ${connectionId}, 4436393, '2026-11-02', 'USD', 'subscribed', 12)
  `;
  try {
    expect(await cli('doctor')).toContain('a day of the revenue page is the sum of its movements: not so 1 times');
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = 0;
    await on.api.sql`delete from mrr_days`;
  }
});

test('prints a token and nothing else; never where tokens come from Convot', async () => {
  expect(await cli('token', '--organization', 'org_1', '--role', 'agent')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const ofShop = await cli('token', '--organization', 'org_1', '--shop', 'alder.myshopify.com');
  expect(decodeJwt(ofShop)).toMatchObject({ org: 'org_1', role: 'owner', shop: 'alder.myshopify.com' });
  changeEnvironment({ AUTH_JWKS_URL: 'https://convot.test/keys' });
  try {
    await expect(cli('token', '--organization', 'org_1')).rejects.toThrow('Access tokens come from Convot here.');
  } finally {
    changeEnvironment({ AUTH_JWKS_URL: undefined });
  }
});

test('a rebuild says what it went through', async () => {
  expect(await cli('rebuild', '--connection', connectionId)).toMatch(
    /^[0-9a-f-]{36} {2}0 merchants from 0 rows in \d+\.\d s: 0 came out differently, 0 were new$/,
  );
  await expect(cli('rebuild', '--organization', 'org_nobody')).rejects.toThrow('There is no such connection.');
});

test('the doctor finds what is there', async () => {
  const found = await cli('doctor');
  expect(found.match(/^ok {4}(?!org_|Partner API 2026|Postgres connections)/gm)).toHaveLength(7);
  expect(found).toContain('\nok    Partner API 2026-07: supported until 2027-07-01 at least\n');
  expect(found).toContain('\nnote  whether PARTNER_API_VERSION can be raised is not known yet');
  expect(found).toContain(`\nok    org_1: ${connectionId}: not verified yet\n`);
  expect(found).toContain('\nok    org_1: the movements add up to MRR (0 looked at)\n');
  expect(found).not.toContain('FAIL');
});

test('another key under a known id: no command begins, and the doctor says why', async () => {
  await cli('sync', connectionId).catch(() => undefined); // the first command here notes the key
  changeEnvironment({ TOKEN_KEYS: `test:${randomBytes(32).toString('base64')}` });
  const why = 'TOKEN_KEYS: the key "test" is not the one that this database knows under that id.';
  try {
    await expect(cli('sync', connectionId)).rejects.toThrow(why);
    expect(await cli('doctor')).toContain(`FAIL  token keys are those of this database: ${why}`);
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = 0;
    changeEnvironment({ TOKEN_KEYS: on.api.keyRing.reveal() });
  }
});

test('the doctor says what is wrong of what was stored, and fails', async () => {
  await on.api.sql`
    insert into merchant_apps (
      organization_id, connection_id, app_number, shop_number, status, why, rules_version
    )
    values ('org_1', ${connectionId}, 4436393, 1, 'installed', '{}', 0)
  `;
  try {
    expect(await cli('doctor')).toContain(
      'FAIL  org_1: every merchant is derived by the rules of this version: not so 1 times of 1, such as shop 1 (app 4436393)',
    );
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = 0;
    await on.api.sql`delete from merchant_apps`;
  }
});

test('as a process it says what is wrong in one line and exits with 1', async () => {
  const run = (...args: string[]) =>
    new Promise<{ code: unknown; stderr: string }>((resolve) => {
      const env = { ...inheritedEnvironment(), NODE_ENV: 'test' };
      execFile(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { env }, (error, _, stderr) => {
        resolve({ code: error?.code, stderr });
      });
    });
  const unknown = '00000000-0000-4000-8000-000000000000';
  expect(await run('sync', unknown)).toEqual({ code: 1, stderr: `There is no connection ${unknown}.\n` });
  expect((await run('sync', 'x')).stderr).toMatch(/not an id/);
});
