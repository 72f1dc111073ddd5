import { WorkerOfApi } from '../../test/support/accounts/worker-of-api.js';
import { tablesWith } from '../../test/support/database/found-in.js';
import { reserved } from '../../test/support/database/reserved.js';
import { startTestApi, type TestApi } from '../../test/support/servers/api.js';
import { accessToken } from '../../test/support/servers/tokens.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { createPartnerApi } from '../partner/client/client.js';
import { connectPostgres } from '../postgres/client.js';
import type { Sql } from '../postgres/sql.js';
import { createLogger } from '../process/log.js';
import { SmallWorld } from '../simulator/testing-world.js';
import { eraseOrganization, type ErasingStep } from './erase-organization.js';
import type { ErasureReceipt } from './receipts.js';

const ORGANIZATION = 'org_1';
const LOCK = 4712;

let small: SmallWorld;
let api: TestApi;
let worker: WorkerOfApi;
let operator: Sql;
let owner: string;
let connectionId: string;

async function connect(): Promise<{ status: number; id: string }> {
  const body = { partnerOrganizationId: small.organizationId, accessToken: small.token };
  const { status, json } = await api.send('POST', '/v1/connections', { token: owner, body });
  return { status, id: json.id };
}

beforeEach(async () => {
  small = new SmallWorld();
  small.sales(12);
  api = await startTestApi({ world: small.world });
  worker = new WorkerOfApi(api);
  operator = connectPostgres(api.databaseUrl, { applicationName: 'test-cli', role: 'convot_operator', max: 2 });
  owner = await accessToken();
  connectionId = (await connect()).id;
  await worker.sync({ organizationId: ORGANIZATION, connectionId });
}, 60_000);
afterEach(async () => {
  await Promise.all([worker.close(), operator.end()]);
  await api.close();
});

function erase(onStep: (step: ErasingStep) => void = () => undefined): Promise<ErasureReceipt | null> {
  return eraseOrganization(
    {
      sql: operator,
      cipher: createTokenCipher(api.keyRing),
      partnerApi: createPartnerApi({ url: api.simulator.url, version: '2026-07' }),
      signal: () => Promise.resolve(),
      log: createLogger('cli', 'silent'),
      hasEnded: () => Promise.resolve(),
      wait: () => Promise.resolve(),
      onStep,
    },
    { organizationId: ORGANIZATION, name: 'operator:test' },
  );
}

const receipts = () => api.sql<ErasureReceipt[]>`select id, at, actor, kind, counts, finished_at from erasures`;
const rowsOf = async (table: string) => (await api.sql`select from ${api.sql(table)}`).length;
const left = () => tablesWith(api.sql, { texts: [ORGANIZATION, connectionId], numbers: [] });

class Killed extends Error {
  readonly code = 'killed';
}

/** Erases until the step that ends it, as a kill would. */
async function eraseUntil(isLast: (step: ErasingStep) => boolean): Promise<void> {
  const killed = erase((step) => {
    if (isLast(step)) throw new Killed();
  });
  await expect(killed).rejects.toThrow(Killed);
}

test('an erasure that is killed anywhere has its receipt, and the next one goes on with it', async () => {
  const sales = await rowsOf('transactions');
  await eraseUntil(({ step }) => step === 'disconnected');
  const [first] = await receipts();
  expect(first).toMatchObject({ actor: 'operator:test', kind: 'organization', counts: {}, finishedAt: null });
  const gone: Record<string, number> = {};
  // Once behind each part.
  for (let parts = 0; (await left()).length > 1; parts += 1) {
    expect(parts).toBeLessThan(60);
    await eraseUntil((step) => {
      if (step.step === 'erased') gone[step.table] = (gone[step.table] ?? 0) + step.rows;
      return step.step === 'erased';
    });
    expect(await receipts()).toEqual([{ ...first, counts: gone }]);
  }
  expect(gone).toMatchObject({ connections: 1, transactions: sales });
  const receipt = await erase();
  expect(receipt).toMatchObject({
    id: first?.id,
    at: first?.at,
    counts: gone,
    finishedAt: expect.any(String) as unknown,
  });
  expect(await receipts()).toEqual([receipt]);
  expect(await left()).toEqual(['erasures']);
  expect(await erase()).toBeNull();
  // Another erasure has a receipt of its own.
  await connect();
  expect(await erase()).toMatchObject({ id: expect.not.stringMatching(first?.id ?? '') as unknown });
});

/** Stops whoever deletes a row of the table, in the middle of its transaction. */
async function pauseAtDelete(table: string) {
  const holder = await reserved(api.sql);
  await holder`select pg_advisory_lock(${LOCK})`;
  await api.sql`
    create function pause_at_delete() returns trigger
      language plpgsql security definer set lock_timeout = '60s'
      as $$
    begin
      perform pg_advisory_xact_lock(4712);
      return old;
    end $$
  `;
  await api.sql`
    create trigger pause before delete on ${api.sql(table)} for each row execute function pause_at_delete()
  `;
  const waiting = (applicationName: string) => api.sql`
    select from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and not l.granted and a.application_name = ${applicationName}
  `;
  return {
    waits: (applicationName: string) =>
      waitFor(`${applicationName} to wait`, async () => (await waiting(applicationName)).length > 0),
    release: async () => {
      await holder`select pg_advisory_unlock(${LOCK})`;
      holder.release();
    },
  };
}

test('who connects while rows are erased waits for that part, begins anew, and loses nothing of what is stored then', async () => {
  const pause = await pauseAtDelete('connections');
  const erasing = erase().catch((error: unknown) => error);
  await pause.waits('test-cli');
  const connecting = connect();
  await pause.waits('test-api');
  await pause.release();
  const { status, id } = await connecting;
  expect(status).toBe(201);
  // With nothing of what it had read before: that goes.
  expect(id).not.toBe(connectionId);
  expect(await erasing).toMatchObject({ code: 'connection_revived' });
  await worker.sync({ organizationId: ORGANIZATION, connectionId: id });
  const stored = () => api.sql`select id from transactions where connection_id = ${id} order by id`;
  const before = await stored();
  expect(before.length).toBe(12);
  expect(await receipts()).toMatchObject([{ finishedAt: null, counts: { connections: 1 } }]);
  expect(await stored()).toEqual(before);
  expect(await erase()).toMatchObject({ counts: { connections: 2 } });
  expect(await left()).toEqual(['erasures']);
});
