import type { CorrectedFigure } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';

/** What the last full scan found to be otherwise than it was stored; all of it has been put right, or marked. */
export interface Verification {
  /** As the api shows it: whole seconds. */
  readonly verifiedAt: string;
  readonly rowsCompared: number;
  /** Stored with another content, or as one that Shopify no longer showed. */
  readonly rowsChanged: number;
  /** Not stored before. */
  readonly rowsAdded: number;
  /** Stored, and not shown any more. */
  readonly rowsMissing: number;
  /** Apps of whose events a page was refused, so that not all of them were compared. */
  readonly appsSkipped: number;
  /** Of how many merchants each figure of the past came to be another one by its rows. */
  readonly figures: { readonly figure: CorrectedFigure; readonly merchants: number }[];
}

/** The `Verification` of the connection `c`, a scalar: of the last scan that read all transactions; null before it. */
export function lastVerification(sql: Tenant['sql']) {
  return sql`(
    select json_build_object(
      'verifiedAt', to_char(w.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'rowsCompared', w.rows_compared,
      'rowsChanged', w.rows_changed,
      'rowsAdded', w.rows_added,
      'rowsMissing', w.rows_missing,
      'appsSkipped', w.apps_skipped,
      'figures', (
        select coalesce(json_agg(json_build_object('figure', figure, 'merchants', merchants) order by figure), '[]')
        from (
          select figure, count(distinct shop_number) as merchants
          from merchant_corrections
          where organization_id = c.organization_id and connection_id = c.id and walk_started_at = w.started_at
          group by figure
        ) as figures
      )
    )
    from sync_walks w
    where w.organization_id = c.organization_id and w.connection_id = c.id and w.ended_at is not null and w.whole
    order by w.started_at desc
    limit 1
  )`;
}
