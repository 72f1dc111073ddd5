import type { Instant } from '../instant.js';
import type { Units } from '../money.js';
import type { Day } from '../revenue/day.js';
import type { Tenant } from './tenant.js';

/** Two reckonings of the same amount that differ. Exact units: half a cent is a mistake, too. */
export interface Disagreement {
  /** `alive`: movements against what is alive. `days`: movements against their sums by day. */
  readonly check: 'alive' | 'days';
  readonly connectionId: string;
  /** bigint as text. */
  readonly appNumber: string;
  readonly currency: string;
  /** Up to when it was summed up, or the day that was. */
  readonly at: Instant | Day;
  readonly byMovements: Units;
  readonly other: Units;
}

// Ends of days, as charts show them: yesterday's, and some that a late row may have changed.
const DAYS_BACK = [0, 1, 7, 30, 90, 365];

/**
 * What can never be, if everything that writes merchants is right: checks it on live data, hidden apps included.
 * @param tenant in a snapshot (`inSnapshot`): a fold between two readings would look like a mistake
 */
export async function revenueDisagreements(tenant: Tenant): Promise<Disagreement[]> {
  const [alive, days] = await Promise.all([aliveDisagreements(tenant), dayDisagreements(tenant)]);
  return [...alive, ...days];
}

type Row<At> = Omit<Disagreement, 'check' | 'at' | 'byMovements' | 'other'> & {
  readonly at: At;
  readonly byMovements: string;
  readonly other: string;
};

/** MRR by movements against MRR by what is alive, now and at ends of days. Rule: Revenue page. */
async function aliveDisagreements({ sql }: Tenant): Promise<Disagreement[]> {
  const rows = await sql<Row<Instant>[]>`
    with moments as (
      select 'infinity'::timestamptz as until, now() as at
      union all
      select midnight, midnight
      from unnest(${DAYS_BACK}::integer[]) as back,
        lateral (select date_trunc('day', now()) - back * interval '1 day' as midnight) as m
    ), by_day as (
      select
        connection_id, app_number, mrr_currency as currency, date_trunc('day', occurred_at) as day,
        sum(mrr_change) as units
      from merchant_events
      where mrr_change <> 0
      group by 1, 2, 3, 4
    ), moved as (
      select connection_id, app_number, currency, at, sum(units) as units
      from by_day join moments on day < until
      group by 1, 2, 3, 4
    ), alive as (
      select connection_id, app_number, currency, at, sum(mrr) as units
      from merchant_spans join moments on from_at < until and (to_at is null or to_at >= until)
      where mrr <> 0
      group by 1, 2, 3, 4
    )
    select
      connection_id, app_number, currency, at,
      coalesce(moved.units, 0) as by_movements, coalesce(alive.units, 0) as other
    from moved full join alive using (connection_id, app_number, currency, at)
    where coalesce(moved.units, 0) <> coalesce(alive.units, 0)
    order by 4 desc, 1, 2, 3
  `;
  return rows.map((row) => exact('alive', row));
}

/** The sums by day against the movements that they are of. */
async function dayDisagreements({ sql }: Tenant): Promise<Disagreement[]> {
  const rows = await sql<Row<Day>[]>`
    with moved as (
      select
        connection_id, app_number, (occurred_at at time zone 'UTC')::date as day, mrr_currency as currency, type,
        sum(mrr_change) as units
      from merchant_events
      where mrr_change <> 0
      group by 1, 2, 3, 4, 5
    )
    select
      connection_id, app_number, currency, day as at,
      coalesce(moved.units, 0) as by_movements, coalesce(d.change, 0) as other
    from moved full join mrr_days d using (connection_id, app_number, day, currency, type)
    where moved.units is distinct from d.change
    order by 4 desc, 1, 2, 3
  `;
  return rows.map((row) => exact('days', row));
}

function exact(check: Disagreement['check'], row: Row<Instant | Day>): Disagreement {
  return { ...row, check, byMovements: BigInt(row.byMovements), other: BigInt(row.other) };
}
