import type { CorrectedFigure } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** What the last full scan that read all transactions came to; null, each of them, before the first. */
export interface LastWalk {
  readonly walkEndedAt: Instant | null;
  readonly walkRowsCompared: number | null;
  /** Stored with another content, or as one that Shopify no longer showed. */
  readonly walkRowsChanged: number | null;
  /** Not stored before. */
  readonly walkRowsAdded: number | null;
  /** Stored, and not shown any more. */
  readonly walkRowsMissing: number | null;
  /** Apps of whose events a page was refused, so that not all of them were compared. */
  readonly walkAppsSkipped: number | null;
  /** Of how many merchants each figure of the past came to be another one by its rows. */
  readonly walkFigures: readonly { readonly figure: CorrectedFigure; readonly merchants: number }[];
}

/** The columns of `LastWalk`, of the connection `c`. */
export function lastWalk(sql: Tenant['sql']) {
  return sql`
    select
      w.ended_at as walk_ended_at,
      w.rows_compared as walk_rows_compared,
      w.rows_changed as walk_rows_changed,
      w.rows_added as walk_rows_added,
      w.rows_missing as walk_rows_missing,
      w.apps_skipped as walk_apps_skipped,
      coalesce(
        (
          select json_agg(json_build_object('figure', figure, 'merchants', merchants) order by figure)
          from (
            select figure, count(distinct shop_number) as merchants
            from merchant_corrections
            where organization_id = c.organization_id and connection_id = c.id and walk_started_at = w.started_at
            group by figure
          ) as figures
        ),
        '[]'
      ) as walk_figures
    from (select) as always
    left join lateral (
      select *
      from sync_walks
      where organization_id = c.organization_id and connection_id = c.id and ended_at is not null and whole
      order by started_at desc
      limit 1
    ) as w on true
  `;
}
