import type { Check } from './check.js';

/** The first reckoning: what the history says was won and lost. */
export const movementsAddUp: Check = {
  name: 'the movements add up to MRR',
  looked: (sql) => sql`
    select connection_id, app_number, shop_number, coalesce(shown.mrr, 0) <> coalesce(told.mrr, 0) as is_wrong
    from (
      select connection_id, app_number, shop_number, currency, mrr from merchant_app_money
    ) as shown
    full join (
      select connection_id, app_number, shop_number, mrr_currency as currency, sum(mrr_change) as mrr
      from merchant_events
      where mrr_change is not null
      group by connection_id, app_number, shop_number, mrr_currency
    ) as told using (connection_id, app_number, shop_number, currency)
  `,
};

/** The second one: what is alive. */
export const liveChargesAddUp: Check = {
  name: 'what is live adds up to MRR',
  looked: (sql) => sql`
    select connection_id, app_number, shop_number, coalesce(shown.mrr, 0) <> coalesce(live.mrr, 0) as is_wrong
    from (
      select connection_id, app_number, shop_number, currency, mrr from merchant_app_money
    ) as shown
    full join (
      select connection_id, app_number, shop_number, currency, sum(mrr) as mrr
      from merchant_spans
      where to_at is null
      group by connection_id, app_number, shop_number, currency
    ) as live using (connection_id, app_number, shop_number, currency)
  `,
};

/** Both at every moment of the past: whenever one changes the other does, by the same. */
export const movementsFollowWhatIsLive: Check = {
  name: 'what is won and lost is what begins and ends to be live, at every moment',
  looked: (sql) => sql`
    select connection_id, app_number, shop_number, coalesce(told.change, 0) <> coalesce(lived.change, 0) as is_wrong
    from (
      select connection_id, app_number, shop_number, mrr_currency as currency, occurred_at as at, sum(mrr_change) as change
      from merchant_events
      where mrr_change <> 0
      group by 1, 2, 3, 4, 5
    ) as told
    full join (
      select connection_id, app_number, shop_number, currency, at, sum(change) as change
      from (
        select connection_id, app_number, shop_number, currency, from_at as at, mrr as change from merchant_spans
        union all
        select connection_id, app_number, shop_number, currency, to_at, -mrr from merchant_spans where to_at is not null
      ) as ends
      where change <> 0
      group by 1, 2, 3, 4, 5
    ) as lived using (connection_id, app_number, shop_number, currency, at)
  `,
};

/** What the revenue page is read from; its sums are kept by a trigger. */
export const daysAreTheSumOfTheirMovements: Check = {
  name: 'a day of the revenue page is the sum of its movements',
  looked: (sql) => sql`
    select connection_id, app_number, null::bigint as shop_number, coalesce(moved.change, 0) <> coalesce(d.change, 0) as is_wrong
    from (
      select
        connection_id, app_number, (occurred_at at time zone 'UTC')::date as day, mrr_currency as currency, type,
        sum(mrr_change) as change
      from merchant_events
      where mrr_change <> 0
      group by 1, 2, 3, 4, 5
    ) as moved
    full join mrr_days d using (connection_id, app_number, day, currency, type)
  `,
};

export const nothingIsLostBeforeItWasWon: Check = {
  name: 'no churn precedes what it takes away',
  looked: (sql) => sql`
    select connection_id, app_number, shop_number, bool_or(mrr < 0) as is_wrong
    from (
      select
        connection_id, app_number, shop_number, mrr_currency,
        sum(mrr_change) over (
          partition by connection_id, app_number, shop_number, mrr_currency order by occurred_at, rank
        ) as mrr
      from merchant_events
      where mrr_change is not null
    ) as told
    group by connection_id, app_number, shop_number, mrr_currency
  `,
};

/** The lists sort by keys that stand at every app of a merchant; shown sums are made of the apps' own when they are read. */
export const merchantsAreSortedByTheSumOfTheirApps: Check = {
  name: 'a merchant is sorted by the sum of its visible apps',
  looked: (sql) => sql`
    select
      null::uuid as connection_id, null::bigint as app_number, shop_number,
      (lowest_mrr, highest_mrr, lowest_value, highest_value)
        is distinct from (summed.mrr, summed.mrr, summed.lifetime_value, summed.lifetime_value) as is_wrong
    from (
      select
        shop_number, currency, min(mrr) as lowest_mrr, max(mrr) as highest_mrr, min(lifetime_value) as lowest_value,
        max(lifetime_value) as highest_value
      from merchant_entry_amounts
      group by shop_number, currency
    ) as sorted
    full join (
      select shop_number, currency, sort_key(sum(mrr)) as mrr, sort_key(sum(lifetime_value)) as lifetime_value
      from merchant_app_money
      join apps a using (organization_id, connection_id, app_number)
      where a.removed_at is null
      group by shop_number, currency
    ) as summed using (shop_number, currency)
  `,
};
