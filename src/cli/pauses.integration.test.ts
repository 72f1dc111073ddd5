import { accessToken } from '../../test/support/servers/tokens.js';
import { useCli } from '../../test/support/servers/use-cli.js';

const on = useCli();
const cli = on.run;
let ids: string[];

beforeAll(async () => {
  const token = `prtapi_${'o'.repeat(32)}`;
  on.api.simulator.world.found('1234567').issue(token);
  ids = [];
  for (const org of ['org_1', 'org_2']) {
    const { json } = await on.api.send('POST', '/v1/connections', {
      token: await accessToken({ org }),
      body: { partnerOrganizationId: '1234567', accessToken: token },
    });
    ids.push(json.id);
  }
});

const phases = () =>
  Promise.all(
    ids.map(async (id, place) => {
      const token = await accessToken({ org: `org_${place + 1}` });
      return (await on.api.send('GET', `/v1/connections/${id}`, { token })).json['phase'];
    }),
  );

test('pauses and resumes one connection; repeated it changes nothing', async () => {
  const [id = ''] = ids;
  expect(await cli('pause', id)).toBe('paused');
  expect(await cli('pause', id)).toBe('paused already');
  expect(await phases()).toEqual(['paused', 'idle']);
  expect(JSON.parse(await cli('connections', 'show', id))).toMatchObject({
    phase: 'paused',
    pause: { pausedBy: expect.stringMatching(/^operator:/) as unknown },
  });
  expect(await cli('connections', 'list', '--health', 'paused')).toContain(`${id}  connected      paused`);
  await expect(cli('sync', id)).rejects.toThrow('Refused: paused');
  await expect(cli('connections', 'reconnect', id)).rejects.toThrow('Refused: paused');
  expect(await cli('resume', id)).toBe('resumed');
  expect(await cli('resume', id)).toBe('not paused by itself');
  const lines = await on.api.sql`
    select action from audit_log where connection_id = ${id} and actor like 'operator:%' order by id
  `;
  expect(lines.map(({ action }) => action as string)).toEqual(['pause', 'resume']);
});

test('pauses and resumes all; who is paused by itself stays so', async () => {
  const [first = '', second = ''] = ids;
  await cli('pause', second);
  expect(await cli('pause', '--all')).toMatch(/^paused: 2 connections, and those that are made until/);
  expect(await phases()).toEqual(['paused', 'paused']);
  expect(await cli('connections', 'list')).toMatch(/^All connections are paused since \S+ by operator:/m);
  expect(await cli('resume', first)).toMatch(/^not paused by itself\nAll connections are paused/);
  expect(await cli('resume', '--all')).toBe(
    `resumed: syncs begin within half a minute\n${second}  stays paused by itself`,
  );
  expect(await phases()).toEqual(['idle', 'paused']);
  expect(await cli('resume', '--all')).toBe('all connections are not paused');
  await cli('resume', second);
});

test('takes one connection or all, never both and never none', async () => {
  const [id = ''] = ids;
  for (const verb of ['pause', 'resume']) {
    await expect(cli(verb)).rejects.toThrow('Name one connection, or say --all.');
    await expect(cli(verb, id, '--all')).rejects.toThrow('Name one connection, or say --all.');
  }
  await expect(cli('pause', '00000000-0000-4000-8000-000000000000')).rejects.toThrow('There is no connection');
});
