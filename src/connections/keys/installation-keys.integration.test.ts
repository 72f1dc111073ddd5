import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { createCursors } from '../../api/request/cursors.js';
import { connectPostgres, type DatabaseRole } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { Secret } from '../../values/secret.js';
import { claimPartnerOrganization, endGeneration, startGeneration } from '../store/connections.js';
import { openErasureKey, readErasureKey } from './erasure-key.js';
import { checkInstallationKey, openInstallationKey } from './installation-key.js';
import { rotateTokens } from './rotate-tokens.js';
import { readKeyUses } from './store-key-uses.js';
import { createTokenCipher } from './token-cipher.js';
import { checkTokenKeys, compareTokenKeys } from './token-key-checks.js';

const keyText = () => randomBytes(32).toString('base64');
const ring = (...keys: string[]) => new Secret(keys.join(','));
const first = `k1:${keyText()}`;
const second = `k2:${keyText()}`;

let database: TestDatabase;
let admin: Sql;
let sql: Sql;
const open: Sql[] = [];

const connect = (role: DatabaseRole) => {
  const pool = connectPostgres(database.url, { applicationName: 'test', role, max: 1 });
  open.push(pool);
  return pool;
};

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 1 });
});
beforeEach(() => {
  sql = connect('convot_api');
});
afterEach(async () => {
  for (const pool of open.splice(0)) await pool.end();
  await admin`truncate token_key_checks, installation_key, erasure_key`;
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const stored = async () =>
  (await sql<{ ciphertext: string }[]>`select ciphertext from installation_key`)[0]?.ciphertext;

test('processes that start at once agree on one key, which lies in the database encrypted', async () => {
  const keys = await Promise.all(
    Array.from({ length: 8 }, () => openInstallationKey(connect('convot_api'), ring(first))),
  );
  const [key] = new Set(keys.map((each) => each.reveal()));
  expect(keys.map((each) => each.reveal())).toEqual(keys.map(() => key));
  expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32);
  expect(await stored()).toMatch(/^v1\.k1\./);
  expect(await stored()).not.toContain(key);
});

test('it outlives the keys of the ring, and with it the cursors that clients hold', async () => {
  const before = await openInstallationKey(sql, ring(first));
  const cursor = createCursors(before).write(['org_1'], { at: 1 });
  // As processes are replaced one after the other: some still know only that there will be another key.
  expect((await openInstallationKey(sql, ring(first, second))).reveal()).toBe(before.reveal());
  expect(await stored()).toMatch(/^v1\.k1\./);
  const rotated = await Promise.all([
    openInstallationKey(sql, ring(second, first)),
    openInstallationKey(connect('convot_api'), ring(second, first)),
  ]);
  expect(rotated.map((each) => each.reveal())).toEqual([before.reveal(), before.reveal()]);
  expect(await stored()).toMatch(/^v1\.k2\./);
  const after = await openInstallationKey(sql, ring(second));
  expect(createCursors(after).read(['org_1'], cursor, z.object({ at: z.number() }))).toEqual({ at: 1 });
});

test('a ring that does not open it is refused, says what is missing, and replaces nothing', async () => {
  await openInstallationKey(sql, ring(first));
  const before = await stored();
  for (const attempt of [openInstallationKey, checkInstallationKey]) {
    await expect(attempt(sql, ring(second))).rejects.toThrow('TOKEN_KEYS: lacks the key "k1"');
    await expect(attempt(sql, ring(`k1:${keyText()}`))).rejects.toThrow('the key "k1" does not open');
  }
  await sql`update installation_key set ciphertext = ${before?.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) ?? ''}`;
  await expect(openInstallationKey(sql, ring(first))).rejects.toThrow('was altered');
});

test.each(['convot_api', 'convot_worker'] as const)('%s notices another key under a known id', async (role) => {
  const pool = connect(role);
  await checkTokenKeys(pool, ring(first));
  await checkTokenKeys(pool, ring(second, first));
  await checkTokenKeys(pool, ring(second));
  const wrong = ring(`k1:${keyText()}`, second);
  await expect(checkTokenKeys(pool, wrong)).rejects.toThrow(
    'TOKEN_KEYS: the key "k1" is not the one that this database knows under that id.',
  );
  // Nor when it only decrypts, nor at a second try.
  await expect(checkTokenKeys(pool, ring(second, `k1:${keyText()}`))).rejects.toThrow('the key "k1" is not the one');
  await expect(checkTokenKeys(pool, wrong)).rejects.toThrow('the key "k1" is not the one');
});

test('a key that was given another name is known again', async () => {
  await checkTokenKeys(sql, ring(first));
  await expect(checkTokenKeys(sql, ring(first.replace('k1', 'renamed')))).rejects.toThrow(
    'the key that is called "renamed" is known to this database as "k1"',
  );
});

test('of two processes that start at once with different keys under one id, one is refused', async () => {
  const results = await Promise.allSettled([
    checkTokenKeys(sql, ring(first)),
    checkTokenKeys(connect('convot_worker'), ring(`k1:${keyText()}`)),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('comparing notes nothing, and no check shows a key', async () => {
  await compareTokenKeys(sql, ring(first));
  expect(await sql`select key_id from token_key_checks`).toHaveLength(0);
  await checkTokenKeys(sql, ring(first));
  const [row] = await sql<{ checkValue: string }[]>`select check_value from token_key_checks`;
  expect(Buffer.from(row?.checkValue ?? '', 'base64url').equals(Buffer.from(first.slice(3), 'base64'))).toBe(false);
  await expect(connect('convot_readonly')`select * from token_key_checks`.execute()).rejects.toThrow(
    'permission denied',
  );
  await expect(connect('convot_worker')`select * from installation_key`.execute()).rejects.toThrow('permission denied');
});

test('a ring without a key that a stored token is under is refused, and says which, how many, and what to do', async () => {
  const owner = { organizationId: 'org_1', connectionId: randomUUID() };
  const write = (ciphertext: string | null) =>
    withTenant(admin, owner.organizationId, async (tenant) => {
      await claimPartnerOrganization(tenant, {
        id: owner.connectionId,
        partnerOrganizationId: '1',
        connectedBy: 'test',
      });
      if (ciphertext === null) await endGeneration(tenant, owner.connectionId, 'test');
      else await startGeneration(tenant, owner.connectionId, 'test', { ciphertext, hint: 'hint' });
    });
  await write(createTokenCipher(ring(first)).encrypt(owner, new Secret('prtapi_0123456789abcdef')));
  for (const role of ['convot_api', 'convot_worker'] as const) {
    const pool = connect(role);
    await expect(checkTokenKeys(pool, ring(second))).rejects.toThrow(
      /TOKEN_KEYS: lacks "k1" \(1 token\), .* `npm run cli -- rotate-keys`/,
    );
    await checkTokenKeys(pool, ring(second, first));
  }
  const worker = connect('convot_worker');
  const outcomes: string[] = [];
  for await (const { outcome } of rotateTokens(worker, ring(second, first))) outcomes.push(outcome);
  expect(outcomes).toEqual(['rotated']);
  await checkTokenKeys(worker, ring(second));
  // A token that is destroyed needs no key.
  await write(null);
  expect(await readKeyUses(worker)).toEqual([]);
  await admin`delete from connections`;
});

test('the key of what was erased is encrypted anew and stays the same, and a ring that lacks its key is refused', async () => {
  const key = await openErasureKey(sql, ring(first));
  const worker = connect('convot_worker');
  await expect(checkTokenKeys(worker, ring(second))).rejects.toThrow('lacks the key "k1", which encrypts the key by');
  expect((await openErasureKey(sql, ring(second, first))).reveal()).toBe(key.reveal());
  expect((await readErasureKey(worker, ring(second)))?.reveal()).toBe(key.reveal());
  await expect(openErasureKey(worker, ring(first, second)).then(() => null)).rejects.toThrow('permission denied');
});
