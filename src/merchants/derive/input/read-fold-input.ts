import type { Tenant } from '../../../postgres/tenant.js';
import { type Pair, pairKey } from '../../pairs.js';
import type { Hints } from '../../rules/charges/interval.js';
import type { RawRow } from '../../rules/words/rows.js';
import { hintsFor, OtherShops, pricesIn } from './other-shops.js';
import { readPlanIntervals } from './plan-intervals.js';
import { readRows } from './read-rows.js';

/** All that one pair is derived from. */
export interface FoldInput {
  readonly rows: readonly RawRow[];
  readonly hints: Hints;
  /** Ids of stored rows that this version cannot read, so that they are in no result. */
  readonly unread: readonly string[];
}

/** What a fold of the pair would read now, without folding it. */
export async function readFoldInput(tenant: Tenant, connectionId: string, pair: Pair): Promise<FoldInput> {
  const rows = await readRows(tenant, connectionId, [pair]);
  const others = await OtherShops.read(tenant, connectionId, pricesIn([pair], rows));
  const hints = hintsFor(pair, await readPlanIntervals(tenant), others);
  const own = rows.get(pairKey(pair)) ?? [];
  const read = new Set(own.map(({ id }) => id));
  const stored = await readRowIds(tenant, connectionId, pair);
  return { rows: own, hints, unread: stored.filter((id) => !read.has(id)) };
}

/** The id by which evidence names a row `e` of `app_events`, in SQL. The same as `eventRow` gives it. */
function eventRowId(sql: Tenant['sql']) {
  return sql`
    concat_ws(
      '/', 'event', e.app_number, e.shop_number, e.type,
      to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.charge_id
    )
  `;
}

/** The ids of all rows that are stored under the pair itself. */
async function readRowIds({ sql }: Tenant, connectionId: string, { appNumber, shopNumber }: Pair): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select ${eventRowId(sql)} as id
    from app_events e
    where connection_id = ${connectionId} and app_number = ${appNumber} and shop_number = ${shopNumber}
    union all
    select id
    from transactions
    where connection_id = ${connectionId} and app_number = ${appNumber} and shop_number = ${shopNumber}
  `;
  return rows.map(({ id }) => id);
}
