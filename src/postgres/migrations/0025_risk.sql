--! compatible, in steps
-- Risk: why a customer may be about to leave.
--
-- Beside the code before it: yes; null is what it writes, and what its merchants have until they are derived again. Locks:
-- `merchant_apps` and `merchant_entries`, against everybody, for a moment each: no row is read or written. Each in a step of
-- its own: a list reads entries first, a fold writes them last.

-- For functions that run as their owner: 0003_requests.sql says why.
select set_config('search_path', format('%I, pg_temp', current_schema()), false);

-- Null where older rules derived the pair. The reasons are a list, each with its code, rule, confidence and evidence.
alter table merchant_apps
  add column if not exists risk text check (risk in ('high', 'medium', 'low', 'none')),
  add column if not exists risk_reasons jsonb;
--! step
-- The level alone, for lists.
alter table merchant_entries add column if not exists risk text;
--! step

-- As 0009_roll_up.sql has it, with the level. Sums these shops up again. The caller holds lock_merchants.
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
      -- A shop of which no name could be read is listed by its domain.
      cut_text(
        (array_agg(coalesce(nullif(s.name, ''), s.myshopify_domain) order by s.named_at desc, v.connection_id))[1], 800
      ) as name,
      cut_text((array_agg(s.myshopify_domain order by s.named_at desc, v.connection_id))[1], 255) as myshopify_domain,
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
      select string_agg(currency, ' ' order by currency) as currencies
      from (
        select m.currency
        from (
          select *
          from merchant_app_money
          where organization_id = current_organization() and shop_number = v.shop_number
          offset 0
        ) as m
        join apps a using (organization_id, connection_id, app_number)
        where a.removed_at is null
        group by m.currency
        order by m.currency
        limit 250
      ) as listed
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
        m.shop_number, m.connection_id, m.app_number, m.status, cut_text(m.plan, 800) as plan, m.risk,
        merchant.last_event_at, merchant.installed_at, merchant.currencies
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
    organization_id, shop_number, connection_id, app_number, status, plan, risk, last_event_at, installed_at, currencies
  )
  select
    current_organization(), shop_number, connection_id, app_number, status, plan, risk, last_event_at, installed_at,
    currencies
  from wanted
  order by shop_number, connection_id, app_number
  on conflict (organization_id, shop_number, connection_id, app_number) do update
    set status = excluded.status,
        plan = excluded.plan,
        risk = excluded.risk,
        last_event_at = excluded.last_event_at,
        installed_at = excluded.installed_at,
        currencies = excluded.currencies
    where (e.status, e.plan, e.risk, e.last_event_at, e.installed_at, e.currencies)
      is distinct from
      (excluded.status, excluded.plan, excluded.risk, excluded.last_event_at, excluded.installed_at, excluded.currencies);

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
        order by m.currency
        limit 250
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
