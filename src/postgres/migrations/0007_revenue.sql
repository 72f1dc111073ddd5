--! compatible
-- The history of an app at a shop, and what revenue is reckoned from: movements of MRR (the events that change it, and
-- their sums by day) and what was alive when. Results of folds like those of 0006_merchants.sql.

create table merchant_events (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  -- Of what the event is made of: the same event derived again has the same id.
  id text not null,
  type text not null,
  occurred_at timestamptz not null,
  -- Position among the events of one instant.
  rank integer not null,
  plan text,
  -- The movements of MRR are the rows that have one.
  mrr_change numeric(38, 0),
  mrr_currency text,
  amount numeric(38, 0),
  amount_currency text,
  reason text,
  description text,
  test boolean not null,
  suppressed boolean not null,
  rule text not null,
  confidence text not null check (confidence in ('stated', 'inferred', 'assumed')),
  evidence text[] not null,
  primary key (organization_id, connection_id, app_number, shop_number, id),
  check ((mrr_change is null) = (mrr_currency is null)),
  check ((amount is null) = (amount_currency is null))
);
create index merchant_events_newest on merchant_events (organization_id, shop_number, occurred_at desc, rank desc, app_number desc, id desc);
-- Who moved, left, installed and tried, by time over all merchants: what the lists and tables behind the revenue page's
-- figures are read from.
create index merchant_events_by_time on merchant_events
  (organization_id, occurred_at desc, rank desc, app_number desc, shop_number desc, connection_id desc, id desc)
  include (type, plan, mrr_change, mrr_currency)
  where mrr_change <> 0 or type in ('installed', 'uninstalled', 'subscribed', 'trial_started', 'trial_converted');
call bind_to_tenant('merchant_events');
grant select, insert, update, delete on merchant_events to convot_worker;
grant select on merchant_events to convot_api, convot_readonly;

-- What was alive when, charge by charge: MRR of any moment is the sum of the spans that cover it.
create table merchant_spans (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  charge_number text not null,
  plan text,
  state text not null check (state in ('trialing', 'live', 'frozen')),
  from_at timestamptz not null,
  -- Exclusive; null while it goes on.
  to_at timestamptz,
  currency text not null,
  -- What it adds to MRR.
  mrr numeric(38, 0) not null,
  primary key (organization_id, connection_id, app_number, shop_number, charge_number, from_at)
);
-- Shop by shop, for counting shops over the whole past: all that revenue reads of a span, so that it reads no row.
create index merchant_spans_by_shop on merchant_spans (organization_id, shop_number, currency)
  include (connection_id, app_number, plan, state, from_at, to_at, mrr);
call bind_to_tenant('merchant_spans');
grant select, insert, update, delete on merchant_spans to convot_worker;
grant select on merchant_spans to convot_api, convot_readonly;

-- Movements of MRR by day, summed over shops: what series and cards are read from, whatever the account's size.
create table mrr_days (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  -- UTC.
  day date not null,
  currency text not null,
  -- Of the event; revenue's rules say which movement that is.
  type text not null,
  change numeric(38, 0) not null,
  primary key (organization_id, connection_id, app_number, day, currency, type)
) with (fillfactor = 50); -- a fold takes its merchants' share out and puts it in again: room to do so in place
call bind_to_tenant('mrr_days');
grant select, insert, update, delete on mrr_days to convot_worker;
grant select on mrr_days to convot_api, convot_readonly;

-- Whoever writes histories keeps the sums right, in the same transaction. Nobody updates an event.
create function sum_movements() returns trigger
  language plpgsql
  as $$
begin
  insert into mrr_days as d (organization_id, connection_id, app_number, day, currency, type, change)
  select
    organization_id, connection_id, app_number, (occurred_at at time zone 'UTC')::date, mrr_currency, type,
    case tg_op when 'INSERT' then sum(mrr_change) else -sum(mrr_change) end
  from moved
  where mrr_change <> 0
  group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict (organization_id, connection_id, app_number, day, currency, type) do update
    set change = d.change + excluded.change;

  -- Day by day (`offset 0`): a planner without fresh statistics would walk the organization.
  delete from mrr_days
  where ctid = any (array(
    select own.place
    from (
      select distinct
        organization_id, connection_id, app_number, (occurred_at at time zone 'UTC')::date as day, mrr_currency, type
      from moved
      where mrr_change <> 0
    ) as m
    cross join lateral (
      select d.ctid as place, d.change
      from mrr_days d
      where d.organization_id = m.organization_id and d.connection_id = m.connection_id
        and d.app_number = m.app_number and d.day = m.day and d.currency = m.mrr_currency and d.type = m.type
      offset 0
    ) as own
    where own.change = 0
  ));
  return null;
end $$;
create trigger sum_inserted_movements
  after insert on merchant_events
  referencing new table as moved
  for each statement execute function sum_movements();
create trigger sum_deleted_movements
  after delete on merchant_events
  referencing old table as moved
  for each statement execute function sum_movements();
