import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { connectDerivedAccount, type DerivedAccount } from '../../test/support/merchants/derived-account.js';
import { day, relationship } from '../../test/support/merchants/raw-rows.js';
import { type Changes, readChanges } from '../merchants/changes/read-changes.js';
import { createSegment } from '../merchants/segments/save-segment.js';
import { connectPostgres } from '../postgres/client.js';
import type { Sql } from '../postgres/sql.js';
import { inSnapshot, withTenant } from '../postgres/tenant.js';
import { createLogger } from '../process/log.js';
import { addToReceipt, finishReceipt, insertReceipt } from './receipts.js';
import { eraseSomeRows } from './store-organization.js';

const MOST = 2;

let database: TestDatabase;
let api: Sql;
let worker: Sql;
let operator: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  const open = (role: 'convot_api' | 'convot_worker' | 'convot_operator') =>
    connectPostgres(database.url, { applicationName: 'test', role, max: 2 });
  [api, worker, operator] = [open('convot_api'), open('convot_worker'), open('convot_operator')];
});
afterAll(async () => {
  await Promise.all([api.end(), worker.end(), operator.end()]);
  await database.drop();
});

async function install(account: DerivedAccount, shops: readonly string[]): Promise<void> {
  for (const shop of shops) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
}

/** Fails where an epoch gives a number to one merchant and then to another. */
class FeedWitness {
  readonly #told = new Map<string, string>();

  constructor(private readonly organizationId: string) {}

  async look(): Promise<Changes> {
    // As the worker, which reads it to tell Convot.
    const changes = await inSnapshot(worker, this.organizationId, (tenant) =>
      readChanges(tenant, { epoch: null, after: 0 }, 100),
    );
    if (changes === null) throw new Error('a feed of today has a beginning');
    for (const { number, ref } of changes.items) {
      const place = `${changes.epoch}/${number}`;
      expect([place, this.#told.get(place) ?? ref]).toEqual([place, ref]);
      this.#told.set(place, ref);
    }
    return changes;
  }
}

test('an organization is erased to the end, some rows at a time, and no epoch gives a number twice', async () => {
  const account = await connectDerivedAccount({ api, worker });
  const { organizationId } = account;
  const ofTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(operator, organizationId, work);
  await createSegment(
    { sql: api, log: createLogger('test', 'silent') },
    { organizationId, name: 'owner' },
    { name: 'All', criteria: { statuses: ['installed', 'churned'] } },
  );
  await install(account, ['1', '2', '3', '4', '5', '6']);
  const witness = new FeedWitness(organizationId);
  const before = await witness.look();
  expect(before.items).toHaveLength(6);

  const receipt = { id: randomUUID(), actor: 'operator:test', kind: 'organization', counts: {} } as const;
  await ofTenant((tenant) => insertReceipt(tenant, { ...receipt, isFinished: false }));
  await ofTenant(({ sql }) => sql`update connections set status = 'disconnected'`.execute());
  const gone: Record<string, number> = {};
  for (let isOver = false; !isOver;) {
    isOver = await ofTenant(async (tenant) => {
      const erased = await eraseSomeRows(tenant, MOST);
      if (erased === null) return true;
      await addToReceipt(tenant, receipt.id, erased.table, erased.rows);
      gone[erased.table] = (gone[erased.table] ?? 0) + erased.rows;
      return false;
    });
    const { epoch, items } = await witness.look();
    expect(epoch).not.toBe(before.epoch);
    expect(items.filter(({ kind }) => kind === 'erased')).toEqual([]);
  }
  expect(gone).toMatchObject({ merchants: 6, merchant_changes: 6, change_feeds: 1, segments: 1 });

  // Connected before the erasure is finished, and after.
  const other = await connectDerivedAccount({ api, worker }, organizationId);
  await install(other, ['7']);
  expect((await witness.look()).items).toMatchObject([{ number: 1 }]);
  await ofTenant((tenant) => finishReceipt(tenant, receipt.id));
  await install(other, ['8']);
  expect((await witness.look()).items).toMatchObject([{ number: 1 }, { number: 2 }]);
});
