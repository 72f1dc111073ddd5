import type { Instant } from '../values/instant.js';
import type { AuditAction } from './audit.js';
import type { Tenant } from './tenant.js';

/** One line of the log, as its owner reads it. */
export interface AuditEntry {
  /** bigint as text. */
  readonly id: string;
  readonly at: Instant;
  /** The same happened last then; `at` where it happened once. */
  readonly lastAt: Instant;
  readonly count: number;
  readonly actor: string;
  readonly action: string;
  readonly connectionId: string | null;
  readonly partnerOrganizationId: string | null;
  readonly appNumber: string | null;
  readonly appName: string | null;
  readonly detail: Readonly<Record<string, string>>;
}

/** A position in the log. */
export interface AuditPosition {
  readonly at: string;
  readonly id: string;
}

/** Newest first. @param actions only these; null all */
export async function listAuditLines(
  { sql }: Tenant,
  { limit, after, actions }: { limit: number; after: AuditPosition | null; actions: readonly AuditAction[] | null },
): Promise<AuditEntry[]> {
  return sql<AuditEntry[]>`
    select
      l.id, l.at, coalesce(l.last_at, l.at) as last_at, l.count, l.actor, l.action, l.connection_id,
      coalesce(c.partner_organization_id, l.detail ->> 'partnerOrganizationId') as partner_organization_id,
      l.detail ->> 'appNumber' as app_number,
      (
        select a.name
        from apps a
        where a.organization_id = l.organization_id and a.connection_id = l.connection_id
          and a.app_number::text = l.detail ->> 'appNumber'
      ) as app_name,
      l.detail - 'partnerOrganizationId' - 'appNumber' as detail
    from audit_log l
    left join connections c on c.organization_id = l.organization_id and c.id = l.connection_id
    where true
      ${after === null ? sql`` : sql`and (l.at, l.id) < (${after.at}, ${after.id})`}
      ${actions === null ? sql`` : sql`and l.action = any (${[...actions]})`}
    order by l.at desc, l.id desc
    limit ${limit}
  `;
}
