import type { CorrectionCause } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import { partnerAppGid } from '../../values/gid.js';
import type { Instant } from '../../values/instant.js';
import { type Money, money } from '../../values/money.js';
import type { Correction } from './corrections.js';

/** A figure of the past that was shown otherwise before. */
export interface MerchantCorrectionView {
  readonly figure: Correction['figure'];
  /** Money for `mrr`; the text or the instant for others; null where there was none. */
  readonly from: Money | string | null;
  readonly to: Money | string | null;
  readonly at: Instant | null;
  readonly learnedAt: Instant;
  readonly appId: string;
  readonly cause: CorrectionCause;
  readonly evidence: string[];
}

/** Plain JSON, opaque to callers: the last correction of a page. */
export interface CorrectionPosition {
  readonly id: string;
}

export interface CorrectionRow extends CorrectionPosition {
  figure: Correction['figure'];
  fromValue: string | null;
  toValue: string | null;
  fromMrr: string | null;
  toMrr: string | null;
  currency: string | null;
  at: Instant | null;
  learnedAt: Instant;
  appNumber: string;
  cause: CorrectionCause;
  evidence: string[];
}

/** One shop's corrections over all its visible apps, learned last first. */
export async function listMerchantCorrections(
  { sql }: Tenant,
  shopNumber: string,
  { limit, after }: { limit: number; after?: CorrectionPosition | undefined },
): Promise<{ items: MerchantCorrectionView[]; next: CorrectionPosition | null }> {
  const rows = await sql<CorrectionRow[]>`
    select
      id, figure, from_value, to_value, from_mrr, to_mrr, currency, at, learned_at, app_number, cause, evidence
    from merchant_corrections
    join apps a using (organization_id, connection_id, app_number)
    where shop_number = ${shopNumber} and a.removed_at is null
      ${after ? sql`and id < ${after.id}::bigint` : sql``}
    order by id desc
    limit ${limit + 1}
  `;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(correctionView), next: rows.length > limit && last ? { id: last.id } : null };
}

export function correctionView(row: CorrectionRow): MerchantCorrectionView {
  const { figure, at, learnedAt, appNumber, cause, evidence } = row;
  const moneyOf = (units: string | null) => (units === null ? null : money(BigInt(units), row.currency ?? ''));
  const [from, to] = figure === 'mrr' ? [moneyOf(row.fromMrr), moneyOf(row.toMrr)] : [row.fromValue, row.toValue];
  return { figure, from, to, at, learnedAt, appId: partnerAppGid(appNumber), cause, evidence };
}
