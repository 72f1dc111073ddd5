import { readdirSync } from 'node:fs';
import swaggerUiPath from 'swagger-ui-dist/absolute-path.js';
import { startTestApi, type TestApi } from '../../../test/support/servers/api.js';
import { accessToken } from '../../../test/support/servers/tokens.js';
import { type Role, ROLES } from '../../contract/connection-words.js';
import { routes } from '../routes.js';
import { openApiDocument } from './openapi.js';

let api: TestApi;
let mine: { connectionId: string; appNumber: string };

const token = (role: Role, org = 'org_1') => accessToken({ org, role });
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const MALFORMED = ['abc!', '-1', '-', '1e3!', '%00', '%20', '%F0%9F%98%80', "'", '9'.repeat(400)];

/** Bodies that are well formed, so that only role and id decide. */
const bodies: Record<string, object> = {
  '/v1/connections': { partnerOrganizationId: '404404', accessToken: `prtapi_${'0'.repeat(32)}` },
  '/v1/segments': { name: 'Nobody', criteria: {} },
  '/v1/segments/{segmentId}': { name: 'Nobody', criteria: {} },
  '/v1/connections/{connectionId}/apps': { appId: 'gid://partners/App/1' },
  '/v1/merchants/lookup': { keys: ['unknown.myshopify.com'] },
};

function fill(
  path: string,
  { connectionId, appNumber = '1', key = 'unknown.myshopify.com' }: Record<string, string>,
): string {
  return path
    .replace('{connectionId}', connectionId ?? UNKNOWN)
    .replace('{segmentId}', UNKNOWN)
    .replace('{appNumber}', appNumber)
    .replace('{key}', key);
}

beforeAll(async () => {
  api = await startTestApi();
  const accessToken = `prtapi_${'c'.repeat(32)}`;
  api.simulator.world.found('1234567').issue(accessToken);
  const { json } = await api.send('POST', '/v1/connections', {
    token: await token('owner'),
    body: { partnerOrganizationId: '1234567', accessToken },
  });
  mine = { connectionId: json.id, appNumber: '77' };
  await api.sql`
    insert into apps (organization_id, connection_id, app_number, name, source)
    values ('org_1', ${json.id}, 77, 'Mine', 'manual')
  `;
});
afterAll(() => api.close());

describe.each(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    const body = bodies[route.path];
    const send = (path: string, bearer?: string) =>
      api.send(route.method.toUpperCase(), path, {
        ...(bearer === undefined ? {} : { token: bearer }),
        ...(body === undefined || !['post', 'put'].includes(route.method) ? {} : { body }),
      });

    test('needs a token', async () => {
      const { status, json, headers } = await send(fill(route.path, {}));
      expect([status, json.code]).toEqual([401, 'unauthenticated']);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      const inQuery = await send(`${fill(route.path, {})}?access_token=${await token('owner')}`);
      expect(inQuery.status).toBe(401);
    });

    test.each(ROLES)('%s', async (role) => {
      const { status } = await send(fill(route.path, {}), await token(role));
      if (route.roles.includes(role)) expect([200, 404, 422]).toContain(status);
      else expect(status).toBe(403);
    });

    test('not for a token of one shop, whatever the role and the shop', async () => {
      for (const role of ROLES) {
        const bearer = await accessToken({ org: 'org_1', role, shop: 'unknown.myshopify.com' });
        const { status, json } = await send(fill(route.path, {}), bearer);
        expect([role, status, json.code]).toEqual([role, 403, 'forbidden']);
        expect(json['detail']).toBe(
          'This access token is for one shop: it is good for MCP alone, about that shop alone.',
        );
      }
      const malformed = await send(fill(route.path, {}), await accessToken({ role: 'owner', shop: '' }));
      expect([malformed.status, malformed.json.code]).toEqual([401, 'unauthenticated']);
    });

    for (const parameter of Object.keys(route.params.shape)) {
      test(`a malformed ${parameter} names nothing`, async () => {
        const bearer = await token('owner');
        for (const malformed of MALFORMED) {
          const path = fill(route.path.replace(`{${parameter}}`, malformed), mine);
          const { status, json } = await send(path, bearer);
          expect([path, status, json.code]).toEqual([path, 404, 'not_found']);
        }
      });
    }

    if (!route.path.includes('{connectionId}')) return;
    test("another organization's connection is answered like an unknown one", async () => {
      const bearer = await token('owner', 'org_2');
      const foreign = await send(fill(route.path, mine), bearer);
      const unknown = await send(fill(route.path, { connectionId: UNKNOWN }), bearer);
      expect([foreign.status, foreign.json.code]).toEqual([404, 'not_found']);
      const withoutInstance = ({ json }: typeof foreign) => JSON.stringify({ ...json, instance: null });
      expect(withoutInstance(foreign)).toBe(withoutInstance(unknown));
      const names = ({ headers }: typeof foreign) => [...headers.keys()].filter((name) => name !== 'date').sort();
      expect(names(foreign)).toEqual(names(unknown));
    });
  },
);

test('lists show nothing of another organization', async () => {
  for (const path of ['/v1/connections', '/v1/merchants']) {
    const { json } = await api.send('GET', path, { token: await token('agent', 'org_2') });
    expect(json).toEqual({ items: [], nextCursor: null });
  }
});

test('a cursor of another organization, list or filter is refused', async () => {
  const accessTokenOfOther = `prtapi_${'d'.repeat(32)}`;
  api.simulator.world.found('1234568').issue(accessTokenOfOther);
  const owner = await token('owner');
  await api.send('POST', '/v1/connections', {
    token: owner,
    body: { partnerOrganizationId: '1234568', accessToken: accessTokenOfOther },
  });
  const { json } = await api.send('GET', '/v1/connections?limit=1', { token: owner });
  const cursor = json.nextCursor ?? '';
  expect(cursor).not.toBe('');
  const tampered = cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const attempts = [
    ['/v1/connections', cursor, await token('owner', 'org_2')],
    ['/v1/connections', tampered, owner],
    [`/v1/connections/${mine.connectionId}/apps`, cursor, owner],
    ['/v1/merchants', cursor, owner],
  ] as const;
  for (const [path, given, bearer] of attempts) {
    const answer = await api.send('GET', `${path}?cursor=${given}`, { token: bearer });
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid_cursor']);
  }
});

test('a refused role leaves an audit line, however often it is refused', async () => {
  const refused = async (sub: string) =>
    api.send('POST', `/v1/connections/${mine.connectionId}/disconnect`, {
      token: await accessToken({ org: 'org_counted', role: 'agent', sub }),
    });
  await Promise.all(['one', 'one', 'one', 'other'].map(refused));
  await refused('one');
  const lines = await api.sql`
    select actor, detail, count, last_at > at as later from audit_log
    where organization_id = 'org_counted' and action = 'role_refused'
    order by actor
  `;
  const detail = { role: 'agent', route: 'post /v1/connections/{connectionId}/disconnect' };
  expect(lines).toEqual([
    { actor: 'one', detail, count: 4, later: true },
    { actor: 'other', detail, count: 1, later: false },
  ]);
});

test('a refused token of one shop leaves an audit line', async () => {
  const bearer = await accessToken({ org: 'org_bound', role: 'agent', sub: 'bot', shop: 'alder.myshopify.com' });
  for (const path of ['/v1/revenue', '/v1/merchants', '/v1/revenue']) await api.send('GET', path, { token: bearer });
  const lines = await api.sql`
    select actor, action, detail, count from audit_log where organization_id = 'org_bound' order by count
  `;
  const line = { actor: 'bot', action: 'shop_token_refused' };
  expect(lines).toEqual([
    { ...line, detail: { role: 'agent', route: 'get /v1/merchants' }, count: 1 },
    { ...line, detail: { role: 'agent', route: 'get /v1/revenue' }, count: 2 },
  ]);
});

test('without a tenant the role of the api sees no row of any table', async () => {
  const tables = await api.sql<{ name: string }[]>`
    select c.relname as name
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and has_table_privilege('convot_api', c.oid, 'select')
  `;
  expect(tables.length).toBeGreaterThan(10);
  await api.sql.begin(async (sql) => {
    await sql`set local role convot_api`;
    for (const { name } of tables) expect([name, await sql`select 1 from ${sql(name)} limit 1`]).toEqual([name, []]);
  });
});

describe('the document', () => {
  test('is the router: every route, no other', async () => {
    const { json, status } = await api.send('GET', '/openapi.json');
    expect(status).toBe(200);
    const documented = Object.entries(json['paths'] as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(json).toEqual(JSON.parse(JSON.stringify(openApiDocument)));
    expect(json['openapi']).toBe('3.1.1');
  });

  test('tells what ids, tokens, keys and cursors look like', async () => {
    const { text } = await api.send('GET', '/openapi.json');
    type Described = Readonly<Record<string, { readonly pattern?: string }>>;
    const { components, paths } = JSON.parse(text) as {
      components: { schemas: Record<string, { properties: Described }> };
      paths: Record<string, Record<string, { parameters?: { name: string; schema: { pattern?: string } }[] }>>;
    };
    const of = (schema: string) => components.schemas[schema]?.properties ?? {};
    const said = [of('Connect')['partnerOrganizationId'], of('Connect')['accessToken'], of('AddApp')['appId']];
    const patterns = said.map((one) => new RegExp(one?.pattern ?? '$.'));
    const good = ['1234567', `prtapi_${'a'.repeat(32)}`, 'gid://partners/App/1'];
    expect(patterns.map((pattern, at) => pattern.test(good[at] ?? ''))).toEqual([true, true, true]);
    const bad = ['0', `shpat_${'a'.repeat(32)}`, 'gid://shopify/App/1'];
    expect(patterns.map((pattern, at) => pattern.test(bad[at] ?? ''))).toEqual([false, false, false]);
    expect(of('Connection')['id']?.pattern).toBe(of('Run')['id']?.pattern);
    const parameters = Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap((operation) => operation.parameters ?? []),
    );
    const named = ['connectionId', 'appNumber', 'key', 'cursor', 'Idempotency-Key'];
    for (const { name, schema } of parameters.filter((one) => named.includes(one.name))) {
      expect([name, schema.pattern]).toEqual([name, expect.stringMatching(/^\^.+\$$/)]);
    }
  });

  test('has a page that loads nothing from elsewhere', async () => {
    const page = await api.send('GET', '/docs/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui-bundle.js');
    expect(page.text).not.toMatch(/(src|href)="https?:/);
    const initializer = await api.send('GET', '/docs/swagger-initializer.js');
    expect(initializer.text).toContain("url: '/openapi.json'");
    expect((await api.send('GET', '/docs')).headers.get('location')).toBe('/docs/');
  });

  test('has the files that its page loads, and no others of the package', async () => {
    const { text } = await api.send('GET', '/docs/');
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(loaded).toHaveLength(4);
    for (const file of loaded) {
      const answer = await api.send('GET', `/docs/${file}`);
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.text).not.toContain('sourceMappingURL');
    }
    const others = readdirSync(swaggerUiPath()).filter((file) => !loaded.includes(file));
    expect(others).toContain('swagger-ui-bundle.js.map');
    for (const file of others) expect([file, (await api.send('GET', `/docs/${file}`)).status]).toEqual([file, 404]);
  });
});

test('health says nothing about us', async () => {
  expect((await api.send('GET', '/healthz')).json).toEqual({ status: 'alive' });
  expect((await api.send('GET', '/readyz')).json).toEqual({ status: 'ready' });
});
