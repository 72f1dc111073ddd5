import { type Sent, startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

let last = 3_000_000;
/** A Partner organization and a Convot organization that no test has used. */
function account() {
  const partnerOrganizationId = String(++last);
  const token = `prtapi_${partnerOrganizationId}${'c'.repeat(24)}`;
  api.simulator.world.found(partnerOrganizationId).issue(token);
  return { partnerOrganizationId, token, organizationId: `org_${last}` };
}
type Account = ReturnType<typeof account>;

const WRONG = `prtapi_${'0'.repeat(32)}`;

async function post(org: string, path: string, body: unknown, sent: Sent = {}) {
  return api.send('POST', path, { ...sent, token: await accessToken({ org }), body });
}
const connect = ({ partnerOrganizationId, organizationId }: Account, token: string, sent: Sent = {}) =>
  post(organizationId, '/v1/connections', { partnerOrganizationId, accessToken: token }, sent);
const asked = ({ partnerOrganizationId }: Account) =>
  api.simulator.log.list().filter(({ organizationId }) => organizationId === partnerOrganizationId).length;

async function refuse(of: Account, times: number) {
  for (let count = 0; count < times; count += 1) expect((await connect(of, WRONG)).status).toBe(422);
}

test('ten tokens may be refused in a quarter of an hour; the last tries are counted down', async () => {
  const mine = account();
  await refuse(mine, 6);
  const details = [];
  for (let left = 3; left >= 0; left -= 1) {
    const { json } = await connect(mine, WRONG);
    expect(json).toMatchObject({ code: 'token_rejected', triesLeft: left });
    details.push(String(json['detail']));
  }
  for (const detail of details) expect(detail).toContain('Token is invalid or expired.');
  expect(details.map((detail) => /\d+ tr(y|ies) left|No tries left.*/.exec(detail)?.[0])).toEqual([
    '3 tries left',
    '2 tries left',
    '1 try left',
    expect.stringMatching(/^No tries left: the next one is possible in 15 minutes\.$/),
  ]);
  const before = asked(mine);
  const next = await connect(mine, mine.token);
  expect([next.status, next.json.code]).toEqual([429, 'rate_limited']);
  expect(next.json['detail']).toBe('Too many tokens were tried in a short time. Try again in 15 minutes.');
  const seconds = Number(next.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(800);
  expect(seconds).toBeLessThanOrEqual(900);
  expect(asked(mine)).toBe(before);
  // The oldest no longer counts.
  await api.sql`
    update credential_tries set at = now() - interval '15 minutes'
    where organization_id = ${mine.organizationId} and at = (
      select min(at) from credential_tries where organization_id = ${mine.organizationId}
    )
  `;
  expect((await connect(mine, mine.token)).status).toBe(201);
});

test('the first refusals say nothing of a limit', async () => {
  const { json } = await connect(account(), WRONG);
  expect(json).toMatchObject({ triesLeft: 9, detail: expect.not.stringContaining('left') as unknown });
});

test('whoever else tries the same Partner organization is not held up, and learns nothing; the operator does', async () => {
  const [mine, other, third] = [account(), account(), account()];
  const { partnerOrganizationId } = mine;
  await refuse({ ...other, partnerOrganizationId }, 10);
  await refuse({ ...third, partnerOrganizationId }, 9);
  const alarms = () =>
    api
      .logged()
      .split('\n')
      .filter((line) => line.includes('refusedTokens') && line.includes(partnerOrganizationId));
  expect(alarms()).toEqual([]);
  const { json } = await connect(mine, WRONG);
  expect(json).toMatchObject({ code: 'token_rejected', triesLeft: 9 });
  expect(alarms()).toEqual([expect.stringContaining('"refusedTokens":20')]);
  expect((await connect(mine, mine.token)).status).toBe(201);
});

test('thirty over all Partner organizations is the most for a Convot organization', async () => {
  const mine = account();
  const of = () => ({ ...account(), organizationId: mine.organizationId });
  await refuse(of(), 9);
  await refuse(of(), 9);
  await refuse(of(), 9);
  await refuse(of(), 1);
  expect((await connect(of(), WRONG)).json).toMatchObject({ code: 'token_rejected', triesLeft: 1 });
  await refuse(of(), 1);
  const { token, ...another } = of();
  expect((await connect({ ...another, token }, token)).status).toBe(429);
});

test('an outage of Shopify costs no tries, however often one tries, and leaves no row', async () => {
  const mine = account();
  const { partnerOrganizationId, organizationId } = mine;
  api.simulator.faults.set([
    { when: { organizationId: partnerOrganizationId }, effect: { kind: 'http', status: 503, body: 'down' } },
  ]);
  for (let count = 0; count < 12; count += 1) expect((await connect(mine, mine.token)).status).toBe(503);
  api.simulator.faults.set([]);
  expect(await api.sql`select 1 from credential_tries where organization_id = ${organizationId}`).toEqual([]);
  expect((await connect(mine, mine.token)).status).toBe(201);
});

test('a missing permission and what is wrong in its form cost no tries', async () => {
  const mine = account();
  const organization = api.simulator.world.found(mine.partnerOrganizationId);
  organization.issue(mine.token, ['view_financials']);
  for (let count = 0; count < 12; count += 1) {
    expect((await connect(mine, mine.token)).json.code).toBe('permission_missing');
    expect((await connect(mine, 'short')).json.code).toBe('invalid_token');
  }
  organization.issue(mine.token);
  expect((await connect(mine, mine.token)).status).toBe(201);
});

test('a repetition of a request is no try', async () => {
  const mine = account();
  const headers = { 'idempotency-key': `repeated-${mine.organizationId}` };
  const first = await connect(mine, WRONG, { headers });
  for (let count = 0; count < 11; count += 1) expect((await connect(mine, WRONG, { headers })).text).toBe(first.text);
  expect((await connect(mine, WRONG)).json['triesLeft']).toBe(8);
});

test('many at once get no further than one after the other', async () => {
  const mine = account();
  const answers = await Promise.all(Array.from({ length: 25 }, () => connect(mine, WRONG)));
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  // One probe a permission, side by side.
  expect(asked(mine)).toBe(2 * 10);
});

test('many good ones at once do not stand in each other’s way', async () => {
  const mine = account();
  const answers = await Promise.all(Array.from({ length: 25 }, () => connect(mine, mine.token)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 24 }, () => 409)]);
});

describe('reconnect', () => {
  const reconnect = ({ organizationId }: Account, id: string, accessToken?: string) =>
    post(organizationId, `/v1/connections/${id}/reconnect`, accessToken === undefined ? {} : { accessToken });

  test('of somebody else’s connection, or of none, is not found and costs no tries', async () => {
    const [mine, other] = [account(), account()];
    const { json: theirs } = await connect(other, other.token);
    for (let count = 0; count < 12; count += 1) {
      expect((await reconnect(mine, theirs.id, WRONG)).status).toBe(404);
      expect((await reconnect(mine, '00000000-0000-4000-8000-000000000000', WRONG)).status).toBe(404);
    }
    expect((await reconnect(other, theirs.id, WRONG)).json).toMatchObject({ code: 'token_rejected', triesLeft: 9 });
    expect((await connect(mine, WRONG)).json['triesLeft']).toBe(9);
  });

  test('and connect share the tries of their Partner organization', async () => {
    const mine = account();
    await refuse(mine, 3);
    const { json } = await connect(mine, mine.token);
    expect((await reconnect(mine, json.id, WRONG)).json).toMatchObject({ code: 'token_rejected', triesLeft: 6 });
  });

  test('with the stored token tells nothing of another one, and costs no tries', async () => {
    const mine = account();
    const { json } = await connect(mine, mine.token);
    const organization = api.simulator.world.found(mine.partnerOrganizationId);
    organization.revoke(mine.token);
    for (let count = 0; count < 12; count += 1) {
      const refused = await reconnect(mine, json.id);
      expect(refused.json.code).toBe('token_rejected');
      expect(refused.json).not.toHaveProperty('triesLeft');
    }
    const fresh = `prtapi_${'f'.repeat(32)}`;
    organization.issue(fresh);
    expect((await reconnect(mine, json.id, fresh)).status).toBe(200);
  });
});

test('a try whose process died is given up', async () => {
  const mine = account();
  await api.sql`
    insert into credential_tries (organization_id, id, partner_organization_id, at)
    select ${mine.organizationId}, gen_random_uuid(), ${mine.partnerOrganizationId}, now() - interval '121 seconds'
    from generate_series(1, 10)
  `;
  expect((await connect(mine, mine.token)).status).toBe(201);
});

test('what no longer counts anywhere is forgotten, of every organization', async () => {
  const [mine, other] = [account(), account()];
  await refuse(other, 1);
  await api.sql`
    update credential_tries set at = now() - interval '61 minutes' where organization_id = ${other.organizationId}
  `;
  await refuse(mine, 1);
  expect(await api.sql`select 1 from credential_tries where organization_id = ${other.organizationId}`).toEqual([]);
});

test('apps are added so many a minute; who asks for more waits, and Shopify is not asked', async () => {
  const api = await startTestApi({ limits: { appAdditions: { tries: 2, windowMs: 60_000 } } });
  try {
    const token = await accessToken();
    const partnerToken = `prtapi_${'a'.repeat(32)}`;
    api.simulator.world.found('1234567').issue(partnerToken);
    const { json } = await api.send('POST', '/v1/connections', {
      token,
      body: { partnerOrganizationId: '1234567', accessToken: partnerToken },
    });
    const before = api.simulator.log.list().length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.send('POST', `/v1/connections/${json.id}/apps`, {
          token,
          body: { appId: `gid://partners/App/${index + 1}` },
        }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect([refused.length, answers.length - refused.length]).toEqual([18, 2]);
    expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(api.simulator.log.list()).toHaveLength(before + 2);
  } finally {
    await api.close();
  }
});
