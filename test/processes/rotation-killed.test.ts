import { randomBytes, randomUUID } from 'node:crypto';
import { createTokenCipher } from '../../src/connections/keys/token-cipher.js';
import { checkTokenKeys } from '../../src/connections/keys/token-key-checks.js';
import { claimPartnerOrganization, startGeneration } from '../../src/connections/store/connections.js';
import { connectPostgres } from '../../src/postgres/client.js';
import type { Sql } from '../../src/postgres/sql.js';
import { withTenant } from '../../src/postgres/tenant.js';
import { Random } from '../../src/simulator/random.js';
import { Secret } from '../../src/values/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/database/database.js';
import { randomSeed } from '../support/run/random-seed.js';
import { useAppProcesses } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';

/* The rotation of the ring's key, killed again and again while tokens are being replaced. */
const ORGANIZATIONS = ['org_1', 'org_2', 'org_3'];
const TOKENS = 1_500;
const KILLS = 10;

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [old, fresh] = [newKey('old'), newKey('fresh')];
const ring = `${fresh},${old}`;
const cipherOf = (keys: string) => createTokenCipher(new Secret(keys));

const random = new Random(randomSeed);
const processes = useAppProcesses();
let database: TestDatabase;
let sql: Sql;
/** What each connection's token is. */
const tokens = new Map<string, Owner & { readonly token: string }>();

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', max: 4 });
  for (let index = 0; index < TOKENS; index += 1) {
    const owner: Owner = {
      organizationId: ORGANIZATIONS[index % ORGANIZATIONS.length] ?? '',
      connectionId: randomUUID(),
    };
    await connect(owner, String(1_000_000 + index), old);
  }
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** As connecting and reconnecting do, in a process whose ring begins with this key. */
async function connect(owner: Owner, partnerOrganizationId: string, keys: string): Promise<void> {
  const { connectionId } = owner;
  const token = `prtapi_${randomBytes(16).toString('hex')}`;
  await withTenant(sql, owner.organizationId, async (tenant) => {
    await claimPartnerOrganization(tenant, { id: connectionId, partnerOrganizationId, connectedBy: 'test' });
    const ciphertext = cipherOf(keys).encrypt(owner, new Secret(token));
    await startGeneration(tenant, connectionId, 'test', { ciphertext, hint: token.slice(-4) });
  });
  tokens.set(connectionId, { organizationId: owner.organizationId, connectionId, token });
}

interface Owner {
  readonly organizationId: string;
  readonly connectionId: string;
}

function some(count: number): Owner[] {
  const all = [...tokens.values()];
  return Array.from({ length: count }, () => random.pick(all));
}

async function connectAnew(owner: Owner, keys: string): Promise<void> {
  const [row] = await sql<{ partnerOrganizationId: string }[]>`
    select partner_organization_id from connections where id = ${owner.connectionId}
  `;
  await connect(owner, row?.partnerOrganizationId ?? '', keys);
}

const countUnder = async (keyId: string) => {
  const rows = await sql<{ count: number }[]>`
    select count(*)::integer as count from connections where token_ciphertext like ${`v1.${keyId}.%`}
  `;
  return rows[0]?.count ?? 0;
};

test('a rotation that is killed ten times goes on each time, and overwrites no token that is replaced meanwhile', async () => {
  const env = { DATABASE_URL: database.url, TOKEN_KEYS: ring };
  const start = () => processes.start('cli/main.js', { args: ['rotate-keys'], env });
  const written = new AbortController();
  const writing = (async () => {
    while (!written.signal.aborted) {
      // Half of them by processes that write under the old key still.
      for (const own of some(1)) await connectAnew(own, random.chance(0.5) ? ring : `${old},${fresh}`);
    }
  })();
  let killed = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    // So that there is something left to do each time.
    for (const { organizationId, connectionId } of some(150)) {
      await connectAnew({ organizationId, connectionId }, `${old},${fresh}`);
    }
    const before = await countUnder('fresh');
    const process = await start();
    const wanted = before + random.between(1, 60);
    await waitFor('some tokens to be rotated', async () => (await countUnder('fresh')) >= wanted || process.exit);
    if (process.exit === undefined) killed += 1;
    await process.end('SIGKILL');
  }
  written.abort();
  await writing;
  expect(killed).toBeGreaterThan(KILLS / 2);

  const last = await start();
  expect(await last.exited).toMatchObject({ code: 0 });
  expect(last.output()).toMatch(`Everything is under "fresh"`);
  expect([await countUnder('old'), await countUnder('fresh')]).toEqual([0, TOKENS]);
  // The old key may go; every token is the one that was written last.
  const alone = cipherOf(fresh);
  await checkTokenKeys(sql, new Secret(fresh));
  const rows = await sql<{ organizationId: string; id: string; tokenCiphertext: string }[]>`
    select organization_id, id, token_ciphertext from connections
  `;
  const wrong = rows.filter(({ organizationId, id, tokenCiphertext }) => {
    const owner = { organizationId, connectionId: id };
    return alone.decrypt(owner, tokenCiphertext).reveal() !== tokens.get(id)?.token;
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
}, 180_000);
