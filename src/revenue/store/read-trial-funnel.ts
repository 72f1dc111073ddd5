import type { Tenant } from '../../postgres/tenant.js';
import { startOf } from '../../values/day.js';
import type { Range } from '../figures/range.js';
import { countingLines, inScope, type RevenueScope } from './revenue-scope.js';

/** What became of the merchants that installed an app for the first time in the range, until its end. */
export interface TrialGroup {
  readonly appNumber: string;
  /** Of the first trial. */
  readonly plan: string | null;
  readonly hasTrial: boolean;
  readonly installed: number;
  readonly converted: number;
  readonly stillTrialing: number;
  readonly subscribed: number;
}

/** Merchants by app and by the plan of their first trial, most first. */
export async function readTrialGroups(
  tenant: Tenant,
  scope: RevenueScope,
  { from, end }: Range,
): Promise<TrialGroup[]> {
  const at = startOf(end);
  // All that follows an install in the range happened in it, too: one stretch of the index has everything.
  return tenant.sql<TrialGroup[]>`
    select
      app_number, plan, has_trial,
      count(*)::integer as installed,
      (count(*) filter (where converted))::integer as converted,
      (count(*) filter (where is_trialing))::integer as still_trialing,
      (count(*) filter (where subscribed))::integer as subscribed
    from (
      select
        connection_id, app_number, shop_number,
        bool_or(type = 'trial_started') as has_trial,
        (array_agg(plan order by occurred_at, rank) filter (where type = 'trial_started'))[1] as plan,
        -- A trial over whose end the shop was closed converts by the return, which carries the MRR.
        bool_or(type = 'trial_converted')
          or bool_or(type = 'trial_started') and bool_or(type = 'reactivated') and not bool_or(type = 'subscribed')
          as converted,
        bool_or(type in ('subscribed', 'trial_converted')) as subscribed
      from merchant_events
      where ${countingLines(tenant)}
        and (
          type in ('installed', 'subscribed', 'trial_started', 'trial_converted')
          or type = 'reactivated' and mrr_change > 0
        )
        and occurred_at >= ${startOf(from)} and occurred_at < ${at} and ${inScope(tenant, scope)}
      group by connection_id, app_number, shop_number
      having bool_or(type = 'installed')
    ) as own
    cross join lateral (
      select own.has_trial and not own.converted and exists (
        select
        from merchant_spans s
        where s.connection_id = own.connection_id and s.app_number = own.app_number
          and s.shop_number = own.shop_number and s.state = 'trialing' and s.from_at < ${at}
          and (s.to_at is null or s.to_at >= ${at})
      ) as is_trialing
    ) as standing
    group by app_number, has_trial, plan
    order by count(*) desc, app_number, plan
  `;
}
