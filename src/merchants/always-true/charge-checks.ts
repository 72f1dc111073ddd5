import type { Check } from './check.js';

export const goneShopsPayNothing: Check = {
  name: 'no uninstalled shop has a live charge',
  looked: (sql) => sql`
    select
      connection_id, app_number, shop_number,
      exists (
        select from merchant_spans s
        where s.connection_id = m.connection_id and s.app_number = m.app_number and s.shop_number = m.shop_number
          and s.to_at is null
      ) or exists (
        select from merchant_app_money a
        where a.connection_id = m.connection_id and a.app_number = m.app_number and a.shop_number = m.shop_number
          and a.mrr <> 0
      ) as is_wrong
    from merchant_apps m
    where detail = 'uninstalled'
  `,
};

export const testsAreInNoFigure: Check = {
  name: 'no test charge is in a figure',
  looked: (sql) => sql`
    select
      connection_id, app_number, shop_number,
      exists (
        select from merchant_spans s
        where s.connection_id = c.connection_id and s.app_number = c.app_number and s.shop_number = c.shop_number
          and s.charge_number = c.charge_number
      ) as is_wrong
    from merchant_charges c
    where test
    union all
    select connection_id, app_number, shop_number, mrr_change is not null
    from merchant_events
    where test
  `,
};

/** A live stretch carries the list price of a month; of a charge known by its sales alone there is no list price. */
export const annualPricesAreDividedByTwelve: Check = {
  name: 'every charge carries its price of a month',
  looked: (sql) => sql`
    select
      connection_id, app_number, shop_number,
      s.mrr <> case c.billing_interval when 'ANNUAL' then div(c.price, 12) else c.price end as is_wrong
    from merchant_spans s
    join merchant_charges c using (organization_id, connection_id, app_number, shop_number, charge_number)
    where s.state = 'live' and c.price is not null and c.currency = s.currency
  `,
};
