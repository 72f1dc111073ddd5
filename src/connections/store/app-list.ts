import type { Fragment } from 'postgres';
import type { AppProblem, AppSource } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export interface AppSummary {
  /** bigint as text. */
  readonly appNumber: string;
  readonly name: string | null;
  readonly source: AppSource;
  readonly problem: AppProblem | null;
  /** Shops that have the app now: a shop seen without any install is assumed to, a closed one keeps it. */
  readonly installs: number;
  readonly lastEventAt: Instant | null;
}

/** A position in the list of apps. */
export interface AppPosition {
  readonly appNumber: string;
}

/** The visible apps of one connection, by number. */
export async function listAppSummaries(
  tenant: Tenant,
  connectionId: string,
  limit: number,
  after: AppPosition | null,
): Promise<AppSummary[]> {
  const { sql } = tenant;
  return select(tenant, connectionId, after === null ? sql`true` : sql`app_number > ${after.appNumber}::bigint`, limit);
}

/** The visible apps of these connections whose events Shopify does not show. */
export async function listUnseenApps({ sql }: Tenant, connectionIds: readonly string[]) {
  return sql<{ connectionId: string; appNumber: string; problem: AppProblem }[]>`
    select connection_id, app_number, problem
    from apps
    where connection_id = any (${connectionIds}::uuid[]) and removed_at is null and problem is not null
    order by connection_id, app_number
  `;
}

export async function findAppSummary(tenant: Tenant, connectionId: string, appNumber: string) {
  const [app] = await select(tenant, connectionId, tenant.sql`app_number = ${appNumber}`, 1);
  return app;
}

async function select({ sql }: Tenant, connectionId: string, condition: Fragment, limit: number) {
  return sql<AppSummary[]>`
    select
      app_number, name, source, problem,
      (
        select count(*)::integer
        from merchant_apps m
        where m.organization_id = a.organization_id and m.connection_id = a.connection_id
          and m.app_number = a.app_number
          and m.uninstalled_at is null
      ) as installs,
      (
        select max(occurred_at)
        from app_events e
        where e.organization_id = a.organization_id and e.connection_id = a.connection_id
          and e.app_number = a.app_number and e.occurred_at <= now()
      ) as last_event_at
    from apps a
    where connection_id = ${connectionId} and removed_at is null and ${condition}
    order by app_number
    limit ${limit}
  `;
}
