--! breaking
-- How merchants are listed: by runs. A run is the merchants of one app in one status (and, where a plan is asked for,
-- on one plan) in the order of one sort key: one stretch of one index. A list, whatever its filters, is the merge of
-- a few runs, so that a page reads a few rows of each and nothing else, however many merchants there are. An index for
-- the key alone cannot do that: churned merchants sorted by what they pay all lie at its end.

-- The sums of merchant_money and what the lists asked of merchants and merchant_apps move to the tables below.
drop table merchant_money;
drop index merchants_by_last_event, merchants_by_install, merchant_apps_by_status, merchant_apps_by_plan;
alter table merchants drop column search;

-- All currencies that the merchant has amounts of, in order: `EUR USD`. There are few such sets: a list by one currency
-- ends with the sets without it.
alter table merchants add column currencies text not null default '';
create index merchants_by_currencies on merchants (organization_id, currencies);

-- A merchant as one visible app knows it, with the merchant's own keys of the lists.
create table merchant_entries (
  organization_id text not null,
  shop_number bigint not null,
  connection_id uuid not null,
  app_number bigint not null,
  status text not null,
  plan text,
  last_event_at timestamptz not null,
  installed_at timestamptz,
  currencies text not null,
  primary key (organization_id, shop_number, connection_id, app_number)
);
call bind_to_tenant('merchant_entries');
create index merchant_entries_by_event on merchant_entries (organization_id, app_number, status, last_event_at, shop_number);
create index merchant_entries_by_install on merchant_entries (organization_id, app_number, status, installed_at, shop_number);
create index merchant_entries_by_currencies on merchant_entries (organization_id, app_number, status, currencies, shop_number);
create index merchant_entries_on_plan_by_event on merchant_entries
  (organization_id, app_number, plan, status, last_event_at, shop_number) where plan is not null;
create index merchant_entries_on_plan_by_install on merchant_entries
  (organization_id, app_number, plan, status, installed_at, shop_number) where plan is not null;
create index merchant_entries_on_plan_by_currencies on merchant_entries
  (organization_id, app_number, plan, status, currencies, shop_number) where plan is not null;
grant select, insert, update, delete on merchant_entries to convot_worker;
grant select on merchant_entries to convot_api, convot_readonly;

-- The same for the sorts by money: one row a currency, with what the merchant has in it over all its visible apps.
-- Sort keys, not amounts: row security keeps comparisons of numeric from an index, and a bigint holds 768 billion of
-- the currency's unit. What is beyond sorts as equal.
create table merchant_entry_amounts (
  organization_id text not null,
  shop_number bigint not null,
  connection_id uuid not null,
  app_number bigint not null,
  currency text not null,
  status text not null,
  plan text,
  mrr bigint not null,
  lifetime_value bigint not null,
  primary key (organization_id, shop_number, connection_id, app_number, currency)
);
call bind_to_tenant('merchant_entry_amounts');
create index merchant_entry_amounts_by_mrr on merchant_entry_amounts
  (organization_id, app_number, status, currency, mrr, shop_number);
create index merchant_entry_amounts_by_lifetime_value on merchant_entry_amounts
  (organization_id, app_number, status, currency, lifetime_value, shop_number);
create index merchant_entry_amounts_on_plan_by_mrr on merchant_entry_amounts
  (organization_id, app_number, plan, status, currency, mrr, shop_number) where plan is not null;
create index merchant_entry_amounts_on_plan_by_lifetime_value on merchant_entry_amounts
  (organization_id, app_number, plan, status, currency, lifetime_value, shop_number) where plan is not null;
grant select, insert, update, delete on merchant_entry_amounts to convot_worker;
grant select on merchant_entry_amounts to convot_api, convot_readonly;

create function sort_key(units numeric) returns bigint
  language sql immutable strict parallel safe
  return least(greatest(units, -9223372036854775808), 9223372036854775807)::bigint;

-- Every two letters that follow each other. The organization is part of each, so that one's searches do not read
-- through another's shops.
create function search_grams(organization text, words text) returns bigint[]
  language sql immutable strict parallel safe
  return array(
    select hashtextextended(substr(words, place, 2), hashtextextended(organization, 0))
    from generate_series(1, length(words) - 1) as place
  );

-- Where merchants are searched; apart from merchants, whose rows change with every event.
create table merchant_names (
  organization_id text not null,
  shop_number bigint not null,
  -- Domain and name in lower case.
  words text not null,
  grams bigint[] not null generated always as (search_grams(organization_id, words)) stored,
  primary key (organization_id, shop_number),
  foreign key (organization_id, shop_number) references merchants on delete cascade
);
call bind_to_tenant('merchant_names');
-- A search reads what was not yet sorted into the index row by row: little of it, then.
create index merchant_names_by_grams on merchant_names using gin (grams) with (gin_pending_list_limit = 256);
grant select, insert, update, delete on merchant_names to convot_worker;
grant select on merchant_names to convot_api, convot_readonly;

-- Row security keeps `@>` from an index, because what it compares could leak through its errors. Whoever owns the
-- tables is let through here, for the one function that names the organization itself.
do $$
begin
  execute format('create policy search on merchant_names for select to %I using (true)', current_user);
end $$;

-- At most so many shops of the organization whose domain or name has this text, of two letters or more, in it.
create function find_shops(wanted text, most integer) returns setof bigint
  language sql stable security definer
  set search_path from current
  set enable_seqscan = off
  as $$
  with candidates as materialized (
    select organization_id, shop_number, words
    from merchant_names
    where grams @> search_grams(current_organization(), lower(wanted))
  )
  select shop_number
  from candidates
  where organization_id = current_organization() and strpos(words, lower(wanted)) > 0
  limit most
$$;

-- Sums these shops up again over all their visible apps. The caller holds lock_merchants.
-- Shop by shop (`offset 0`), and deletes by place: a planner without fresh statistics would walk the organization.
-- `not exists`, because a `not in` over more than fits into work_mem compares each with each.
create or replace procedure roll_up_merchants(shops bigint[])
  language sql
  as $$
  with visible as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select m.shop_number, m.connection_id, max(m.installed_at) as installed_at
      from (
        select * from merchant_apps where organization_id = current_organization() and shop_number = shop offset 0
      ) as m
      join apps a using (organization_id, connection_id, app_number)
      where a.removed_at is null
      group by m.shop_number, m.connection_id
    ) as own
  ), merged as materialized (
    select
      v.shop_number,
      -- The newest row names the shop, whichever connection it came by.
      (array_agg(s.name order by s.named_at desc, v.connection_id))[1] as name,
      (array_agg(s.myshopify_domain order by s.named_at desc, v.connection_id))[1] as myshopify_domain,
      min(s.first_seen_at) as first_seen_at,
      max(s.last_event_at) as last_event_at,
      max(v.installed_at) as installed_at,
      coalesce(max(money.currencies), '') as currencies
    from visible v
    cross join lateral (
      select name, myshopify_domain, named_at, first_seen_at, last_event_at
      from shops
      where organization_id = current_organization() and connection_id = v.connection_id and shop_number = v.shop_number
      offset 0
    ) as s
    cross join lateral (
      select string_agg(distinct m.currency, ' ' order by m.currency) as currencies
      from (
        select *
        from merchant_app_money
        where organization_id = current_organization() and shop_number = v.shop_number
        offset 0
      ) as m
      join apps a using (organization_id, connection_id, app_number)
      where a.removed_at is null
    ) as money
    group by v.shop_number
  ), hidden as (
    delete from merchants
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place
        from merchants
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where not exists (select from merged where merged.shop_number = shop)
    ))
  )
  insert into merchants as m (
    organization_id, shop_number, name, myshopify_domain, first_seen_at, last_event_at, installed_at, currencies
  )
  select
    current_organization(), shop_number, name, myshopify_domain, first_seen_at, last_event_at, installed_at, currencies
  from merged
  order by shop_number
  on conflict (organization_id, shop_number) do update
    set name = excluded.name,
        myshopify_domain = excluded.myshopify_domain,
        first_seen_at = excluded.first_seen_at,
        last_event_at = excluded.last_event_at,
        installed_at = excluded.installed_at,
        currencies = excluded.currencies
    where (m.name, m.myshopify_domain, m.first_seen_at, m.last_event_at, m.installed_at, m.currencies)
      is distinct from
      (excluded.name, excluded.myshopify_domain, excluded.first_seen_at, excluded.last_event_at, excluded.installed_at,
       excluded.currencies);

  -- Of the shops that are merchants now: names hang on a merchant's row. Nothing is tried that would change nothing,
  -- because the grams are made before that is seen.
  insert into merchant_names (organization_id, shop_number, words)
  select current_organization(), shop, own.words
  from unnest(shops) as shop
  cross join lateral (
    select lower(myshopify_domain || ' ' || name) as words
    from merchants
    where organization_id = current_organization() and shop_number = shop
    offset 0
  ) as own
  left join lateral (
    select words
    from merchant_names
    where organization_id = current_organization() and shop_number = shop
    offset 0
  ) as before on true
  where own.words is distinct from before.words
  order by shop
  on conflict (organization_id, shop_number) do update set words = excluded.words;

  with wanted as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select
        m.shop_number, m.connection_id, m.app_number, m.status, m.plan, merchant.last_event_at, merchant.installed_at,
        merchant.currencies
      from (
        select * from merchant_apps where organization_id = current_organization() and shop_number = shop offset 0
      ) as m
      join apps a using (organization_id, connection_id, app_number)
      cross join lateral (
        select last_event_at, installed_at, currencies
        from merchants
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as merchant
      where a.removed_at is null
    ) as own
  ), gone as (
    delete from merchant_entries
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, connection_id, app_number
        from merchant_entries
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where not exists (
        select
        from wanted w
        where w.shop_number = shop and w.connection_id = own.connection_id and w.app_number = own.app_number
      )
    ))
  )
  insert into merchant_entries as e (
    organization_id, shop_number, connection_id, app_number, status, plan, last_event_at, installed_at, currencies
  )
  select
    current_organization(), shop_number, connection_id, app_number, status, plan, last_event_at, installed_at, currencies
  from wanted
  order by shop_number, connection_id, app_number
  on conflict (organization_id, shop_number, connection_id, app_number) do update
    set status = excluded.status,
        plan = excluded.plan,
        last_event_at = excluded.last_event_at,
        installed_at = excluded.installed_at,
        currencies = excluded.currencies
    where (e.status, e.plan, e.last_event_at, e.installed_at, e.currencies)
      is distinct from
      (excluded.status, excluded.plan, excluded.last_event_at, excluded.installed_at, excluded.currencies);

  with wanted as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select e.shop_number, e.connection_id, e.app_number, money.currency, e.status, e.plan, money.mrr, money.lifetime_value
      from (
        select m.currency, sort_key(sum(m.mrr)) as mrr, sort_key(sum(m.lifetime_value)) as lifetime_value
        from (
          select *
          from merchant_app_money
          where organization_id = current_organization() and shop_number = shop
          offset 0
        ) as m
        join apps a using (organization_id, connection_id, app_number)
        where a.removed_at is null
        group by m.currency
      ) as money
      cross join (
        select * from merchant_entries where organization_id = current_organization() and shop_number = shop offset 0
      ) as e
    ) as own
  ), gone as (
    delete from merchant_entry_amounts
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, connection_id, app_number, currency
        from merchant_entry_amounts
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where not exists (
        select
        from wanted w
        where w.shop_number = shop and w.connection_id = own.connection_id and w.app_number = own.app_number
          and w.currency = own.currency
      )
    ))
  )
  insert into merchant_entry_amounts as e (
    organization_id, shop_number, connection_id, app_number, currency, status, plan, mrr, lifetime_value
  )
  select
    current_organization(), shop_number, connection_id, app_number, currency, status, plan, mrr, lifetime_value
  from wanted
  order by shop_number, connection_id, app_number, currency
  on conflict (organization_id, shop_number, connection_id, app_number, currency) do update
    set status = excluded.status,
        plan = excluded.plan,
        mrr = excluded.mrr,
        lifetime_value = excluded.lifetime_value
    where (e.status, e.plan, e.mrr, e.lifetime_value)
      is distinct from (excluded.status, excluded.plan, excluded.mrr, excluded.lifetime_value);
$$;

-- What is derived already is listed at once.
alter table merchants no force row level security;
do $$
declare
  organization text;
  shops bigint[];
begin
  for organization, shops in select organization_id, array_agg(shop_number) from merchants group by organization_id loop
    perform set_config('app.organization_id', organization, true);
    call roll_up_merchants(shops);
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table merchants force row level security;
