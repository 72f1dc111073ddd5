import type { Sql } from '../../../src/postgres/sql.js';
import type { Tenant } from '../../../src/postgres/tenant.js';
import { noteBackfilled } from '../../../src/sync/store/sync-state.js';
import type { Instant } from '../../../src/values/instant.js';
import { connectDerivedAccount } from '../merchants/derived-account.js';
import type { Node } from '../merchants/raw-rows.js';

/** A connection whose rows a test stores and derives itself, as a sync would, at times of its own. */
export interface StoredAccount {
  readonly organizationId: string;
  readonly connectionId: string;
  store(shop: string, rows: readonly Node[]): Promise<void>;
  /** A sync whose whole head scan was at that time: derives what was touched, and is idle again. */
  fold(asOf: Instant): Promise<void>;
  /** The first sync has every row. */
  backfilled(): Promise<void>;
  read<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
}

/** @param sqls of the roles convot_api and convot_worker */
export async function connectStoredAccount(
  sqls: { readonly api: Sql; readonly worker: Sql },
  organizationId?: string,
): Promise<StoredAccount> {
  const account = await connectDerivedAccount(sqls, organizationId);
  const { connectionId } = account;
  return {
    organizationId: account.organizationId,
    connectionId,
    read: (work) => account.read(work),
    store: async (shop, rows) => {
      await account.events(
        shop,
        rows.filter((row) => !isSale(row)),
      );
      await account.sales(shop, rows.filter(isSale));
    },
    fold: async (asOf) => {
      while ((await account.fold(asOf)).remaining);
      await account.write(async ({ sql }) => {
        await sql`
          update sync_status set phase = 'idle', last_synced_at = ${asOf} where connection_id = ${connectionId}
        `;
      });
    },
    backfilled: () => account.write((tenant) => noteBackfilled(tenant, connectionId)),
  };
}

function isSale(row: Node): boolean {
  return 'createdAt' in row;
}
