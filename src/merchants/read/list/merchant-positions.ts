import type { MerchantSort } from '../../../contract/merchant-words.js';
import type { Tenant } from '../../../postgres/tenant.js';
import type { IndexRanges } from './index-ranges.js';
import type { MerchantOrder, MerchantPosition } from './merchant-query.js';

export interface PositionPage {
  readonly positions: readonly MerchantPosition[];
  readonly next: MerchantPosition | null;
}

/** A sort by money has its currency. */
export interface ResolvedOrder extends MerchantOrder {
  readonly currency: string | null;
}

/**
 * The next `count` merchants of these ranges, each once: those that have the sort key, then those without it, whichever
 * the order. Reads at most `count` rows a range.
 */
export async function readPositions(
  tenant: Tenant,
  ranges: IndexRanges,
  order: ResolvedOrder,
  after: MerchantPosition | null,
  count: number,
): Promise<MerchantPosition[]> {
  const isBehind = after !== null && after.key === null;
  const keyed = isBehind ? [] : await readKeyed(tenant, ranges, order, after, count);
  if (keyed.length === count || order.sort === 'lastEventAt') return keyed;
  const unkeyed = await readUnkeyed(tenant, ranges, order, isBehind ? after : null, count - keyed.length);
  return [...keyed, ...unkeyed];
}

/** Cuts positions, read one beyond the limit, to a page. */
export function cutPage(positions: readonly MerchantPosition[], limit: number): PositionPage {
  const page = positions.slice(0, limit);
  return { positions: page, next: positions.length > limit ? (page.at(-1) ?? null) : null };
}

async function readKeyed(
  { sql }: Tenant,
  ranges: IndexRanges,
  order: ResolvedOrder,
  after: MerchantPosition | null,
  count: number,
): Promise<MerchantPosition[]> {
  const { direction, beyond } = directionOf(sql, order);
  const { table, column, type } = KEYS[order.sort];
  const key = sql`e.${sql(column)}`;
  return sql<MerchantPosition[]>`
    select next.shop_number, next.key::text, ${order.currency}::text as currency
    from ${ranges.from}
    cross join lateral (
      select e.shop_number, ${key} as key
      from ${sql(ranges[table])} e
      where ${ranges.within}
        ${order.currency === null ? sql`and ${key} is not null` : sql`and e.currency = ${order.currency}`}
        ${after === null ? sql`` : sql`and (${key}, e.shop_number) ${beyond} (${after.key}::text::${sql(type)}, ${after.shopNumber}::bigint)`}
      order by ${key} ${direction}, e.shop_number ${direction}
      limit ${count}
    ) as next
    group by next.key, next.shop_number
    order by next.key ${direction}, next.shop_number ${direction}
    limit ${count}
  `;
}

async function readUnkeyed(
  { sql }: Tenant,
  ranges: IndexRanges,
  order: ResolvedOrder,
  after: MerchantPosition | null,
  count: number,
): Promise<MerchantPosition[]> {
  const { direction, beyond } = directionOf(sql, order);
  const { currency } = order;
  return sql<MerchantPosition[]>`
    ${currency === null ? sql`` : currencySets(sql)}
    select next.shop_number, null as key, ${currency}::text as currency
    from ${ranges.from}
    ${currency === null ? sql`` : sql`join sets on strpos(sets.currencies, ${currency}) = 0`}
    cross join lateral (
      select e.shop_number
      from ${sql(ranges.entries)} e
      where ${ranges.within}
        and ${currency === null ? sql`e.installed_at is null` : sql`e.currencies = sets.currencies`}
        ${after === null ? sql`` : sql`and e.shop_number ${beyond} ${after.shopNumber}::bigint`}
      order by e.shop_number ${direction}
      limit ${count}
    ) as next
    group by next.shop_number
    order by next.shop_number ${direction}
    limit ${count}
  `;
}

/** The sets of currencies that merchants of the organization have, each found behind the one before in the index. */
function currencySets(sql: Tenant['sql']) {
  return sql`
    with recursive sets as (
      (select currencies from merchants order by currencies limit 1)
      union all
      select (
        select m.currencies
        from merchants m
        where m.currencies > sets.currencies
        order by m.currencies
        limit 1
      )
      from sets
      where sets.currencies is not null
    )
  `;
}

const KEYS = {
  mrr: { table: 'amounts', column: 'mrr', type: 'int8' },
  lifetimeValue: { table: 'amounts', column: 'lifetime_value', type: 'int8' },
  lastEventAt: { table: 'entries', column: 'last_event_at', type: 'timestamptz' },
  installedAt: { table: 'entries', column: 'installed_at', type: 'timestamptz' },
} as const satisfies Record<MerchantSort, { table: keyof IndexRanges; column: string; type: string }>;

function directionOf(sql: Tenant['sql'], { order }: MerchantOrder) {
  return order === 'asc' ? { direction: sql`asc`, beyond: sql`>` } : { direction: sql`desc`, beyond: sql`<` };
}
