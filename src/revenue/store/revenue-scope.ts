import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Knowledge } from '../figures/series.js';

/** Of which apps revenue is told: of one, or of all that are visible. */
export interface RevenueScope {
  /** bigint as text. */
  readonly appNumber: string | undefined;
  /** Taken away by hand: their rows are kept, but count nowhere. */
  readonly hidden: readonly { readonly connectionId: string; readonly appNumber: string }[];
  /** Those that have the apps, disconnected ones too. */
  readonly connections: readonly Knowledge[];
  /** Names of the visible apps by number. */
  readonly names: ReadonlyMap<string, string | null>;
}

export async function readRevenueScope({ sql }: Tenant, appNumber?: string): Promise<RevenueScope> {
  const [apps, connections] = await Promise.all([
    sql<{ connectionId: string; appNumber: string; name: string | null; isHidden: boolean }[]>`
      select connection_id, app_number, name, removed_at is not null as is_hidden
      from apps
      ${appNumber === undefined ? sql`` : sql`where app_number = ${appNumber}`}
      order by app_number, connection_id
    `,
    sql<(Knowledge & { connectionId: string })[]>`
      select
        s.connection_id, s.backfilled, s.last_synced_at, s.whole_since is not null as is_whole,
        c.status = 'disconnected' as is_disconnected
      from sync_status s
      join connections c on c.organization_id = s.organization_id and c.id = s.connection_id
    `,
  ]);
  const visible = apps.filter(({ isHidden }) => !isHidden);
  const hasApp = new Set(visible.map(({ connectionId }) => connectionId));
  return {
    appNumber,
    hidden: apps.filter(({ isHidden }) => isHidden),
    connections: connections.filter(({ connectionId }) => appNumber === undefined || hasApp.has(connectionId)),
    names: new Map(visible.map(({ appNumber: number, name }) => [number, name])),
  };
}

/**
 * The condition that a row's app is in scope. Not a join: there is seldom an app to leave out, and joining every row
 * with its app is a third of the time that the largest accounts take.
 */
export function inScope({ sql }: Tenant, { appNumber, hidden }: RevenueScope): Fragment {
  const ofApp = appNumber === undefined ? sql`true` : sql`app_number = ${appNumber}::bigint`;
  if (hidden.length === 0) return ofApp;
  const connections = hidden.map(({ connectionId }) => connectionId);
  const numbers = hidden.map((app) => app.appNumber);
  return sql`
    ${ofApp} and (connection_id, app_number) not in (
      select * from unnest(${connections}::uuid[], ${numbers}::bigint[])
    )
  `;
}

/** The condition that goes on a row's plan; empty text stands for the plan that no row names. */
export function onPlan(sql: Tenant['sql'], plan: string | undefined): Fragment {
  if (plan === undefined) return sql``;
  return plan === '' ? sql`and plan is null` : sql`and plan = ${plan}`;
}

/**
 * Lines of the history that count, test charges and suppressed cancels not among them. Begins as the index
 * `merchant_events_by_time` in the migrations does, word for word: otherwise Postgres does not read that index.
 */
export function countingLines({ sql }: Tenant): Fragment {
  return sql`
    (mrr_change <> 0 or type in ('installed', 'uninstalled', 'subscribed', 'trial_started', 'trial_converted'))
    and not test and not suppressed
  `;
}
