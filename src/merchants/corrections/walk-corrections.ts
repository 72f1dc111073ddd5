import type { Tenant } from '../../postgres/tenant.js';
import { type CorrectionRow, correctionView, type MerchantCorrectionView } from './list-corrections.js';

export interface WalkCorrection extends MerchantCorrectionView {
  readonly shopNumber: string;
  /** Null for a shop that no row names. */
  readonly myshopifyDomain: string | null;
}

/** Figures of the past that are others now by rows which the last whole full scan of a connection found, learned last first. */
export async function listWalkCorrections(
  { sql }: Tenant,
  connectionId: string,
  limit: number,
): Promise<WalkCorrection[]> {
  const rows = await sql<(CorrectionRow & Pick<WalkCorrection, 'shopNumber' | 'myshopifyDomain'>)[]>`
    select
      id, figure, from_value, to_value, from_mrr, to_mrr, currency, at, learned_at, app_number, cause, evidence,
      shop_number, s.myshopify_domain
    from merchant_corrections
    left join shops s using (organization_id, connection_id, shop_number)
    where connection_id = ${connectionId} and walk_started_at = (
      select max(started_at) from sync_walks where connection_id = ${connectionId} and ended_at is not null and whole
    )
    order by id desc
    limit ${limit}
  `;
  return rows.map(({ shopNumber, myshopifyDomain, ...row }) => ({
    ...correctionView(row),
    shopNumber,
    myshopifyDomain,
  }));
}
