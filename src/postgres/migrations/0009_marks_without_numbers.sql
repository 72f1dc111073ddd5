--! breaking
-- Pages and folds of one connection no longer run at the same time (they lock its sync_status row), so a mark need not
-- be numbered, and a merchant that is marked already is left alone: most are, while a long past is being read.
alter table merchant_marks drop column mark;
drop sequence merchant_mark;

create or replace function mark_pair_of_charge() returns trigger
  language plpgsql
  as $$
begin
  insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
  select distinct new.organization_id, new.connection_id, new.app_number, shop_number
  from (
    select shop_number
    from app_events
    where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
      and charge_number = new.charge_number
    union all
    select shop_number
    from transactions
    where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
      and charge_number = new.charge_number and shop_number is not null
  ) as pairs
  on conflict do nothing;
  return null;
end $$;
