import type { Fragment } from 'postgres';
import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import { isPaused } from './pauses.js';

/** What the connection commands decide by. */
export interface ConnectionRow {
  readonly id: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  /** By operators, itself or with all. */
  readonly isPaused: boolean;
  readonly tokenCiphertext: string | null;
}

export interface NewToken {
  readonly ciphertext: string;
  readonly hint: string;
}

/** Without a lock: what is read here may be old when it is acted on. */
export async function findConnection(tenant: Tenant, id: string): Promise<ConnectionRow | undefined> {
  return select(tenant, tenant.sql`id = ${id}`);
}

export async function findConnectionOfPartner(tenant: Tenant, partnerOrganizationId: string) {
  return select(tenant, tenant.sql`partner_organization_id = ${partnerOrganizationId}`);
}

/** Holds the row until the transaction ends, against other commands and against a page being stored. */
export async function lockConnection(tenant: Tenant, id: string): Promise<ConnectionRow | undefined> {
  return select(tenant, tenant.sql`id = ${id} for no key update`);
}

export async function lockConnectionOfPartner(tenant: Tenant, partnerOrganizationId: string) {
  return select(tenant, tenant.sql`partner_organization_id = ${partnerOrganizationId} for no key update`);
}

async function select({ sql }: Tenant, condition: Fragment): Promise<ConnectionRow | undefined> {
  const [row] = await sql<ConnectionRow[]>`
    select c.id, c.partner_organization_id, c.status, ${isPaused(sql)} as is_paused, c.token_ciphertext
    from connections c
    where ${condition}
  `;
  return row;
}

/**
 * Until the transaction ends no part of the organization is erased: whoever connects does so before, and the next part
 * finds it, or after. Taken before any row.
 */
export async function holdOffErasures({ sql }: Tenant): Promise<void> {
  await sql`select any_erased()`; // for its lock
}

/**
 * Claims the Partner organization for a connection with this id, without a token yet: `disconnected`.
 * Two owners at the same instant: the second waits here for the first's transaction and then changes nothing.
 */
export async function claimPartnerOrganization(
  { sql, organizationId }: Tenant,
  { id, partnerOrganizationId, connectedBy }: { id: string; partnerOrganizationId: string; connectedBy: string },
): Promise<void> {
  await sql`
    insert into connections (organization_id, id, partner_organization_id, status, generation, connected_by, connected_at)
    values (${organizationId}, ${id}, ${partnerOrganizationId}, 'disconnected', 0, ${connectedBy}, now())
    on conflict (organization_id, partner_organization_id) do nothing
  `;
}

/**
 * Connects the row under a new generation: whatever a sync of the old one still brings is no longer stored.
 * @param token null keeps the stored one
 */
export async function startGeneration({ sql }: Tenant, id: string, connectedBy: string, token: NewToken | null) {
  await sql`
    update connections
    set status = 'connected',
        generation = generation + 1,
        ${token === null ? sql`` : sql`token_ciphertext = ${token.ciphertext}, token_hint = ${token.hint},`}
        connected_by = ${connectedBy},
        connected_at = now(),
        disconnected_at = null,
        disconnected_by = null,
        ${noFailures(sql)}
    where id = ${id}
  `;
}

/**
 * Ends the generation and destroys the token, in one statement: a sync that looks now finds nothing to decrypt.
 * A lease that a sync holds may run out, but no new one is given.
 */
export async function endGeneration({ sql }: Tenant, id: string, disconnectedBy: string): Promise<void> {
  await sql`
    update connections
    set status = 'disconnecting',
        generation = generation + 1,
        token_ciphertext = null,
        token_hint = null,
        disconnected_at = now(),
        disconnected_by = ${disconnectedBy},
        ${noFailures(sql)}
    where id = ${id}
  `;
  await sql`update sync_status set waiting_until = null where connection_id = ${id}`;
}

/** What an update of the row sets when whatever failed belongs to the past. */
export function noFailures(sql: Tenant['sql']): Fragment {
  return sql`
    consecutive_failures = 0, failures_in_all = 0, failure_counted_at = null, failure_key = null,
    error_code = null, error_permission = null, error_since = null, error_reference = null
  `;
}
