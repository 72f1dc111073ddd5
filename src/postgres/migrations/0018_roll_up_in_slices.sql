-- An app that many merchants have is taken away, or comes back, some of them at a time: of tens of thousands at once a
-- planner makes comparisons of each with each, and the request that asked for it ran into its time limit.
select set_config('search_path', format('%I, pg_temp', current_schema()), true);

create or replace function roll_up_merchants_of_app() returns trigger
  language plpgsql
  security definer
  set search_path from current
  as $$
declare
  slice bigint[];
begin
  call lock_merchants();
  for slice in
    select array_agg(shop_number)
    from (
      select shop_number, row_number() over (order by shop_number) as place
      from merchant_apps
      where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
    ) as shops
    group by place / 500
  loop
    call roll_up_merchants(slice);
  end loop;
  return null;
end $$;
