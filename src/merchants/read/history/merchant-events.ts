import type { Confidence, MerchantEventType } from '../../../contract/merchant-words.js';
import type { Fragment } from '../../../postgres/sql.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { partnerAppGid } from '../../../values/gid.js';
import type { Instant } from '../../../values/instant.js';
import { type Money, money } from '../../../values/money.js';
import type { MerchantEventView } from '../merchant-views.js';
import { evidenceKey, readEvidence } from './evidence-rows.js';

/** Plain JSON, opaque to callers: the last event of a page. */
export interface HistoryPosition {
  readonly occurredAt: Instant;
  readonly rank: number;
  readonly appNumber: string;
  readonly id: string;
}

/** A page of a history: where the one before ended, and how long it may be. */
export interface HistoryPage {
  readonly limit: number;
  readonly after?: HistoryPosition | undefined;
}

export interface HistoryFilter {
  readonly type?: MerchantEventType | undefined;
  readonly appNumber?: string | undefined;
  /** A UTC month, `2026-11`. */
  readonly month?: string | undefined;
}

export interface StoredHistoryEvent extends HistoryPosition {
  connectionId: string;
  type: MerchantEventType;
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
  tenant: Tenant,
  shopNumber: string,
  page: HistoryPage,
  { type, appNumber, month }: HistoryFilter = {},
): Promise<{ items: MerchantEventView[]; next: HistoryPosition | null }> {
  const { sql } = tenant;
  const monthStart = sql`${`${month ?? ''}-01T00:00:00Z`}::text::timestamptz`;
  const rows = await readHistoryEvents(
    tenant,
    shopNumber,
    page,
    sql`
      ${type === undefined ? sql`` : sql`and type = ${type}`}
      ${appNumber === undefined ? sql`` : sql`and app_number = ${appNumber}::bigint`}
      ${
        month === undefined
          ? sql``
          : sql`and occurred_at >= ${monthStart} and occurred_at < ${monthStart} + interval '1 month'`
      }
    `,
  );
  const own = rows.slice(0, page.limit);
  const last = own.at(-1);
  const next = rows.length > page.limit && last !== undefined ? historyPosition(last) : null;
  return { items: await eventViews(tenant, own), next };
}

/** The rows of one page and one more, if there is one. @param filter further conditions, each with `and` */
export async function readHistoryEvents(
  { sql }: Tenant,
  shopNumber: string,
  { limit, after }: HistoryPage,
  filter: Fragment,
): Promise<StoredHistoryEvent[]> {
  return sql<StoredHistoryEvent[]>`
    select
      connection_id, occurred_at, rank, app_number, id, type, plan, mrr_change, mrr_currency, amount, amount_currency,
      reason, description, test, suppressed, rule, confidence, evidence
    from merchant_events
    join apps a using (organization_id, connection_id, app_number)
    where shop_number = ${shopNumber} and a.removed_at is null ${filter}
      ${
        after
          ? sql`and (occurred_at, rank, app_number, id)
              < (${after.occurredAt}, ${after.rank}, ${after.appNumber}::bigint, ${after.id})`
          : sql``
      }
    order by occurred_at desc, rank desc, app_number desc, id desc
    limit ${limit + 1}
  `;
}

/** Events as they are shown, with the rows that each was read from. */
export async function eventViews(tenant: Tenant, rows: readonly StoredHistoryEvent[]): Promise<MerchantEventView[]> {
  const found = await readEvidence(
    tenant,
    rows.flatMap(({ connectionId, evidence }) => evidence.map((id) => ({ connectionId, id }))),
  );
  return rows.map((row) => ({
    ...eventView(row),
    rows: row.evidence.flatMap((id) => found.get(evidenceKey(row.connectionId, id)) ?? []),
  }));
}

export function historyPosition({ occurredAt, rank, appNumber, id }: HistoryPosition): HistoryPosition {
  return { occurredAt, rank, appNumber, id };
}

function eventView(row: StoredHistoryEvent): Omit<MerchantEventView, 'rows'> {
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
