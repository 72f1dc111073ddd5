-- Movements of MRR by day, summed over shops: what series and cards are read from, whatever the account's size.
create table mrr_days (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  -- UTC.
  day date not null,
  currency text not null,
  -- Of the event; src/revenue/figures/movements.ts says which movement that is.
  type text not null,
  change numeric(38, 0) not null,
  primary key (organization_id, connection_id, app_number, day, currency, type)
) with (fillfactor = 50); -- a fold takes its merchants' share out and puts it in again: room to do so in place

-- What is there already. Forced row security would hide it from a migrating role that it binds.
alter table merchant_events no force row level security;
insert into mrr_days (organization_id, connection_id, app_number, day, currency, type, change)
select
  organization_id, connection_id, app_number, (occurred_at at time zone 'UTC')::date, mrr_currency, type,
  sum(mrr_change)
from merchant_events
where mrr_change <> 0
group by 1, 2, 3, 4, 5, 6;
alter table merchant_events force row level security;

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

-- Shop by shop, for counting shops over the whole past: all that revenue reads of a span, so that it reads no row.
create index merchant_spans_by_shop on merchant_spans (organization_id, shop_number, currency)
  include (connection_id, app_number, plan, state, from_at, to_at, mrr);
