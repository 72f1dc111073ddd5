import { useConnections } from '../../../../test/support/accounts/use-connections.js';
import { accessToken } from '../../../../test/support/servers/tokens.js';
import { Connection } from '../../schemas/connection.js';

const on = useConnections();
const { partner, connected, signals, row, audited } = on;

describe('disconnect', () => {
  test('destroys the token at once, keeps the row, and can be repeated', async () => {
    const { id } = await connected();
    const { status, json } = await on.api.send('POST', `/v1/connections/${id}/disconnect`, { token: on.owner });
    expect(status).toBe(202);
    expect(Connection.parse(json)).toMatchObject({ status: 'disconnecting', phase: 'stopped', tokenHint: null });
    expect(await row(id)).toMatchObject({ status: 'disconnecting', generation: 2, tokenCiphertext: null });
    expect(await signals(id)).toEqual(['reconnect', 'disconnect']);
    const again = await on.api.send('POST', `/v1/connections/${id}/disconnect`, { token: on.owner });
    expect(again.status).toBe(202);
    expect(await row(id)).toMatchObject({ generation: 2 });
    expect(await audited(id)).toEqual(['connect', 'disconnect']);
  });

  test('reads as disconnected once no sync can have a request on the wire', async () => {
    const { id } = await connected();
    const hold = (until: string) => on.api.sql`
      insert into sync_leases (organization_id, connection_id, holder, until)
      values ('org_1', ${id}, ${id}, now() + ${until}::interval)
      on conflict (organization_id, connection_id, holder) do update set until = excluded.until
    `;
    await hold('1 minute');
    await on.api.send('POST', `/v1/connections/${id}/disconnect`, { token: on.owner });
    const read = async () => (await on.api.send('GET', `/v1/connections/${id}`, { token: on.owner })).json.status;
    expect(await read()).toBe('disconnecting');
    await hold('-1 second');
    expect(await read()).toBe('disconnected');
  });

  test('connecting again revives the connection: same id, next generation', async () => {
    const { id, partnerOrganizationId, token } = await connected();
    await on.api.send('POST', `/v1/connections/${id}/disconnect`, { token: on.owner });
    const { status, json } = await on.api.send('POST', '/v1/connections', {
      token: on.owner,
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
    await on.api.sql`
      update connections
      set status = 'error', consecutive_failures = 5, error_code = 'token_rejected', error_since = now()
      where id = ${id}
    `;
    const failed = await on.api.send('GET', `/v1/connections/${id}`, { token: on.owner });
    expect(failed.json).toMatchObject({
      status: 'error',
      phase: 'stopped',
      consecutiveFailures: 5,
      error: { code: 'token_rejected', message: expect.stringContaining('Token is invalid or expired') as unknown },
    });
    const replacement = `prtapi_${'d'.repeat(32)}`;
    organization.issue(replacement);
    const { status, json } = await on.api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: on.owner,
      body: { accessToken: replacement },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'connected', error: null, consecutiveFailures: 0, tokenHint: 'dddd' });
  });

  test('tries the stored token again when none is given; a body may be left out', async () => {
    const { id, organization, token } = await connected();
    organization.revoke(token);
    const refused = await on.api.send('POST', `/v1/connections/${id}/reconnect`, { token: on.owner, body: {} });
    expect([refused.status, refused.json.code]).toEqual([422, 'token_rejected']);
    expect(await audited(id)).toEqual(['connect', 'reconnect_refused']);
    organization.issue(token);
    const { status } = await on.api.send('POST', `/v1/connections/${id}/reconnect`, { token: on.owner });
    expect(status).toBe(200);
    expect(await row(id)).toMatchObject({ generation: 2 });
  });

  test('needs a token once the stored one is destroyed', async () => {
    const { id, token } = await connected();
    await on.api.send('POST', `/v1/connections/${id}/disconnect`, { token: on.owner });
    const refused = await on.api.send('POST', `/v1/connections/${id}/reconnect`, { token: on.owner });
    expect([refused.status, refused.json.code]).toEqual([409, 'token_required']);
    const { json } = await on.api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: on.owner,
      body: { accessToken: token },
    });
    expect(json.status).toBe('connected');
  });

  test('keeps a wait of Shopify for the same token and forgets it for another', async () => {
    const { id, organization, token } = await connected();
    const wait = () =>
      on.api.sql`update sync_status set waiting_until = now() + interval '1 minute' where connection_id = ${id}`;
    await wait();
    const same = await on.api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: on.owner,
      body: { accessToken: token },
    });
    expect(same.json).toMatchObject({ phase: 'waiting', waitingUntil: expect.any(String) as unknown });
    const replacement = `prtapi_${'e'.repeat(32)}`;
    organization.issue(replacement);
    const other = await on.api.send('POST', `/v1/connections/${id}/reconnect`, {
      token: on.owner,
      body: { accessToken: replacement },
    });
    expect(other.json).toMatchObject({ phase: 'idle', waitingUntil: null });
  });
});

describe('sync now', () => {
  test('nudges the workflow, and says that a running sync comes first', async () => {
    const { id } = await connected();
    const idle = await on.api.send('POST', `/v1/connections/${id}/sync`, { token: on.owner });
    expect([idle.status, idle.json]).toEqual([202, { sync: 'started' }]);
    await on.api.sql`
      insert into sync_leases (organization_id, connection_id, holder, until)
      values ('org_1', ${id}, ${id}, now() + interval '1 minute')
    `;
    const ask = () => on.api.send('POST', `/v1/connections/${id}/sync`, { token: on.owner });
    // The one that waits is everybody's.
    const many = await Promise.all(Array.from({ length: 30 }, ask));
    expect(new Set(many.map(({ status, json }) => `${status} ${String(json['sync'])}`))).toEqual(
      new Set(['202 queued']),
    );
    expect(await signals(id)).toEqual(['reconnect', 'syncNow']);
    // Once it is some seconds old, its nudge may have been lost.
    await on.api
      .sql`update connection_directory set nudged_at = now() - interval '6 seconds' where connection_id = ${id}`;
    const busy = await ask();
    expect([busy.status, busy.json]).toEqual([202, { sync: 'queued' }]);
    expect(await signals(id)).toEqual(['reconnect', 'syncNow', 'syncNow']);
  });

  test.each(['error', 'disconnecting', 'disconnected'])('is refused while %s', async (status) => {
    const { id } = await connected();
    await on.api.sql`
      update connections
      set status = ${status}, token_ciphertext = case when ${status} = 'error' then token_ciphertext end
      where id = ${id}
    `;
    const answer = await on.api.send('POST', `/v1/connections/${id}/sync`, { token: on.owner });
    expect([answer.status, answer.json.code]).toEqual([409, 'not_connected']);
  });
});

describe('reading', () => {
  test('an unchanged connection is not sent again', async () => {
    const { id } = await connected();
    const first = await on.api.send('GET', `/v1/connections/${id}`, { token: on.owner });
    const etag = first.headers.get('etag') ?? '';
    const second = await on.api.send('GET', `/v1/connections/${id}`, {
      token: on.owner,
      headers: { 'if-none-match': etag },
    });
    expect([second.status, second.text]).toEqual([304, '']);
    await on.api.sql`update connections set error_code = 'internal', consecutive_failures = 1 where id = ${id}`;
    const third = await on.api.send('GET', `/v1/connections/${id}`, {
      token: on.owner,
      headers: { 'if-none-match': etag },
    });
    expect(third.status).toBe(200);
  });

  test('the list is cut into pages that fit together, for this organization alone', async () => {
    const org = 'org_with_pages';
    const token = await accessToken({ org });
    for (let count = 0; count < 5; count++) {
      const { partnerOrganizationId, token: partnerToken } = partner();
      await on.api.send('POST', '/v1/connections', {
        token,
        body: { partnerOrganizationId, accessToken: partnerToken },
      });
    }
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await on.api.send(
        'GET',
        `/v1/connections?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
        {
          token,
        },
      );
      ids.push(...json.items.map(({ id }) => String(id)));
      cursor = json.nextCursor;
    } while (cursor !== null);
    const rows = await on.api
      .sql`select id from connections where organization_id = ${org} order by partner_organization_id`;
    expect(ids).toEqual(rows.map(({ id }) => String(id)));
  });

  test('a connection whose sync is due and does not begin says so', async () => {
    const { id } = await connected();
    await on.api
      .sql`update connection_directory set next_sync_at = now() - interval '1 minute' where connection_id = ${id}`;
    const { json } = await on.api.send('GET', `/v1/connections/${id}`, { token: on.owner });
    expect(json.warnings).toEqual([expect.objectContaining({ code: 'waiting_to_start' }) as unknown]);
  });
});
