import { partnerAppGid } from '../gid.js';
import type { Instant } from '../instant.js';
import type { Confidence, EventType } from '../merchants/vocabulary.js';
import { money, type Money } from '../money.js';
import type { MerchantEventView } from './merchant-views.js';
import type { Tenant } from './tenant.js';

/** Plain JSON, opaque to callers: the last event of a page. */
export interface EventPosition {
  readonly occurredAt: Instant;
  readonly rank: number;
  readonly appNumber: string;
  readonly id: string;
}

interface EventRow extends EventPosition {
  type: EventType;
  plan: string | null;
  mrrChange: string | null;
  mrrCurrency: string | null;
  amount: string | null;
  amountCurrency: string | null;
  reason: string | null;
  description: string | null;
  test: boolean;
  suppressed: boolean;
  rule: string;
  confidence: Confidence;
  evidence: string[];
}

/** One shop's history over all its visible apps, newest first. */
export async function listMerchantEvents(
  { sql }: Tenant,
  shopNumber: string,
  { limit, after }: { limit: number; after?: EventPosition | undefined },
): Promise<{ items: MerchantEventView[]; next: EventPosition | null }> {
  const rows = await sql<EventRow[]>`
    select
      occurred_at, rank, app_number, id, type, plan, mrr_change, mrr_currency, amount, amount_currency, reason,
      description, test, suppressed, rule, confidence, evidence
    from merchant_events
    join apps a using (organization_id, connection_id, app_number)
    where shop_number = ${shopNumber} and a.removed_at is null
      ${
        after
          ? sql`and (occurred_at, rank, app_number, id)
              < (${after.occurredAt}, ${after.rank}, ${after.appNumber}::bigint, ${after.id})`
          : sql``
      }
    order by occurred_at desc, rank desc, app_number desc, id desc
    limit ${limit + 1}
  `;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? positionOf(last) : null;
  return { items: page.map(eventView), next };
}

function positionOf({ occurredAt, rank, appNumber, id }: EventPosition): EventPosition {
  return { occurredAt, rank, appNumber, id };
}

function eventView(row: EventRow): MerchantEventView {
  const { appNumber, id, type, occurredAt, plan, reason, description, test, suppressed, rule, confidence, evidence } =
    row;
  return {
    id: `${appNumber} ${id}`,
    type,
    occurredAt,
    appId: partnerAppGid(appNumber),
    plan,
    mrrChange: moneyOf(row.mrrChange, row.mrrCurrency),
    amount: moneyOf(row.amount, row.amountCurrency),
    reason,
    description,
    test,
    suppressed,
    rule,
    confidence,
    evidence,
  };
}

function moneyOf(units: string | null, currency: string | null): Money | null {
  return units === null || currency === null ? null : money(BigInt(units), currency);
}
