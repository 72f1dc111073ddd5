import { randomUUID } from 'node:crypto';
import { prepareSync } from '../../../src/connections/store/sync-status.js';
import { lockMerchants } from '../../../src/merchants/derive/input/due-pairs.js';
import { dropPairs, storeResults } from '../../../src/merchants/derive/results/store-results.js';
import { readSummaries } from '../../../src/merchants/derive/results/summaries.js';
import type { Folded } from '../../../src/merchants/rules/fold.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { inSnapshot, type Tenant, withTenant } from '../../../src/postgres/tenant.js';
import { storeAppEvents, storeTransactions } from '../../../src/sync/store/store-rows.js';
import { storeApps } from '../../../src/sync/store/store-sightings.js';
import { noteBackfilled, noteHeadScanned } from '../../../src/sync/store/sync-state.js';
import { createTestDatabase } from '../database/database.js';
import { at, storedRows, tell } from './merchant-story.js';

/** A database of accounts whose merchants are told as stories (merchant-story.ts) and stored as folds are. */
export class ToldAccounts {
  private constructor(
    readonly api: Sql,
    readonly worker: Sql,
    private readonly drop: () => Promise<void>,
  ) {}

  /** In a database of their own. */
  static async start(): Promise<ToldAccounts> {
    const database = await createTestDatabase();
    return ToldAccounts.in(database.url, () => database.drop());
  }

  static in(databaseUrl: string, drop = () => Promise.resolve()): ToldAccounts {
    const api = connectPostgres(databaseUrl, { applicationName: 'test-api', role: 'convot_api', max: 2 });
    const worker = connectPostgres(databaseUrl, { applicationName: 'test-worker', role: 'convot_worker', max: 2 });
    return new ToldAccounts(api, worker, drop);
  }

  /** A connection whose past is known whole, until the day `scanned`. */
  async connect({ organizationId = `org_${randomUUID()}`, scanned = 'd999' } = {}): Promise<ToldAccount> {
    const connectionId = randomUUID();
    const partnerOrganizationId = String(BigInt(`0x${connectionId.slice(0, 8)}`) + 1n);
    await withTenant(this.api, organizationId, async (tenant) => {
      await tenant.sql`
        insert into connections (organization_id, id, partner_organization_id, status, connected_by, connected_at)
        values (${organizationId}, ${connectionId}, ${partnerOrganizationId}, 'connected', 'owner', now())
      `;
      await prepareSync(tenant, connectionId);
    });
    const account = new ToldAccount(this, organizationId, connectionId);
    await account.scanned(scanned);
    return account;
  }

  async close(): Promise<void> {
    await Promise.all([this.api.end(), this.worker.end()]);
    await this.drop();
  }
}

export class ToldAccount {
  constructor(
    private readonly accounts: ToldAccounts,
    readonly organizationId: string,
    readonly connectionId: string,
  ) {}

  /** Replaces what is known of a shop by its story, as of the day `asOf`. */
  async shop(shopNumber: string, story: string, { app = '7', asOf = 'd999' } = {}): Promise<void> {
    await this.fold(shopNumber, tell(story, asOf), app);
  }

  /** The same with its rows, which a past day is derived from. Once a shop and app. */
  async shopWithRows(shopNumber: string, story: string, { app = '7' } = {}): Promise<void> {
    const own = { appNumber: app, shopNumber };
    const rows = storedRows(story).map((row) => ({ ...row, ...own, raw: JSON.stringify(row.raw) }));
    const events = rows.flatMap((row) => ('createdAt' in row ? [] : [row]));
    const sales = rows.flatMap((row) =>
      'createdAt' in row ? [{ ...row, id: `${row.id}${app}${shopNumber}`, chargeId: chargeOf(row) }] : [],
    );
    await this.#write(async (tenant) => {
      await storeAppEvents(tenant, this.connectionId, events, at('d0'));
      await storeTransactions(tenant, this.connectionId, sales, at('d0'));
    });
    await this.shop(shopNumber, story, { app });
  }

  /** Stores what a fold gave; null forgets the shop. */
  async fold(shopNumber: string, folded: Folded | null, appNumber = '7'): Promise<void> {
    await this.#write(async (tenant) => {
      await lockMerchants(tenant);
      await storeApps(tenant, this.connectionId, [{ appNumber, name: `App ${appNumber}`, at: null }]);
      const pair = { appNumber, shopNumber };
      if (folded === null) {
        await dropPairs(tenant, this.connectionId, [pair]);
      } else {
        const summaries = await readSummaries(tenant, this.connectionId, [pair]);
        // What a fold at another time gave is asked for by corrections alone.
        const result = { ...pair, folded, asOf: at('d999'), refold: () => folded };
        const { written } = await storeResults(tenant, this.connectionId, [result], { summaries, rows: null });
        await written;
        const firstAt = folded.events[0]?.occurredAt ?? at('d0');
        await tenant.sql`
          insert into shops (
            organization_id, connection_id, shop_number, name, myshopify_domain, named_at, first_seen_at, last_event_at
          )
          values (
            ${this.organizationId}, ${this.connectionId}, ${shopNumber}, ${`Shop ${shopNumber}`},
            ${`shop-${shopNumber}.myshopify.com`}, ${firstAt}, ${firstAt}, ${folded.events.at(-1)?.occurredAt ?? firstAt}
          )
          on conflict (organization_id, connection_id, shop_number) do update
            set first_seen_at = least(shops.first_seen_at, excluded.first_seen_at),
                last_event_at = greatest(shops.last_event_at, excluded.last_event_at)
        `;
      }
      await tenant.sql`call roll_up_merchants(array[${shopNumber}::bigint])`;
    });
  }

  /** The last whole head scan began on that day; the first sync is whole, and derived. */
  async scanned(day: string): Promise<void> {
    await this.#write(async (tenant) => {
      await noteHeadScanned(tenant, this.connectionId, at(day), false);
      await noteBackfilled(tenant, this.connectionId);
      await tenant.sql`update sync_status set phase = 'idle' where connection_id = ${this.connectionId}`;
    });
  }

  /** An app was added, with a past of its own that is not there yet. */
  async addPast(): Promise<void> {
    await this.#write(
      (tenant) => tenant.sql`update sync_status set backfilled = false where connection_id = ${this.connectionId}`,
    );
  }

  async setRemoved(appNumber: string, isRemoved: boolean): Promise<void> {
    await withTenant(
      this.accounts.api,
      this.organizationId,
      ({ sql }) => sql`
        update apps set removed_at = case when ${isRemoved} then now() end
        where connection_id = ${this.connectionId} and app_number = ${appNumber}
      `,
    );
  }

  /** As the api reads. */
  read<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
    return inSnapshot(this.accounts.api, this.organizationId, work);
  }

  #write<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
    return withTenant(this.accounts.worker, this.organizationId, work);
  }
}

/** As a page's contents name it (src/sync/contents/decode-node.ts). */
function chargeOf({ raw }: { readonly raw: string }): string | null {
  const { chargeId } = JSON.parse(raw) as { chargeId: string | null };
  return chargeId?.replace('gid://partners/', '') ?? null;
}
