import { startTestApi } from '../../../test/support/servers/api.js';
import { freePort } from '../../../test/support/servers/free-port.js';
import { accessToken } from '../../../test/support/servers/tokens.js';

test('without Temporal a connection is taken, and says that it waits to start', async () => {
  const api = await startTestApi({ temporalAddress: `127.0.0.1:${await freePort()}` });
  try {
    const token = await accessToken();
    const partnerToken = `prtapi_${'t'.repeat(32)}`;
    api.simulator.world.found('1234567').issue(partnerToken);
    const { status, json } = await api.send('POST', '/v1/connections', {
      token,
      body: { partnerOrganizationId: '1234567', accessToken: partnerToken },
    });
    expect([status, json.status]).toEqual([201, 'connected']);
    expect(api.logged()).toContain('the workflow could not be signalled');
    expect((await api.send('GET', '/readyz')).status).toBe(200);
    const sync = await api.send('POST', `/v1/connections/${json.id}/sync`, { token });
    expect(sync.status).toBe(202);
    const [due] = await api.sql`select next_sync_at <= now() as due from connection_directory`;
    expect(due).toEqual({ due: true });
    await api.sql`update connection_directory set next_sync_at = now() - interval '1 minute'`;
    const read = await api.send('GET', `/v1/connections/${json.id}`, { token });
    expect(read.json['warnings']).toEqual([expect.objectContaining({ code: 'waiting_to_start' })]);
  } finally {
    await api.close();
  }
});

test('without the database the api says so, tells nothing else, and stays alive', async () => {
  const api = await startTestApi({ databaseUrl: `postgres://127.0.0.1:${await freePort()}/nothing` });
  try {
    const token = await accessToken();
    for (const path of ['/v1/connections', '/v1/merchants', '/readyz']) {
      const { status, json, headers, text } = await api.send('GET', path, { token });
      expect([path, status, json.code]).toEqual([path, 503, 'unavailable']);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
      expect(text).not.toMatch(/ECONN|127\.0\.0\.1|postgres/i);
    }
    const refused = await api.send('POST', '/v1/connections', {
      token,
      body: { partnerOrganizationId: '1234567', accessToken: `prtapi_${'t'.repeat(32)}` },
    });
    expect(refused.status).toBe(503);
    expect((await api.send('GET', '/healthz')).status).toBe(200);
    expect(api.simulator.log.list()).toEqual([]);
  } finally {
    await api.close();
  }
});

test('a defect of ours is an internal error that tells nothing; the log has its place under the same id', async () => {
  const api = await startTestApi();
  try {
    await api.sql`alter table sync_status rename column phase to renamed`;
    const { status, json, text } = await api.send('GET', '/v1/connections', { token: await accessToken() });
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(text).not.toMatch(/phase|column|select|sql/i);
    const id = String(json['instance']).slice('/requests/'.length);
    const line = api
      .logged()
      .split('\n')
      .find((entry) => entry.includes(id) && entry.includes('the request failed'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, err: { code: '42703' } });
  } finally {
    await api.close();
  }
});
