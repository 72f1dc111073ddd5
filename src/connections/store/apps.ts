import type { AppProblem, AppSource } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export interface AppRow {
  /** bigint as text. */
  readonly appNumber: string;
  readonly name: string | null;
  readonly source: AppSource;
  readonly problem: AppProblem | null;
  readonly removedAt: Instant | null;
}

/** Also one that was removed: its rows are kept, hidden. */
export async function findStoredApp(
  { sql }: Tenant,
  connectionId: string,
  appNumber: string,
): Promise<AppRow | undefined> {
  const [row] = await sql<AppRow[]>`
    select app_number, name, source, problem, removed_at
    from apps
    where connection_id = ${connectionId} and app_number = ${appNumber}
  `;
  return row;
}

export async function countApps({ sql }: Tenant, connectionId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from apps where connection_id = ${connectionId} and removed_at is null
  `;
  return row?.count ?? 0;
}

/** Adds the app by hand, or brings a removed one back. One that was discovered meanwhile stays `auto`. */
export async function insertManualApp(
  { sql, organizationId }: Tenant,
  connectionId: string,
  { appNumber, name }: { appNumber: string; name: string },
): Promise<void> {
  await sql`
    insert into apps (organization_id, connection_id, app_number, name, named_at, source)
    values (${organizationId}, ${connectionId}, ${appNumber}, ${name}, now(), 'manual')
    on conflict (organization_id, connection_id, app_number) do update
      set removed_at = null, name = excluded.name, named_at = excluded.named_at, problem = null
  `;
}

export async function hideApp({ sql }: Tenant, connectionId: string, appNumber: string): Promise<void> {
  await sql`
    update apps
    set removed_at = now()
    where connection_id = ${connectionId} and app_number = ${appNumber} and removed_at is null
  `;
}
