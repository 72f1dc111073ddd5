import type { Tenant } from './tenant.js';

/** Who does it, for the audit log: a user of Convot (`sub` of the access token), or an operator at the command line. */
export type AuditAction =
  | 'connect'
  | 'connect_refused'
  | 'reconnect'
  | 'reconnect_refused'
  | 'disconnect'
  | 'sync'
  | 'add_app'
  | 'remove_app'
  | 'set_plan_interval'
  | 'resend_webhook'
  | 'role_refused';

export interface AuditLine {
  readonly actor: string;
  readonly action: AuditAction;
  readonly connectionId: string | null;
  /** Names of things and codes; never a token, nothing that a person typed unchecked. */
  readonly detail?: Readonly<Record<string, string>>;
}

export async function writeAuditLine({ sql, organizationId }: Tenant, line: AuditLine): Promise<void> {
  await sql`
    insert into audit_log (organization_id, actor, action, connection_id, detail)
    values (${organizationId}, ${line.actor}, ${line.action}, ${line.connectionId}, ${sql.json(line.detail ?? {})})
  `;
}

/**
 * The same line again on the same UTC day raises its count instead: whoever is refused a thousand times leaves one line.
 * What makes it the same is actor, action and `route` of the detail.
 */
export async function countAuditLine(
  { sql, organizationId }: Tenant,
  { actor, action, connectionId, detail }: AuditLine & { readonly detail: { readonly route: string } },
): Promise<void> {
  await sql`
    insert into audit_log (organization_id, actor, action, connection_id, detail, last_at, same_as)
    values (
      ${organizationId}, ${actor}, ${action}, ${connectionId}, ${sql.json(detail)}, now(),
      to_char(now() at time zone 'UTC', 'YYYY-MM-DD ') || ${`${action} ${actor} ${detail.route}`}::text
    )
    on conflict (organization_id, same_as) do update set count = audit_log.count + 1, last_at = now()
  `;
}
