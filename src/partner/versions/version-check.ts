import type { Sql } from '../../postgres/sql.js';
import type { Instant } from '../../values/instant.js';
import type { DocumentsCheck, RefusedDocument } from './check-documents.js';

/** What Shopify last said of its API's versions, and the next one of our queries. The same for every tenant. */
export interface ApiVersionCheck {
  /** The version that we asked in. */
  readonly ownVersion: string;
  /** Those that Shopify lists as supported; null until it has said. */
  readonly supported: readonly string[] | null;
  readonly listedAt: Instant | null;
  /** The version after ours; null, with the next two, until our queries were put to it. */
  readonly nextVersion: string | null;
  readonly nextOutcome: Exclude<DocumentsCheck['outcome'], 'unavailable'> | null;
  readonly nextCheckedAt: Instant | null;
  readonly refused: readonly RefusedDocument[];
}

/**
 * Takes the check for one sync: once a day, and within an hour after Shopify did not answer, or the version that we use was
 * changed. A little less than a day, because the connection that comes first has its own turn once a day.
 * @returns false when another has taken it
 */
export async function claimVersionCheck(sql: Sql, ownVersion: string): Promise<boolean> {
  const claimed = await sql`
    insert into api_version_check as c (begun_at, own_version)
    values (now(), ${ownVersion})
    on conflict (single) do update
      set begun_at = excluded.begun_at, own_version = excluded.own_version
      where c.begun_at < now() - interval '1 hour'
        and (
          c.own_version <> excluded.own_version or c.ended_at is null or c.ended_at < c.begun_at
          or c.ended_at < now() - interval '23 hours'
        )
    returning true as claimed
  `;
  return claimed.length > 0;
}

export async function noteListedVersions(sql: Sql, supported: readonly string[]): Promise<void> {
  await sql`update api_version_check set supported = ${[...supported]}, listed_at = now()`;
}

export async function noteNextVersion(
  sql: Sql,
  nextVersion: string,
  check: Exclude<DocumentsCheck, { outcome: 'unavailable' }>,
): Promise<void> {
  const refused = check.outcome === 'refused' ? check.refused : [];
  await sql`
    update api_version_check
    set next_version = ${nextVersion},
        next_outcome = ${check.outcome},
        refused = ${JSON.stringify(refused)}::text::jsonb,
        next_checked_at = now()
  `;
}

/** Shopify answered all that there was to ask. */
export async function noteVersionCheckEnded(sql: Sql): Promise<void> {
  await sql`update api_version_check set ended_at = now()`;
}

export async function readVersionCheck(sql: Sql): Promise<ApiVersionCheck | undefined> {
  const [check] = await sql<ApiVersionCheck[]>`
    select own_version, supported, listed_at, next_version, next_outcome, next_checked_at, refused
    from api_version_check
  `;
  return check;
}
