import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** What a sync started with. It may write only while the connection's row still says the same. */
export interface Fence {
  readonly connectionId: string;
  readonly generation: number;
}

/** The connection was disconnected, reconnected, paused, put into `error` or removed under a running sync. */
export class SyncSuperseded extends Error {
  readonly code = 'sync_superseded';

  constructor() {
    super('The connection belongs to another generation now, or is paused.');
  }
}

/**
 * Holds the fence until the transaction ends: a disconnect waits for a page that is being stored, and a page that comes
 * after a disconnect is not stored. `for share`, because `for key share` would let a change of status pass.
 * @throws SyncSuperseded
 */
export async function holdFence({ sql }: Tenant, { connectionId, generation }: Fence): Promise<void> {
  const [held] = await sql`
    select from connections
    where id = ${connectionId} and generation = ${generation} and status = 'connected'
    for share
  `;
  if (held === undefined) throw new SyncSuperseded();
}

type InTransaction = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

/** Does what a transaction does under the fence, which is held first. What it makes throws SyncSuperseded. */
export function fencedBy(fence: Fence, inTransaction: InTransaction): InTransaction {
  return (work) =>
    inTransaction(async (tenant) => {
      await holdFence(tenant, fence);
      return work(tenant);
    });
}

/**
 * Keeps the connection's row for a transaction that writes to it, before it takes any other lock. Whoever shared the row
 * first, as a fence does, and wanted to write to it then, would wait for another who does the same, and he for us.
 * `for no key update`, because what is derived refers to the row and may be written under another lock meanwhile.
 */
export async function holdForWriting({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`select from connections where id = ${connectionId} for no key update`;
}

/**
 * The same as `holdFence` for storing pages and folding merchants, which take turns: a page that marks a merchant must
 * not meet a fold that is clearing the mark and has not seen the page's rows.
 * @throws SyncSuperseded
 */
export async function holdFenceAlone({ sql }: Tenant, { connectionId, generation }: Fence): Promise<void> {
  const [held] = await sql`
    select from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.id = ${connectionId} and c.generation = ${generation} and c.status = 'connected'
    for share of c for no key update of s
  `;
  if (held === undefined) throw new SyncSuperseded();
}

/**
 * Keeps pages of a connection from being stored until the transaction ends, whatever its status.
 * @returns the time of its last whole head scan, null before the first
 */
export async function holdPages({ sql }: Tenant, connectionId: string): Promise<Instant | null> {
  const [status] = await sql<{ lastSyncedAt: Instant | null }[]>`
    select last_synced_at from sync_status where connection_id = ${connectionId} for no key update
  `;
  return status?.lastSyncedAt ?? null;
}
