import type { Sql } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';

/** Up to where Convot has been told of an organization's feed. */
export interface UpdateCursor {
  readonly epoch: string;
  readonly number: number;
}

// As a rule it is moved again before. Whoever is started beside one that still runs is the same one.
const HELD_MS = 15_000;

/** @returns null where Convot was never told anything */
export async function readUpdateCursor({ sql }: Tenant): Promise<UpdateCursor | null> {
  const [cursor] = await sql<UpdateCursor[]>`select epoch, number::float8 as number from update_cursors`;
  return cursor ?? null;
}

/**
 * Notes how far Convot has been told, unless another has moved the cursor since it was read. It is left alone where the
 * organization was erased meanwhile.
 * @param installationEpoch see `readInstallationEpoch`
 * @param hasAccepted false: it did not take what comes next
 * @param waitMs until it is told more, at the latest
 */
export async function moveUpdateCursor(
  { sql, organizationId }: Tenant,
  from: UpdateCursor | null,
  to: UpdateCursor,
  {
    installationEpoch,
    hasAccepted,
    waitMs,
  }: { readonly installationEpoch: string; readonly hasAccepted: boolean; readonly waitMs: number },
): Promise<void> {
  const dueAt = sql`statement_timestamp() + ${waitMs + HELD_MS} * interval '1 millisecond'`;
  const acceptedAt = sql`case when ${hasAccepted} then statement_timestamp() end`;
  const refusedSince = sql`case when not ${hasAccepted} then statement_timestamp() end`;
  if (from === null) {
    await sql`
      insert into update_cursors (
        organization_id, epoch, installation_epoch, number, due_at, accepted_at, refused_since
      )
      select
        organization_id, ${to.epoch}, ${installationEpoch}, ${to.number}, ${dueAt}, ${acceptedAt}, ${refusedSince}
      from change_feeds
      where organization_id = ${organizationId}
      on conflict do nothing
    `;
    return;
  }
  await sql`
    update update_cursors
    set epoch = ${to.epoch},
        installation_epoch = ${installationEpoch},
        number = ${to.number},
        due_at = ${dueAt},
        accepted_at = coalesce(${acceptedAt}, accepted_at),
        refused_since = case when not ${hasAccepted} then coalesce(refused_since, statement_timestamp()) end
    where epoch = ${from.epoch} and number = ${from.number}
  `;
}

/** What of the epochs of all organizations is the same: what a restore changes. Read outside of any tenant. */
export async function readInstallationEpoch(sql: Sql): Promise<string> {
  const [{ epoch }] = await sql<[{ epoch: string }]>`select current_feed_epoch() as epoch`;
  return epoch;
}

/**
 * Organizations of whose feed Convot has not been told everything, and nobody is at it, of all tenants.
 * Only the role convot_worker may ask.
 */
export async function listOrganizationsBehind(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ organizationId: string }[]>`
    select organization_id from organizations_behind((select current_feed_epoch()), ${limit})
  `;
  return rows.map(({ organizationId }) => organizationId);
}
