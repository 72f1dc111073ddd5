-- Text from outside is bounded where it enters (src/values/bounded-text.ts) and once more where it is summed up and indexed, so
-- that what was stored under older rules keeps no merchant from being listed. An entry of an index stays below 2,700 bytes
-- with all its columns: a plan of 800, 250 currencies (ISO 4217 knows 180), and what names the row.
create function cut_text(words text, most_bytes integer) returns text
  language sql immutable strict parallel safe
  -- As many letters as fit whatever they are: counting bytes would end in the middle of one.
  return case when octet_length(words) <= most_bytes then words else left(words, most_bytes / 4) end;

-- The same pairs of letters as before, found in one pass: `substr` of each place counts from the beginning each time, which
-- took minutes for a name of 700,000 letters. So nothing that is stored has to be made anew.
create or replace function search_grams(organization text, words text) returns bigint[]
  language sql immutable strict parallel safe
  return array(
    select hashtextextended(letter || next, seed)
    from (select string_to_array(words, null) as letters, hashtextextended(organization, 0) as seed offset 0) as spelt
    cross join unnest(letters, letters[2:]) as pair (letter, next)
    where next is not null
  );

-- Of the row or answer that named the app so: the newest names it, in whatever order pages come.
alter table apps add column named_at timestamptz;

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
        m.shop_number, m.connection_id, m.app_number, m.status, cut_text(m.plan, 800) as plan, merchant.last_event_at,
        merchant.installed_at, merchant.currencies
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

-- What is listed already under names and domains that are spelt otherwise today.
alter table shops no force row level security;
alter table merchants no force row level security;
do $$
declare
  organization text;
  respelt bigint[];
begin
  for organization, respelt in
    with changed as (
      update shops
      set name = cut_text(name, 800),
          -- As src/values/shop-domain.ts has it.
          myshopify_domain = regexp_replace(
            regexp_replace(
              regexp_replace(lower(cut_text(myshopify_domain, 255)), '^[a-z]{1,10}://', ''), '[/?#].*$', ''
            ),
            '[.]$', ''
          )
      where octet_length(name) > 800 or octet_length(myshopify_domain) > 255
        or myshopify_domain ~ '[A-Z/?#]|[.]$'
      returning organization_id, shop_number
    )
    select organization_id, array_agg(shop_number)
    from changed
    join merchants using (organization_id, shop_number)
    group by organization_id
  loop
    perform set_config('app.organization_id', organization, true);
    call roll_up_merchants(respelt);
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table shops force row level security;
alter table merchants force row level security;
