import type { Tenant } from './tenant.js';

/** What is done by a user of Convot (`sub` of the access token), or by an operator at the command line; and its meaning. */
export const AUDIT_ACTIONS = {
  connect: 'connected the Partner organization',
  connect_refused: 'tried to connect it; `reason` says why not',
  reconnect: 'connected it again, with a new token or with the stored one (`token`: `new`, `stored`)',
  reconnect_refused: 'tried to; `reason` says why not',
  disconnect: 'disconnected it; after a restore `wishedAt` says when that had been done before',
  sync: 'asked for a sync',
  full_scan: 'had everything of it read again, after the database was restored',
  pause: 'paused it: nothing is sent to Shopify until it is resumed',
  resume: 'resumed it',
  pause_all: 'paused all connections of this service, as of `since`',
  resume_all: 'resumed all that are not paused by themselves',
  add_app: 'added an app',
  add_app_refused: 'tried to; `reason` says why not',
  remove_app: 'removed an app',
  set_plan_interval: 'said how often a plan bills',
  resend_webhook: 'had a message sent again',
  create_segment: 'made a segment; `segment` is its id',
  change_segment: 'called it otherwise, or changed what it asks',
  delete_segment: 'deleted it',
  erase_merchant: 'erased a merchant for good; `receipt` is the id of what was answered',
  role_refused: 'asked for what their role may not; `role` and `route` say what',
  shop_token_refused: 'used an access token that is for one shop for something else; `role` and `route` say what',
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

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

/** A line of which one is enough: `once` says which. */
export async function writeAuditLineOnce(
  { sql, organizationId }: Tenant,
  line: AuditLine,
  once: string,
): Promise<void> {
  await sql`
    insert into audit_log (organization_id, actor, action, connection_id, detail, same_as)
    values (
      ${organizationId}, ${line.actor}, ${line.action}, ${line.connectionId}, ${sql.json(line.detail ?? {})},
      ${`${line.action} ${once}`}
    )
    on conflict (organization_id, same_as) do nothing
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
