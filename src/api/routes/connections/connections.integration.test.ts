import { startTestApi, type TestApi } from '../../../../test/support/servers/api.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { waitFor } from '../../../../test/support/servers/wait-for.js';
import { connectionWorkflowId } from '../../../contract/names.js';
import { Connection } from '../../schemas/connection.js';

let api: TestApi;
let owner: string;

beforeAll(async () => {
  api = await startTestApi();
  owner = await accessToken();
});
afterAll(() => api.close());

let lastOrganization = 1_000_000;
/** A Partner organization of the simulator that no test has used, with a token of its own. */
function partner() {
  const partnerOrganizationId = String(++lastOrganization);
  const token = `prtapi_${partnerOrganizationId}${'c'.repeat(24)}`;
  const organization = api.simulator.world.found(partnerOrganizationId);
  organization.issue(token);
  return { partnerOrganizationId, token, organization };
}

async function connected(from = partner()) {
  const { partnerOrganizationId, token } = from;
  const { json } = await api.send('POST', '/v1/connections', {
    token: owner,
    body: { partnerOrganizationId, accessToken: token },
  });
  return { ...from, id: json.id };
}

async function signals(connectionId: string): Promise<string[]> {
  const { events } = await api.temporal.workflow.getHandle(connectionWorkflowId(connectionId)).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? []);
}

async function row(connectionId: string) {
  const [found] = await api.sql`select * from connections where id = ${connectionId}`;
  return found;
}

async function audited(connectionId: string | null): Promise<string[]> {
  const lines = await api.sql<{ action: string }[]>`
    select action from audit_log where connection_id is not distinct from ${connectionId} order by id
  `;
  return lines.map(({ action }) => action);
}

describe('connect', () => {
  test('asks Shopify for both permissions, stores the token encrypted, and starts the workflow', async () => {
    const { partnerOrganizationId, token } = partner();
    const { status, json } = await api.send('POST', '/v1/connections', {
      token: owner,
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
    const asked = api.simulator.log.list().filter(({ organizationId }) => organizationId === partnerOrganizationId);
    expect(asked.map(({ fields }) => fields[0]?.field)).toEqual(['transactions', 'events']);
    expect(await row(json.id)).toMatchObject({
      generation: 1,
      tokenCiphertext: expect.stringMatching(/^v1\.test\./) as unknown,
    });
    expect(await signals(json.id)).toEqual(['reconnect']);
    expect(await audited(json.id)).toEqual(['connect']);
    const feeds = await api.sql`select feed from sync_feeds where connection_id = ${json.id} order by feed`;
    expect(feeds.map(({ feed }) => String(feed))).toEqual(['timeline', 'transactions']);
  });

  test('a token of another organization is refused like a wrong one, and nothing is stored', async () => {
    const { partnerOrganizationId } = partner();
    const other = partner();
    for (const accessToken of [other.token, `prtapi_${'0'.repeat(32)}`]) {
      const { status, json } = await api.send('POST', '/v1/connections', {
        token: owner,
        body: { partnerOrganizationId, accessToken },
      });
      expect(status).toBe(422);
      expect(json).toMatchObject({
        code: 'token_rejected',
        detail: expect.stringContaining('Token is invalid or expired') as unknown,
      });
    }
    expect(await api.sql`select 1 from connections where partner_organization_id = ${partnerOrganizationId}`).toEqual(
      [],
    );
  });

  test.each([
    ['view_financials', ['manage_apps']],
    ['manage_apps', ['view_financials']],
  ] as const)('says that %s is missing', async (permission, held) => {
    for (const form of ['null', 'partial', 'http_403'] as const) {
      const { partnerOrganizationId, token, organization } = partner();
      organization.issue(token, held, { form, message: 'no', code: null });
      const { status, json } = await api.send('POST', '/v1/connections', {
        token: owner,
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
      const { status, json } = await api.send('POST', '/v1/connections', {
        token: owner,
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
        api.simulator.faults.set([{ when, effect: { kind: 'graphql_error', code } }]);
        const { status, json } = await api.send('POST', '/v1/connections', {
          token: owner,
          body: { partnerOrganizationId, accessToken: token },
        });
        api.simulator.faults.set([]);
        expect([status, json.code]).toEqual([503, 'shopify_unavailable']);
      }
    },
  );

  test('stores nothing while Shopify is down', async () => {
    const { partnerOrganizationId, token } = partner();
    api.simulator.faults.set([
      { when: { organizationId: partnerOrganizationId }, effect: { kind: 'http', status: 503, body: 'down' } },
    ]);
    const { status, json, headers } = await api.send('POST', '/v1/connections', {
      token: owner,
      body: { partnerOrganizationId, accessToken: token },
    });
    api.simulator.faults.set([]);
    expect(status).toBe(503);
    expect(json.code).toBe('shopify_unavailable');
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await api.sql`select 1 from connections where partner_organization_id = ${partnerOrganizationId}`).toEqual(
      [],
    );
  });

  test('a second connect of the same organization is refused, without asking Shopify', async () => {
    const { partnerOrganizationId, token } = await connected();
    const before = api.simulator.log.list().length;
    const { status, json } = await api.send('POST', '/v1/connections', {
      token: owner,
      body: { partnerOrganizationId, accessToken: token },
    });
    expect([status, json.code]).toEqual([409, 'already_connected']);
    expect(api.simulator.log.list().length).toBe(before);
  });

  test('fifty owners at the same instant make one connection', async () => {
    const { partnerOrganizationId, token } = partner();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        api.send('POST', '/v1/connections', { token: owner, body: { partnerOrganizationId, accessToken: token } }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    const rows =
      await api.sql`select generation from connections where partner_organization_id = ${partnerOrganizationId}`;
    expect(rows).toEqual([{ generation: 1 }]);
  });

  test('two Convot organizations may connect the same Partner organization', async () => {
    const from = partner();
    const { partnerOrganizationId, token } = from;
    await connected(from);
    const other = await accessToken({ org: 'org_of_somebody_else' });
    const { status } = await api.send('POST', '/v1/connections', {
      token: other,
      body: { partnerOrganizationId, accessToken: token },
    });
    expect(status).toBe(201);
  });
});

describe('disconnect', () => {
  test('destroys the token at once, keeps the row, and can be repeated', async () => {
    const { id } = await connected();
    const { status, json } = await api.send('POST', `/v1/connections/${id}/disconnect`, { token: owner });
    expect(status).toBe(202);
    expect(Connection.parse(json)).toMatchObject({ status: 'disconnecting', phase: 'stopped', tokenHint: null });
    expect(await row(id)).toMatchObject({ status: 'disconnecting', generation: 2, tokenCiphertext: null });
    expect(await signals(id)).toEqual(['reconnect', 'disconnect']);
    const again = await api.send('POST', `/v1/connections/${id}/disconnect`, { token: owner });
    expect(again.status).toBe(202);
    expect(await row(id)).toMatchObject({ generation: 2 });
    expect(await audited(id)).toEqual(['connect', 'disconnect']);
  });

  test('reads as disconnected once no sync can have a request on the wire', async () => {
    const { id } = await connected();
    const hold = (until: string) => api.sql`
      insert into sync_leases (organization_id, connection_id, holder, until)
      values ('org_1', ${id}, ${id}, now() + ${until}::interval)
      on conflict (organization_id, connection_id, holder) do update set until = excluded.until
    `;
    await hold('1 minute');
    await api.send('POST', `/v1/connections/${id}/disconnect`, { token: owner });
    const read = async () => (await api.send('GET', `/v1/connections/${id}`, { token: owner })).json.status;
    expect(await read()).toBe('disconnecting');
    await hold('-1 second');
    expect(await read()).toBe('disconnected');
  });

  test('connecting again revives the connection: same id, next generation', async () => {
    const { id, partnerOrganizationId, token } = await connected();
    await api.send('POST', `/v1/connections/${id}/disconnect`, { token: owner });
    const { status, json } = await api.send('POST', '/v1/connections', {
      token: owner,
      body: { partnerOrganizationId, accessToken: token },
    });
    expect([status, json.id, json.status]).toEqual([200, id, 'connected']);
    expect(await row(id)).toMatchObject({ generation: 3 });
    expect(await signals(id)).toEqual(['reconnect', 'disconnect', 'reconnect']);
  });
});

describe('reconnect', () => {
  test('replaces the token, from error, and forgets the failures', async () => {
    const { id, organization } = await connected();
    await api.sql`
      update connections
      set status = 'error', consecutive_failures = 5, error_code = 'token_rejected', error_since = now()
      where id = ${id}
    `;
    const failed = await api.send('GET', `/v1/connections/${id}`, { token: owner });
    expect(failed.json).toMatchObject({
      status: 'error',
      phase: 'stopped',
      consecutiveFailures: 5,
      error: { code: 'token_rejected', message: expect.stringContaining('Token is invalid or expired') as unknown },
    });
    const replacement = `prtapi_${'d'.repeat(32)}`;
    organization.issue(replacement);
    const { status, json } = await api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: owner,
      body: { accessToken: replacement },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'connected', error: null, consecutiveFailures: 0, tokenHint: 'dddd' });
  });

  test('tries the stored token again when none is given; a body may be left out', async () => {
    const { id, organization, token } = await connected();
    organization.revoke(token);
    const refused = await api.send('POST', `/v1/connections/${id}/reconnect`, { token: owner, body: {} });
    expect([refused.status, refused.json.code]).toEqual([422, 'token_rejected']);
    expect(await audited(id)).toEqual(['connect', 'reconnect_refused']);
    organization.issue(token);
    const { status } = await api.send('POST', `/v1/connections/${id}/reconnect`, { token: owner });
    expect(status).toBe(200);
    expect(await row(id)).toMatchObject({ generation: 2 });
  });

  test('needs a token once the stored one is destroyed', async () => {
    const { id, token } = await connected();
    await api.send('POST', `/v1/connections/${id}/disconnect`, { token: owner });
    const refused = await api.send('POST', `/v1/connections/${id}/reconnect`, { token: owner });
    expect([refused.status, refused.json.code]).toEqual([409, 'token_required']);
    const { json } = await api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: owner,
      body: { accessToken: token },
    });
    expect(json.status).toBe('connected');
  });

  test('keeps a wait of Shopify for the same token and forgets it for another', async () => {
    const { id, organization, token } = await connected();
    const wait = () =>
      api.sql`update sync_status set waiting_until = now() + interval '1 minute' where connection_id = ${id}`;
    await wait();
    const same = await api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: owner,
      body: { accessToken: token },
    });
    expect(same.json).toMatchObject({ phase: 'waiting', waitingUntil: expect.any(String) as unknown });
    const replacement = `prtapi_${'e'.repeat(32)}`;
    organization.issue(replacement);
    const other = await api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: owner,
      body: { accessToken: replacement },
    });
    expect(other.json).toMatchObject({ phase: 'idle', waitingUntil: null });
  });
});

describe('sync now', () => {
  test('nudges the workflow, and says that a running sync comes first', async () => {
    const { id } = await connected();
    const idle = await api.send('POST', `/v1/connections/${id}/sync`, { token: owner });
    expect([idle.status, idle.json]).toEqual([202, { sync: 'started' }]);
    await api.sql`
      insert into sync_leases (organization_id, connection_id, holder, until)
      values ('org_1', ${id}, ${id}, now() + interval '1 minute')
    `;
    const ask = () => api.send('POST', `/v1/connections/${id}/sync`, { token: owner });
    // The one that waits is everybody's.
    const many = await Promise.all(Array.from({ length: 30 }, ask));
    expect(new Set(many.map(({ status, json }) => `${status} ${String(json['sync'])}`))).toEqual(
      new Set(['202 queued']),
    );
    expect(await signals(id)).toEqual(['reconnect', 'syncNow']);
    // Once it is some seconds old, its nudge may have been lost.
    await api.sql`update connection_directory set nudged_at = now() - interval '6 seconds' where connection_id = ${id}`;
    const busy = await ask();
    expect([busy.status, busy.json]).toEqual([202, { sync: 'queued' }]);
    expect(await signals(id)).toEqual(['reconnect', 'syncNow', 'syncNow']);
  });

  test.each(['error', 'disconnecting', 'disconnected'])('is refused while %s', async (status) => {
    const { id } = await connected();
    await api.sql`
      update connections
      set status = ${status}, token_ciphertext = case when ${status} = 'error' then token_ciphertext end
      where id = ${id}
    `;
    const answer = await api.send('POST', `/v1/connections/${id}/sync`, { token: owner });
    expect([answer.status, answer.json.code]).toEqual([409, 'not_connected']);
  });
});

describe('reading', () => {
  test('an unchanged connection is not sent again', async () => {
    const { id } = await connected();
    const first = await api.send('GET', `/v1/connections/${id}`, { token: owner });
    const etag = first.headers.get('etag') ?? '';
    const second = await api.send('GET', `/v1/connections/${id}`, { token: owner, headers: { 'if-none-match': etag } });
    expect([second.status, second.text]).toEqual([304, '']);
    await api.sql`update connections set error_code = 'internal', consecutive_failures = 1 where id = ${id}`;
    const third = await api.send('GET', `/v1/connections/${id}`, { token: owner, headers: { 'if-none-match': etag } });
    expect(third.status).toBe(200);
  });

  test('the list is cut into pages that fit together, for this organization alone', async () => {
    const org = 'org_with_pages';
    const token = await accessToken({ org });
    for (let count = 0; count < 5; count++) {
      const { partnerOrganizationId, token: partnerToken } = partner();
      await api.send('POST', '/v1/connections', { token, body: { partnerOrganizationId, accessToken: partnerToken } });
    }
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await api.send('GET', `/v1/connections?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`, {
        token,
      });
      ids.push(...json.items.map(({ id }) => String(id)));
      cursor = json.nextCursor;
    } while (cursor !== null);
    const rows =
      await api.sql`select id from connections where organization_id = ${org} order by partner_organization_id`;
    expect(ids).toEqual(rows.map(({ id }) => String(id)));
  });

  test('a connection whose sync is due and does not begin says so', async () => {
    const { id } = await connected();
    await api.sql`update connection_directory set next_sync_at = now() - interval '1 minute' where connection_id = ${id}`;
    const { json } = await api.send('GET', `/v1/connections/${id}`, { token: owner });
    expect(json.warnings).toEqual([expect.objectContaining({ code: 'waiting_to_start' }) as unknown]);
  });
});

test('no token is in an answer, a log line, an audit line or in clear in a row', async () => {
  const canary = `prtapi_canary${'9'.repeat(30)}`;
  const { partnerOrganizationId, organization } = partner();
  organization.issue(canary);
  const answers = [];
  const body = { partnerOrganizationId, accessToken: canary };
  answers.push(
    await api.send('POST', '/v1/connections', { token: owner, body, headers: { 'idempotency-key': 'canary' } }),
  );
  answers.push(await api.send('POST', '/v1/connections', { token: owner, body }));
  answers.push(
    await api.send('POST', '/v1/connections', {
      token: owner,
      body: `{"accessToken":"${canary}",`,
      headers: { 'content-type': 'application/json' },
    }),
  );
  answers.push(await api.send('POST', '/v1/connections', { token: owner, body: { ...body, [canary]: 1 } }));
  answers.push(await api.send('GET', `/v1/connections/${canary}?search=${canary}`, { token: canary }));
  answers.push(await api.send('GET', `/v1/connections?limit=${canary}`, { token: owner }));
  const tables = await api.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'
  `;
  for (const { name } of tables) {
    const rows = await api.sql<{ text: string }[]>`select t::text as text from ${api.sql(name)} t`;
    for (const { text } of rows) expect(text).not.toContain('canary99');
  }
  for (const { text, headers } of answers) {
    expect(text).not.toContain('canary99');
    expect(JSON.stringify([...headers])).not.toContain('canary99');
  }
  await waitFor('the requests to be logged', () => api.logged().includes('"statusCode":201'));
  expect(api.logged()).not.toContain('canary99');
});
