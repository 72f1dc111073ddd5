import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { eachOf, type Pair, pairKey } from '../pairs.js';
import { spanColumns, spanOf, type SpanRow } from '../stored-spans.js';
import type { BearingLine } from './correction-reasons.js';
import type { Past } from './corrections.js';

/** What is stored of one pair's past, and how it came about. */
export interface StoredPast extends Past {
  readonly lines: readonly BearingLine[];
  readonly nextChangeAt: Instant | null;
  readonly rulesVersion: number;
}

/**
 * What is stored of the pairs' past, by `pairKey`; nothing until the connection's first sync is whole and derived. All
 * queries are on their way when this returns its promise: what follows on the connection may replace what they read.
 */
export async function readPast(
  tenant: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<Map<string, StoredPast>> {
  const [dates, spans, lines] = await Promise.all([
    readDates(tenant, connectionId, pairs),
    readPastSpans(tenant, connectionId, pairs),
    readBearingLines(tenant, connectionId, pairs),
  ]);
  return new Map(
    dates.map((own) => {
      const key = pairKey(own);
      const isOwn = (row: Pair) => pairKey(row) === key;
      return [key, { ...own, spans: spans.filter(isOwn).map(spanOf), lines: lines.filter(isOwn).map(bearingLine) }];
    }),
  );
}

type DatesRow = Pair & Omit<StoredPast, 'spans' | 'lines'>;

function readDates({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<DatesRow[]> {
  return sql<DatesRow[]>`
    select p.app_number, p.shop_number, own.*
    from ${wholeOnly(sql, connectionId, pairs)}
    cross join lateral (
      select installed_at, first_subscribed_at, uninstalled_at, next_change_at, rules_version
      from merchant_apps m
      where m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
      offset 0
    ) as own
  `.execute();
}

function readPastSpans(tenant: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<(SpanRow & Pair)[]> {
  const { sql } = tenant;
  return sql<(SpanRow & Pair)[]>`
    select p.app_number, p.shop_number, own.*
    from ${wholeOnly(sql, connectionId, pairs)}
    cross join lateral (
      select ${spanColumns(tenant)}
      from merchant_spans s
      where s.connection_id = ${connectionId} and s.app_number = p.app_number and s.shop_number = p.shop_number
      offset 0
    ) as own
  `.execute();
}

type LineRow = Pair &
  Omit<BearingLine, 'mrrChange'> & { readonly mrrChange: string | null; readonly mrrCurrency: string | null };

function readBearingLines({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<LineRow[]> {
  return sql<LineRow[]>`
    select p.app_number, p.shop_number, own.*
    from ${wholeOnly(sql, connectionId, pairs)}
    cross join lateral (
      select id, occurred_at, plan, mrr_change, mrr_currency, suppressed, evidence
      from merchant_events e
      where e.connection_id = ${connectionId} and e.app_number = p.app_number and e.shop_number = p.shop_number
      offset 0
    ) as own
  `.execute();
}

function bearingLine({ mrrChange, mrrCurrency, ...line }: LineRow): BearingLine {
  const isMovement = mrrChange !== null && mrrCurrency !== null;
  return { ...line, mrrChange: isMovement ? { units: BigInt(mrrChange), currency: mrrCurrency } : null };
}

/** The pairs as `p`, or none: until the first sync is whole figures grow, and are not corrected. */
function wholeOnly(sql: Tenant['sql'], connectionId: string, pairs: readonly Pair[]) {
  return sql`
    (select 1 from sync_status where connection_id = ${connectionId} and whole_since is not null) as whole
    cross join ${eachOf(sql, pairs)}
  `;
}
