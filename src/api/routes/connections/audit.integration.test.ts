import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { AuditList } from '../../schemas/audit.js';
import { Connection } from '../../schemas/connection.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const as = (org: string, role: 'owner' | 'admin' | 'agent' = 'owner', sub = `${role}_of_${org}`) =>
  accessToken({ org, role, sub });

let lastOrganization = 2_000_000;
async function connected(org: string) {
  const partnerOrganizationId = String(++lastOrganization);
  const secret = `prtapi_${partnerOrganizationId}${'c'.repeat(24)}`;
  const organization = api.simulator.world.found(partnerOrganizationId);
  organization.issue(secret);
  const body = { partnerOrganizationId, accessToken: secret };
  const { json } = await api.send('POST', '/v1/connections', { token: await as(org), body });
  return { id: json.id, partnerOrganizationId, secret, organization };
}

async function log(org: string, query = '') {
  const { status, json, text } = await api.send('GET', `/v1/audit${query}`, { token: await as(org) });
  expect([status, text.includes('prtapi_')]).toEqual([200, false]);
  return AuditList.parse(json);
}

test('who connected, replaced the token, added, removed, disconnected and was refused stands there, newest first', async () => {
  const org = 'org_story';
  const { id, partnerOrganizationId, secret, organization } = await connected(org);
  const token = await as(org);
  const path = `/v1/connections/${id}`;
  organization.ledger.apps.set('5000001', { number: '5000001', name: 'Fresh App', apiKey: 'key' });
  const fresh = `prtapi_${'f'.repeat(32)}`;
  await api.send('POST', `${path}/reconnect`, { token, body: { accessToken: fresh } });
  organization.issue(fresh);
  await api.send('POST', `${path}/reconnect`, { token, body: { accessToken: fresh } });
  await api.send('POST', `${path}/reconnect`, { token, body: {} });
  await api.send('POST', `${path}/apps`, { token, body: { appId: 'gid://partners/App/5000009' } });
  await api.send('POST', `${path}/apps`, { token, body: { appId: 'gid://partners/App/5000001' } });
  await api.send('DELETE', `${path}/apps/5000001`, { token });
  await api.send('POST', `${path}/disconnect`, { token: await as(org, 'agent') });
  await api.send('POST', `${path}/disconnect`, { token: await as(org, 'agent') });
  await api.send('POST', `${path}/disconnect`, { token });
  const { items } = await log(org);
  expect(items.map(({ action, actor, appId, appName, detail }) => [action, actor, appId, appName, detail])).toEqual([
    ['disconnect', `owner_of_${org}`, null, null, {}],
    [
      'role_refused',
      `agent_of_${org}`,
      null,
      null,
      { role: 'agent', route: 'post /v1/connections/{connectionId}/disconnect' },
    ],
    ['remove_app', `owner_of_${org}`, 'gid://partners/App/5000001', 'Fresh App', {}],
    ['add_app', `owner_of_${org}`, 'gid://partners/App/5000001', 'Fresh App', {}],
    ['add_app_refused', `owner_of_${org}`, 'gid://partners/App/5000009', null, { reason: 'app_not_found' }],
    ['reconnect', `owner_of_${org}`, null, null, { token: 'stored' }],
    ['reconnect', `owner_of_${org}`, null, null, { token: 'new' }],
    ['reconnect_refused', `owner_of_${org}`, null, null, { reason: 'token_rejected' }],
    ['connect', `owner_of_${org}`, null, null, {}],
  ]);
  expect(items.every(({ action, connectionId }) => action === 'role_refused' || connectionId === id)).toBe(true);
  expect(items[0]).toMatchObject({ partnerOrganizationId, count: 1 });
  const refused = items.find(({ action }) => action === 'role_refused');
  expect(refused).toMatchObject({ count: 2 });
  expect(String(refused?.lastAt) > String(refused?.at)).toBe(true);
  expect(JSON.stringify(items)).not.toContain(secret.slice(8));
});

test('one who was refused before anything was connected is there with the organization that was tried', async () => {
  const body = { partnerOrganizationId: '2999999', accessToken: `prtapi_${'0'.repeat(32)}` };
  await api.send('POST', '/v1/connections', { token: await as('org_refused'), body });
  expect((await log('org_refused')).items).toEqual([
    expect.objectContaining({
      action: 'connect_refused',
      connectionId: null,
      partnerOrganizationId: '2999999',
      detail: { reason: 'token_rejected' },
    }),
  ]);
});

test.each(['admin', 'agent'] as const)('the role %s may not read it, and that is noted', async (role) => {
  const org = `org_${role}`;
  const { status, json } = await api.send('GET', '/v1/audit', { token: await as(org, role) });
  expect([status, json.code]).toEqual([403, 'forbidden']);
  expect((await log(org)).items).toEqual([
    expect.objectContaining({ action: 'role_refused', detail: { role, route: 'get /v1/audit' } }),
  ]);
});

test('it is paged by cursor, each line once, and an organization sees its own alone', async () => {
  await api.sql`
    insert into audit_log (organization_id, actor, action, at)
    select org, 'user_' || n, case when n % 2 = 0 then 'sync' else 'disconnect' end, now() - n / 2 * interval '1 minute'
    from generate_series(1, 25) as n, unnest(array['org_paged', 'org_other']) as org
  `;
  const read = async (query: string) => {
    const pages = [await log('org_paged', `?${query}limit=10`)];
    for (let next = pages[0]?.nextCursor; typeof next === 'string'; next = pages.at(-1)?.nextCursor) {
      pages.push(await log('org_paged', `?${query}limit=10&cursor=${next}`));
    }
    return pages.map(({ items }) => items);
  };
  const all = await read('');
  expect(all.map(({ length }) => length)).toEqual([10, 10, 5]);
  const flat = all.flat();
  expect(new Set(flat.map(({ id }) => id)).size).toBe(25);
  expect(flat.map(({ at }) => at)).toEqual(
    flat
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  const disconnected = (await read('action=disconnect,connect&')).flat();
  expect([disconnected.length, new Set(disconnected.map(({ action }) => action))]).toEqual([
    13,
    new Set(['disconnect']),
  ]);

  const { nextCursor } = await log('org_paged', '?limit=10');
  const elsewhere = [
    [`?limit=10&cursor=${nextCursor}`, 'org_other'],
    [`?limit=10&action=sync&cursor=${nextCursor}`, 'org_paged'],
    ['?action=everything', 'org_paged'],
    ['?action=', 'org_paged'],
    ['?limit=0', 'org_paged'],
  ] as const;
  for (const [query, org] of elsewhere) {
    expect([query, (await api.send('GET', `/v1/audit${query}`, { token: await as(org) })).status]).toEqual([
      query,
      422,
    ]);
  }
});

test('a connection says when it was disconnected and by whom, until it is connected again', async () => {
  const { id, secret } = await connected('org_left');
  const read = async () =>
    Connection.parse((await api.send('GET', `/v1/connections/${id}`, { token: await as('org_left', 'agent') })).json);
  expect(await read()).toMatchObject({ disconnectedBy: null, disconnectedAt: null });
  const token = await as('org_left', 'owner', 'user_leaving');
  const { json } = await api.send('POST', `/v1/connections/${id}/disconnect`, { token });
  expect(Connection.parse(json)).toMatchObject({ status: 'disconnecting', disconnectedBy: 'user_leaving' });
  // Who repeats it changes nothing.
  await api.send('POST', `/v1/connections/${id}/disconnect`, { token: await as('org_left') });
  const gone = await read();
  expect([gone.disconnectedBy, gone.disconnectedAt]).toEqual(['user_leaving', json['disconnectedAt']]);
  await api.send('POST', `/v1/connections/${id}/reconnect`, {
    token: await as('org_left'),
    body: { accessToken: secret },
  });
  const back = await read();
  expect(back).toMatchObject({ status: 'connected', disconnectedBy: null, disconnectedAt: null });
  // With the stored token it is somebody's connecting, too.
  const again = await as('org_left', 'owner', 'user_again');
  await api.send('POST', `/v1/connections/${id}/reconnect`, { token: again, body: {} });
  const tried = await read();
  expect([tried.connectedBy, tried.connectedAt !== back.connectedAt]).toEqual(['user_again', true]);
});
