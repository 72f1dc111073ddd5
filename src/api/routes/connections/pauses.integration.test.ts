import { useConnections } from '../../../../test/support/accounts/use-connections.js';
import { pauseAll, resumeAll } from '../../../connections/commands/pause-all.js';
import { connectPostgres } from '../../../postgres/client.js';
import type { Sql } from '../../../postgres/sql.js';
import { Connection } from '../../schemas/connection.js';

const on = useConnections();
const { partner, connected, signals, row } = on;
const WHY = 'Convot’s operators have paused syncing.';

/** As the command line's. */
let operators: Sql;
beforeAll(() => {
  operators = connectPostgres(on.api.databaseUrl, { applicationName: 'test', role: 'convot_operator', max: 2 });
});
afterAll(() => operators.end());

const pauseOne = (id: string) =>
  on.api.sql`update connections set paused_at = now(), paused_by = 'operator:test' where id = ${id}`;
const requests = () => on.api.simulator.log.list().length;
const call = (method: string, path: string, body?: unknown) =>
  on.api.send(method, `/v1/connections${path}`, { token: on.owner, ...(body === undefined ? {} : { body }) });

test('paused, it says so, and what would ask Shopify is refused with the reason', async () => {
  const { id } = await connected();
  await pauseOne(id);
  const { json } = await call('GET', `/${id}`);
  expect(Connection.parse(json)).toMatchObject({
    status: 'connected',
    phase: 'paused',
    nextSyncAt: null,
    warnings: [],
  });
  const before = requests();
  for (const [path, body] of [
    ['sync', undefined],
    ['apps', { appId: 'gid://partners/App/4436393' }],
    ['reconnect', {}],
  ] as const) {
    const refused = await call('POST', `/${id}/${path}`, body);
    expect([path, refused.status, refused.json.code]).toEqual([path, 409, 'paused']);
    expect(refused.json['detail']).toContain(WHY);
  }
  expect(requests()).toBe(before);
  expect(await signals(id)).toEqual(['reconnect']);
});

test('a new token is asked about and stored; the connection stays paused', async () => {
  const { id, organization } = await connected();
  await pauseOne(id);
  const wrong = await call('POST', `/${id}/reconnect`, { accessToken: `prtapi_${'9'.repeat(32)}` });
  expect([wrong.status, wrong.json.code]).toEqual([422, 'token_rejected']);
  const replacement = `prtapi_${'8'.repeat(28)}beef`;
  organization.issue(replacement);
  const { status, json } = await call('POST', `/${id}/reconnect`, { accessToken: replacement });
  expect([status, json['phase'], json['tokenHint']]).toEqual([200, 'paused', 'beef']);
});

test('it is disconnected while it is paused, and revived it is paused still', async () => {
  const { id, partnerOrganizationId, token } = await connected();
  await pauseOne(id);
  expect(await call('POST', `/${id}/disconnect`)).toMatchObject({ status: 202, json: { status: 'disconnecting' } });
  expect(await row(id)).toMatchObject({ status: 'disconnecting', tokenCiphertext: null });
  const { json } = await call('POST', '', { partnerOrganizationId, accessToken: token });
  expect([json.id, json.status, json['phase']]).toEqual([id, 'connected', 'paused']);
});

test('a pause of all holds for who connects later, is told to every organization once, and ends for all', async () => {
  const { id } = await connected();
  const { id: apart } = await connected();
  await pauseOne(apart);
  await pauseAll(operators, 'operator:test');
  await pauseAll(operators, 'operator:test'); // interrupted and run again
  try {
    const later = partner();
    const { status, json } = await call('POST', '', {
      partnerOrganizationId: later.partnerOrganizationId,
      accessToken: later.token,
    });
    expect([status, json.status, json['phase']]).toEqual([201, 'connected', 'paused']);
    expect((await call('POST', `/${id}/sync`)).json.code).toBe('paused');
    const due = await on.api.sql`select next_sync_at from connection_directory where connection_id = ${id}`;
    expect(await resumeAll(operators, 'operator:test', 240_000)).toMatchObject({
      stillPaused: expect.arrayContaining([apart]) as unknown,
    });
    expect(await on.api.sql`select next_sync_at from connection_directory where connection_id = ${id}`).not.toEqual(
      due,
    );
    expect((await call('GET', `/${id}`)).json['phase']).not.toBe('paused');
    expect((await call('GET', `/${apart}`)).json['phase']).toBe('paused');
    expect(await resumeAll(operators, 'operator:test', 240_000)).toBeNull();
  } finally {
    await on.api.sql`delete from pause_of_all`;
  }
  const { json } = await on.api.send('GET', '/v1/audit?action=pause_all,resume_all', { token: on.owner });
  expect(json.items.map(({ action, actor }) => [action, actor])).toEqual([
    ['resume_all', 'operator:test'],
    ['pause_all', 'operator:test'],
  ]);
});
