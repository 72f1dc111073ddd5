import type { Tenant } from '../../postgres/tenant.js';

/** One token that is being tried, or was refused. */
export interface CredentialTry {
  /** Whether it is for the Partner organization that was asked about. */
  readonly isOfTarget: boolean;
  /** False while Shopify is being asked. */
  readonly refused: boolean;
  readonly ageMs: number;
}

export interface TryTimes {
  /** How long a refusal counts. */
  readonly windowMs: number;
  /** After this a try that nobody ended is given up: its process died. */
  readonly holdMs: number;
}

/** One after the other until the transaction ends, so that tries at the same time see each other. */
export async function lockTries({ sql, organizationId }: Tenant): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('credential_tries/' || ${organizationId}::text, 0))`;
}

/** Every try of the organization that still counts, the oldest first. */
export async function readTries(
  { sql }: Tenant,
  partnerOrganizationId: string,
  { windowMs, holdMs }: TryTimes,
): Promise<CredentialTry[]> {
  return sql<CredentialTry[]>`
    select
      partner_organization_id = ${partnerOrganizationId} as is_of_target,
      refused,
      (extract(epoch from now() - at) * 1000)::float8 as age_ms
    from credential_tries
    where at > now() - make_interval(secs => case when refused then ${windowMs}::float8 else ${holdMs} end / 1000)
    order by at
  `;
}

export async function insertTry({ sql, organizationId }: Tenant, id: string, partnerOrganizationId: string) {
  await sql`
    insert into credential_tries (organization_id, id, partner_organization_id)
    values (${organizationId}, ${id}, ${partnerOrganizationId})
  `;
}

/** It counts from now. */
export async function markTryRefused({ sql }: Tenant, id: string): Promise<void> {
  await sql`update credential_tries set refused = true, at = now() where id = ${id}`;
}

/** It never counts. */
export async function deleteTry({ sql }: Tenant, id: string): Promise<void> {
  await sql`delete from credential_tries where id = ${id}`;
}

/** How many tokens for it were refused within the hour, in all organizations: for the operator alone. */
export async function countRefusedTokens({ sql }: Tenant, partnerOrganizationId: string): Promise<number> {
  const [row] = await sql<{ refused: string }[]>`select count_refused_tokens(${partnerOrganizationId}) as refused`;
  return Number(row?.refused ?? 0);
}
