import { createHash } from 'node:crypto';
import type { Tenant } from '../../postgres/tenant.js';
import { type PageContents, rowKey } from '../contents/rows.js';

/**
 * Sets a page's damaged rows aside with their bytes, the same bytes once. What it holds of a row replaces what was set
 * aside of it before, so that only rows which are damaged now are counted. Part of the page's transaction.
 */
export async function settleQuarantine(
  { sql, organizationId }: Tenant,
  connectionId: string,
  feed: string,
  {
    transactions,
    appEvents,
    timelineEvents,
    quarantined,
  }: Pick<PageContents, 'transactions' | 'appEvents' | 'timelineEvents' | 'quarantined'>,
): Promise<void> {
  const damaged = quarantined.map((row) => ({ ...row, hash: hashOf(feed, row.raw) }));
  const keys = [...transactions, ...appEvents, ...timelineEvents]
    .map(rowKey)
    .concat(damaged.flatMap(({ key }) => key ?? []));
  const released = sql`
    delete from quarantined_rows
    where connection_id = ${connectionId} and feed = ${feed}
      and row_key = any(${keys}) and hash <> all(${damaged.map(({ hash }) => hash)})
  `;
  const setAside = damaged.map(
    ({ hash, reason, key, raw }) => sql`
      insert into quarantined_rows (organization_id, connection_id, hash, feed, reason, row_key, raw)
      values (${organizationId}, ${connectionId}, ${hash}, ${feed}, ${reason}, ${key}, ${Buffer.from(raw)})
      on conflict do nothing
    `,
  );
  await Promise.all([released, ...setAside]);
}

function hashOf(feed: string, raw: string): string {
  return createHash('sha256').update(feed).update('\n').update(raw).digest('hex');
}

/** Empties quarantined rows after a year. They stay counted until Shopify sends them whole. */
export async function forgetQuarantinedBytes({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    update quarantined_rows
    set raw = null
    where connection_id = ${connectionId} and raw is not null and first_seen_at < now() - interval '1 year'
  `;
}
