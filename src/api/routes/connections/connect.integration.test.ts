import { useConnections } from '../../../../test/support/accounts/use-connections.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { waitFor } from '../../../../test/support/servers/wait-for.js';
import { Connection } from '../../schemas/connection.js';

const on = useConnections();
const { partner, connected, signals, row, audited } = on;

describe('connect', () => {
  test('asks Shopify for both permissions, stores the token encrypted, and starts the workflow', async () => {
    const { partnerOrganizationId, token } = partner();
    const { status, json } = await on.api.send('POST', '/v1/connections', {
      token: on.owner,
      body: { partnerOrganizationId, accessToken: token },
    });
    expect(status).toBe(201);
    expect(Connection.parse(json)).toMatchObject({
      partnerOrganizationId,
      status: 'connected',
      phase: 'idle',
      tokenHint: 'cccc',
      connectedBy: 'user_1',
      consecutiveFailures: 0,
      failureLimit: 5,
      error: null,
      apps: 0,
      progress: { backfilled: false, rows: 0 },
    });
    const asked = on.api.simulator.log.list().filter(({ organizationId }) => organizationId === partnerOrganizationId);
    expect(asked.map(({ fields }) => fields[0]?.field)).toEqual(['transactions', 'events']);
    expect(await row(json.id)).toMatchObject({
      generation: 1,
      tokenCiphertext: expect.stringMatching(/^v1\.test\./) as unknown,
    });
    expect(await signals(json.id)).toEqual(['reconnect']);
    expect(await audited(json.id)).toEqual(['connect']);
    const feeds = await on.api.sql`select feed from sync_feeds where connection_id = ${json.id} order by feed`;
    expect(feeds.map(({ feed }) => String(feed))).toEqual(['timeline', 'transactions']);
  });

  test('a token of another organization is refused like a wrong one, and nothing is stored', async () => {
    const { partnerOrganizationId } = partner();
    const other = partner();
    for (const accessToken of [other.token, `prtapi_${'0'.repeat(32)}`]) {
      const { status, json } = await on.api.send('POST', '/v1/connections', {
        token: on.owner,
        body: { partnerOrganizationId, accessToken },
      });
      expect(status).toBe(422);
      expect(json).toMatchObject({
        code: 'token_rejected',
        detail: expect.stringContaining('Token is invalid or expired') as unknown,
      });
    }
    expect(
      await on.api.sql`select 1 from connections where partner_organization_id = ${partnerOrganizationId}`,
    ).toEqual([]);
  });

  test.each([
    ['view_financials', ['manage_apps']],
    ['manage_apps', ['view_financials']],
  ] as const)('says that %s is missing', async (permission, held) => {
    for (const form of ['null', 'partial', 'http_403'] as const) {
      const { partnerOrganizationId, token, organization } = partner();
      organization.issue(token, held, { form, message: 'no', code: null });
      const { status, json } = await on.api.send('POST', '/v1/connections', {
        token: on.owner,
        body: { partnerOrganizationId, accessToken: token },
      });
      expect(status).toBe(422);
      expect(json).toMatchObject({
        code: 'permission_missing',
        permission,
        detail: expect.stringMatching(/^Missing scope/) as unknown,
      });
    }
  });

  test('names every permission that is missing at once', async () => {
    for (const denial of [
      { form: 'http_403', message: 'no', code: null },
      { form: 'partial', message: 'no', code: 'ACCESS_DENIED' },
    ] as const) {
      const { partnerOrganizationId, token, organization } = partner();
      organization.issue(token, [], denial);
      const { status, json } = await on.api.send('POST', '/v1/connections', {
        token: on.owner,
        body: { partnerOrganizationId, accessToken: token },
      });
      expect(status).toBe(422);
      expect(json).toMatchObject({
        code: 'permission_missing',
        permission: 'view_financials',
        permissions: ['view_financials', 'manage_apps'],
        detail: expect.stringMatching(
          /^Missing scope: .* add View financials, then try again\. Missing scope: .* add Manage apps, then try again\.$/,
        ) as unknown,
      });
    }
  });

  test.each(['INTERNAL_SERVER_ERROR', 'timeout', '504'])(
    'a failure of Shopify’s own, %s, is no permission',
    async (code) => {
      const { partnerOrganizationId, token } = partner();
      for (const field of ['transactions', 'events'] as const) {
        const when = { organizationId: partnerOrganizationId, field };
        on.api.simulator.faults.set([{ when, effect: { kind: 'graphql_error', code } }]);
        const { status, json } = await on.api.send('POST', '/v1/connections', {
          token: on.owner,
          body: { partnerOrganizationId, accessToken: token },
        });
        on.api.simulator.faults.set([]);
        expect([status, json.code]).toEqual([503, 'shopify_unavailable']);
      }
    },
  );

  test('stores nothing while Shopify is down', async () => {
    const { partnerOrganizationId, token } = partner();
    on.api.simulator.faults.set([
      { when: { organizationId: partnerOrganizationId }, effect: { kind: 'http', status: 503, body: 'down' } },
    ]);
    const { status, json, headers } = await on.api.send('POST', '/v1/connections', {
      token: on.owner,
      body: { partnerOrganizationId, accessToken: token },
    });
    on.api.simulator.faults.set([]);
    expect(status).toBe(503);
    expect(json.code).toBe('shopify_unavailable');
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(
      await on.api.sql`select 1 from connections where partner_organization_id = ${partnerOrganizationId}`,
    ).toEqual([]);
  });

  test('a second connect of the same organization is refused, without asking Shopify', async () => {
    const { partnerOrganizationId, token } = await connected();
    const before = on.api.simulator.log.list().length;
    const { status, json } = await on.api.send('POST', '/v1/connections', {
      token: on.owner,
      body: { partnerOrganizationId, accessToken: token },
    });
    expect([status, json.code]).toEqual([409, 'already_connected']);
    expect(on.api.simulator.log.list().length).toBe(before);
  });

  test('fifty owners at the same instant make one connection', async () => {
    const { partnerOrganizationId, token } = partner();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        on.api.send('POST', '/v1/connections', {
          token: on.owner,
          body: { partnerOrganizationId, accessToken: token },
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    const rows = await on.api
      .sql`select generation from connections where partner_organization_id = ${partnerOrganizationId}`;
    expect(rows).toEqual([{ generation: 1 }]);
  });

  test('two Convot organizations may connect the same Partner organization', async () => {
    const from = partner();
    const { partnerOrganizationId, token } = from;
    await connected(from);
    const other = await accessToken({ org: 'org_of_somebody_else' });
    const { status } = await on.api.send('POST', '/v1/connections', {
      token: other,
      body: { partnerOrganizationId, accessToken: token },
    });
    expect(status).toBe(201);
  });
});

test('no token is in an answer, a log line, an audit line or in clear in a row', async () => {
  const canary = `prtapi_canary${'9'.repeat(30)}`;
  const { partnerOrganizationId, organization } = partner();
  organization.issue(canary);
  const answers = [];
  const body = { partnerOrganizationId, accessToken: canary };
  answers.push(
    await on.api.send('POST', '/v1/connections', { token: on.owner, body, headers: { 'idempotency-key': 'canary' } }),
  );
  answers.push(await on.api.send('POST', '/v1/connections', { token: on.owner, body }));
  answers.push(
    await on.api.send('POST', '/v1/connections', {
      token: on.owner,
      body: `{"accessToken":"${canary}",`,
      headers: { 'content-type': 'application/json' },
    }),
  );
  answers.push(await on.api.send('POST', '/v1/connections', { token: on.owner, body: { ...body, [canary]: 1 } }));
  answers.push(await on.api.send('GET', `/v1/connections/${canary}?search=${canary}`, { token: canary }));
  answers.push(await on.api.send('GET', `/v1/connections?limit=${canary}`, { token: on.owner }));
  const tables = await on.api.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'
  `;
  for (const { name } of tables) {
    const rows = await on.api.sql<{ text: string }[]>`select t::text as text from ${on.api.sql(name)} t`;
    for (const { text } of rows) expect(text).not.toContain('canary99');
  }
  for (const { text, headers } of answers) {
    expect(text).not.toContain('canary99');
    expect(JSON.stringify([...headers])).not.toContain('canary99');
  }
  await waitFor('the requests to be logged', () => on.api.logged().includes('"statusCode":201'));
  expect(on.api.logged()).not.toContain('canary99');
});
