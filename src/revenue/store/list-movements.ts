import { MERCHANT_EVENT_TYPES, type MerchantEventType, type MerchantName } from '../../contract/merchant-words.js';
import type { Movement } from '../../contract/revenue-words.js';
import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import { startOf } from '../../values/day.js';
import type { Instant } from '../../values/instant.js';
import type { Units } from '../../values/money.js';
import { movementOf } from '../figures/movements.js';
import type { Range } from '../figures/range.js';
import { inScope, onPlan, type RevenueScope } from './revenue-scope.js';

export interface MovementFilter {
  readonly movement?: Movement | undefined;
  readonly currency?: string | undefined;
  /** Empty: no row names one. */
  readonly plan?: string | undefined;
}

/** Plain JSON, opaque to callers: the last movement of a page. */
export interface MovementPosition {
  readonly occurredAt: Instant;
  readonly rank: number;
  readonly appNumber: string;
  readonly shopNumber: string;
  readonly connectionId: string;
  readonly id: string;
}

/** One change of MRR, and whose it was. */
export interface MovementRow extends MovementPosition, MerchantName {
  readonly type: MerchantEventType;
  readonly plan: string | null;
  readonly change: Units;
  readonly currency: string;
  readonly reason: string | null;
  readonly description: string | null;
}

/** All movements of one currency that a list holds. */
export interface MovementTotal {
  readonly currency: string;
  readonly count: number;
  readonly change: Units;
}

/** A page of the changes of MRR in a range, newest first: those that its series are the sums of. */
export async function listMovements(
  tenant: Tenant,
  scope: RevenueScope,
  range: Range,
  filter: MovementFilter,
  { limit, after }: { limit: number; after: MovementPosition | null },
): Promise<{ items: MovementRow[]; next: MovementPosition | null }> {
  const { sql } = tenant;
  const rows = await sql<(Omit<MovementRow, 'change'> & { change: string })[]>`
    select moved.*, merchant.myshopify_domain, merchant.name
    from (
      select
        occurred_at, rank, app_number, shop_number, connection_id, id, type, plan, mrr_change as change,
        mrr_currency as currency, reason, description
      from merchant_events
      where ${moved(tenant, scope, range, filter)}
        ${
          after === null
            ? sql``
            : sql`and (occurred_at, rank, app_number, shop_number, connection_id, id) < (
                ${after.occurredAt}, ${after.rank}, ${after.appNumber}::bigint, ${after.shopNumber}::bigint,
                ${after.connectionId}::uuid, ${after.id}
              )`
        }
      order by occurred_at desc, rank desc, app_number desc, shop_number desc, connection_id desc, id desc
      limit ${limit + 1}
    ) as moved
    join merchants merchant using (shop_number)
    order by occurred_at desc, rank desc, app_number desc, shop_number desc, connection_id desc, id desc
  `;
  const items = rows.slice(0, limit).map((row) => ({ ...row, change: BigInt(row.change) }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? positionOf(last) : null };
}

/** What the whole list adds up to. */
export async function sumMovements(
  tenant: Tenant,
  scope: RevenueScope,
  range: Range,
  filter: MovementFilter,
): Promise<MovementTotal[]> {
  const rows = await tenant.sql<{ currency: string; count: number; change: string }[]>`
    select mrr_currency as currency, count(*)::integer as count, sum(mrr_change) as change
    from merchant_events
    where ${moved(tenant, scope, range, filter)}
    group by mrr_currency
    order by mrr_currency
  `;
  return rows.map((row) => ({ ...row, change: BigInt(row.change) }));
}

function moved(
  tenant: Tenant,
  scope: RevenueScope,
  { from, end }: Range,
  { movement, currency, plan }: MovementFilter,
): Fragment {
  const { sql } = tenant;
  return sql`
    mrr_change <> 0 and occurred_at >= ${startOf(from)} and occurred_at < ${startOf(end)} and ${inScope(tenant, scope)}
      ${movement === undefined ? sql`` : sql`and ${isMovement(sql, movement)}`}
      ${currency === undefined ? sql`` : sql`and mrr_currency = ${currency}`}
      ${onPlan(sql, plan)}
  `;
}

/** The same sorting as in the series: by type, and by whether MRR grew. */
function isMovement(sql: Tenant['sql'], movement: Movement): Fragment {
  const typesAt = (change: Units) => MERCHANT_EVENT_TYPES.filter((type) => movementOf(type, change) === movement);
  return sql`
    ((mrr_change > 0 and type = any (${typesAt(1n)}::text[])) or (mrr_change < 0 and type = any (${typesAt(-1n)}::text[])))
  `;
}

function positionOf(row: MovementRow): MovementPosition {
  const { occurredAt, rank, appNumber, shopNumber, connectionId, id } = row;
  return { occurredAt, rank, appNumber, shopNumber, connectionId, id };
}
