import type { Tenant } from '../../../postgres/tenant.js';
import { partnerAppGid } from '../../../values/gid.js';
import { money } from '../../../values/money.js';
import type { HistoryLineView, UsageMonthView } from '../merchant-views.js';
import {
  eventViews,
  type HistoryPage,
  type HistoryPosition,
  historyPosition,
  readHistoryEvents,
} from './merchant-events.js';

// What only moves money; the rest tells how the merchant came, changed and left.
const MONEY_ONLY = ['one_time_purchase', 'usage_charge', 'credit', 'refund'];

interface UsageMonthRow extends HistoryPosition {
  month: string;
  test: boolean;
  count: string;
  sums: { currency: string; units: string }[];
}

type PlacedLine =
  | { readonly position: HistoryPosition; readonly index: number }
  | { readonly position: HistoryPosition; readonly usage: UsageMonthRow };

/**
 * One shop's history as people read it, newest first: what each app charged for usage in a UTC month is one line, in the
 * place of its last charge. Each line is whole, wherever the pages end.
 */
export async function listHistoryLines(
  tenant: Tenant,
  shopNumber: string,
  page: HistoryPage,
): Promise<{ items: HistoryLineView[]; next: HistoryPosition | null }> {
  const [rows, months] = await Promise.all([
    readHistoryEvents(tenant, shopNumber, page, tenant.sql`and (type <> 'usage_charge' or suppressed)`),
    readUsageMonths(tenant, shopNumber, page),
  ]);
  const placed: PlacedLine[] = [
    ...rows.map((row, index) => ({ position: row, index })),
    ...months.map((usage) => ({ position: usage, usage })),
  ].sort((one, other) => comparePositions(other.position, one.position));
  const lines = placed.slice(0, page.limit);
  const views = await eventViews(tenant, rows.slice(0, lines.filter((line) => 'index' in line).length));
  const last = lines.at(-1);
  return {
    items: lines.flatMap((line): HistoryLineView[] => {
      if ('usage' in line) return [{ kind: 'usage', usage: usageView(line.usage) }];
      const event = views[line.index];
      return event === undefined ? [] : [{ kind: 'event', event }];
    }),
    next: placed.length > page.limit && last !== undefined ? historyPosition(last.position) : null,
  };
}

/** The same of what is news of the relationship: neither money alone, nor what another line accounts for. */
export async function listLifecycle(
  tenant: Tenant,
  shopNumber: string,
  page: HistoryPage,
): Promise<{ items: HistoryLineView[]; next: HistoryPosition | null }> {
  const { sql } = tenant;
  const rows = await readHistoryEvents(
    tenant,
    shopNumber,
    page,
    sql`and type <> all (${MONEY_ONLY}::text[]) and not suppressed`,
  );
  const views = await eventViews(tenant, rows.slice(0, page.limit));
  const last = rows[page.limit - 1];
  return {
    items: views.map((event) => ({ kind: 'event', event })),
    next: rows.length > page.limit && last !== undefined ? historyPosition(last) : null,
  };
}

async function readUsageMonths(
  { sql }: Tenant,
  shopNumber: string,
  { limit, after }: HistoryPage,
): Promise<UsageMonthRow[]> {
  return sql<UsageMonthRow[]>`
    with charges as materialized (
      select
        app_number, test, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, occurred_at, rank, id, amount,
        amount_currency
      from merchant_events
      join apps a using (organization_id, connection_id, app_number)
      where shop_number = ${shopNumber} and a.removed_at is null and type = 'usage_charge' and not suppressed
    ), months as (
      select distinct on (app_number, test, month)
        app_number, test, month, occurred_at, rank, id, count(*) over (partition by app_number, test, month) as count
      from charges
      order by app_number, test, month, occurred_at desc, rank desc, id desc
    ), sums as (
      select app_number, test, month, amount_currency as currency, sum(amount)::text as units
      from charges
      where amount is not null
      group by app_number, test, month, amount_currency
    )
    select
      months.*,
      (
        select coalesce(json_agg(json_build_object('currency', currency, 'units', units) order by currency), '[]')
        from sums
        where sums.app_number = months.app_number and sums.test = months.test and sums.month = months.month
      ) as sums
    from months
    ${
      after
        ? sql`where (occurred_at, rank, app_number, id)
            < (${after.occurredAt}, ${after.rank}, ${after.appNumber}::bigint, ${after.id})`
        : sql``
    }
    order by occurred_at desc, rank desc, app_number desc, id desc
    limit ${limit + 1}
  `;
}

function usageView({ appNumber, month, test, count, sums, occurredAt }: UsageMonthRow): UsageMonthView {
  return {
    id: `${appNumber} ${month}${test ? ' test' : ''}`,
    appId: partnerAppGid(appNumber),
    month,
    count: Number(count),
    amounts: sums.map(({ currency, units }) => money(BigInt(units), currency)),
    lastAt: occurredAt,
    test,
  };
}

/** As the database orders them; only what two lines at one instant share is left to the texts. */
function comparePositions(one: HistoryPosition, other: HistoryPosition): number {
  if (one.occurredAt !== other.occurredAt) return one.occurredAt < other.occurredAt ? -1 : 1;
  if (one.rank !== other.rank) return one.rank - other.rank;
  if (one.appNumber !== other.appNumber) return BigInt(one.appNumber) < BigInt(other.appNumber) ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
