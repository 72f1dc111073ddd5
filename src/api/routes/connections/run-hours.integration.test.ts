import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { RunHours } from '../../schemas/connection.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('the syncs of the last 24 hours are counted by the hour, those of others and older ones not', async () => {
  const secret = `prtapi_${'c'.repeat(32)}`;
  const ids: string[] = [];
  for (const org of ['org_mine', 'org_other']) {
    api.simulator.world.found('1234567').issue(secret);
    const body = { partnerOrganizationId: '1234567', accessToken: secret };
    const { json } = await api.send('POST', '/v1/connections', { token: await accessToken({ org }), body });
    ids.push(json.id);
    await api.sql`
      insert into sync_runs (organization_id, connection_id, id, started_at, ended_at, kind, outcome)
      select ${org}, ${json.id}, gen_random_uuid(), date_trunc('hour', now(), 'UTC') - ago, now(), 'head', outcome
      from (values
        (interval '0', 'ok'), (interval '0', 'more'), (interval '1 second', 'failed'), (interval '23 hours', 'cancelled'),
        (interval '23 hours 1 second', 'failed')
      ) as made (ago, outcome)
    `;
  }
  const path = `/v1/connections/${ids[0] ?? ''}/runs/by-hour`;
  const token = await accessToken({ org: 'org_mine', role: 'agent' });
  const { items } = RunHours.parse((await api.send('GET', path, { token })).json);
  const counted = items.map(({ finished, failed, cancelled }) => [finished, failed, cancelled]);
  expect(counted).toEqual([[0, 0, 1], ...Array.from({ length: 21 }, () => [0, 0, 0]), [0, 1, 0], [2, 0, 0]]);
  expect(items.map(({ from }) => from)).toEqual(items.map(({ from }) => from).toSorted());
  expect(items.every(({ from }) => from.endsWith(':00:00Z'))).toBe(true);
  const others = await api.send('GET', path, { token: await accessToken({ org: 'org_other' }) });
  expect(others.status).toBe(404);
});
