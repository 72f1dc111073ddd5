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
