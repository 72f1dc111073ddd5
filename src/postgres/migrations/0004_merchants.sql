-- Everything here is derived from the raw rows and can be rebuilt. Money is in twelfths of a millionth of the
-- currency's unit, so that sums and annual prices stay exact.

-- What one app is to one shop: the result of one fold.
create table merchant_apps (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  status text not null check (status in ('trialing', 'active', 'frozen', 'churned', 'installed')),
  detail text check (detail in ('cancelled', 'uninstalled', 'deactivated', 'trial_expired', 'free', 'usage')),
  plan text,
  last_plan text,
  billing_interval text check (billing_interval in ('EVERY_30_DAYS', 'ANNUAL')),
  -- The one that single figures are shown in; null while no row names any.
  currency text,
  trial_ends_at timestamptz,
  installed_at timestamptz,
  first_subscribed_at timestamptz,
  uninstalled_at timestamptz,
  -- Figure to rule, confidence and evidence.
  why jsonb not null,
  -- When time alone changes the result.
  next_change_at timestamptz,
  as_of timestamptz not null,
  rules_version integer not null,
  primary key (organization_id, connection_id, app_number, shop_number)
);
call bind_to_tenant('merchant_apps');
create index merchant_apps_of_shop on merchant_apps (organization_id, shop_number);
create index merchant_apps_due on merchant_apps (organization_id, connection_id, next_change_at) where next_change_at is not null;
create index merchant_apps_by_status on merchant_apps (organization_id, status, shop_number);
create index merchant_apps_by_plan on merchant_apps (organization_id, plan, shop_number) where plan is not null;
grant select, insert, update, delete on merchant_apps to convot_worker;
grant select on merchant_apps to convot_api, convot_readonly;

-- Its figures, one row a currency.
create table merchant_app_money (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  currency text not null,
  mrr numeric(38, 0) not null,
  effective_mrr numeric(38, 0),
  usage_mrr numeric(38, 0),
  lifetime_value numeric(38, 0) not null,
  primary key (organization_id, connection_id, app_number, shop_number, currency),
  foreign key (organization_id, connection_id, app_number, shop_number) references merchant_apps on delete cascade
);
call bind_to_tenant('merchant_app_money');
create index merchant_app_money_of_shop on merchant_app_money (organization_id, shop_number);
grant select, insert, update, delete on merchant_app_money to convot_worker;
grant select on merchant_app_money to convot_api, convot_readonly;

-- Its history. The movements of MRR are the rows with mrr_change.
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
  foreign key (organization_id, connection_id, app_number, shop_number) references merchant_apps on delete cascade,
  check ((mrr_change is null) = (mrr_currency is null)),
  check ((amount is null) = (amount_currency is null))
);
call bind_to_tenant('merchant_events');
create index merchant_events_newest on merchant_events (organization_id, shop_number, occurred_at desc, rank desc, app_number desc, id desc);
grant select, insert, update, delete on merchant_events to convot_worker;
grant select on merchant_events to convot_api, convot_readonly;

-- Its subscription charges.
create table merchant_charges (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  charge_number text not null,
  plan text,
  -- List price a cycle; null where only sales are known.
  price numeric(38, 0),
  currency text,
  billing_interval text not null check (billing_interval in ('EVERY_30_DAYS', 'ANNUAL')),
  interval_rule text not null,
  activated_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  test boolean not null,
  primary key (organization_id, connection_id, app_number, shop_number, charge_number),
  foreign key (organization_id, connection_id, app_number, shop_number) references merchant_apps on delete cascade
);
call bind_to_tenant('merchant_charges');
create index merchant_charges_of_shop on merchant_charges (organization_id, shop_number);
-- Which intervals the shops on a plan at a price have, and who still has to guess.
create index merchant_charges_by_price on merchant_charges
  (organization_id, connection_id, app_number, currency, price, plan, interval_rule, billing_interval, shop_number)
  where not test;
grant select, insert, update, delete on merchant_charges to convot_worker;
grant select on merchant_charges to convot_api, convot_readonly;

-- A shop of the organization over all its connections and visible apps: what the list searches, sorts and pages by.
create table merchants (
  organization_id text not null,
  shop_number bigint not null,
  name text not null,
  myshopify_domain text not null,
  -- Name and domain in lower case.
  search text not null,
  first_seen_at timestamptz not null,
  last_event_at timestamptz not null,
  installed_at timestamptz,
  primary key (organization_id, shop_number)
);
call bind_to_tenant('merchants');
create index merchants_by_domain on merchants (organization_id, lower(myshopify_domain), last_event_at desc);
create index merchants_by_last_event on merchants (organization_id, last_event_at, shop_number);
create index merchants_by_install on merchants (organization_id, installed_at, shop_number);
grant select, insert, update, delete on merchants to convot_worker;
grant select on merchants to convot_api, convot_readonly;

create table merchant_money (
  organization_id text not null,
  shop_number bigint not null,
  currency text not null,
  mrr numeric(38, 0) not null,
  lifetime_value numeric(38, 0) not null,
  primary key (organization_id, shop_number, currency),
  foreign key (organization_id, shop_number) references merchants on delete cascade
);
call bind_to_tenant('merchant_money');
create index merchant_money_by_mrr on merchant_money (organization_id, currency, mrr, shop_number);
create index merchant_money_by_lifetime_value on merchant_money (organization_id, currency, lifetime_value, shop_number);
grant select, insert, update, delete on merchant_money to convot_worker;
grant select on merchant_money to convot_api, convot_readonly;

-- One writer at a time in an organization: its connections share shops, and its shops share plans.
create procedure lock_merchants()
  language sql
  as $$ select pg_advisory_xact_lock(hashtextextended('merchants/' || current_organization(), 0)) $$;

-- Sums these shops up again over all their visible apps. The caller holds lock_merchants.
-- Shop by shop (`offset 0`), and deletes by place: a planner without fresh statistics would walk the organization.
create procedure roll_up_merchants(shops bigint[])
  language sql
  as $$
  with visible as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select m.shop_number, m.connection_id, max(m.installed_at) as installed_at
      from merchant_apps m
      join apps a using (organization_id, connection_id, app_number)
      where m.organization_id = current_organization() and m.shop_number = shop and a.removed_at is null
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
      max(v.installed_at) as installed_at
    from visible v
    cross join lateral (
      select name, myshopify_domain, named_at, first_seen_at, last_event_at
      from shops
      where organization_id = current_organization() and connection_id = v.connection_id and shop_number = v.shop_number
      offset 0
    ) as s
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
      where shop not in (select shop_number from merged)
    ))
  )
  insert into merchants as m (
    organization_id, shop_number, name, myshopify_domain, search, first_seen_at, last_event_at, installed_at
  )
  select
    current_organization(), shop_number, name, myshopify_domain, lower(myshopify_domain || ' ' || name), first_seen_at,
    last_event_at, installed_at
  from merged
  order by shop_number
  on conflict (organization_id, shop_number) do update
    set name = excluded.name,
        myshopify_domain = excluded.myshopify_domain,
        search = excluded.search,
        first_seen_at = excluded.first_seen_at,
        last_event_at = excluded.last_event_at,
        installed_at = excluded.installed_at
    where (m.name, m.myshopify_domain, m.first_seen_at, m.last_event_at, m.installed_at)
      is distinct from
      (excluded.name, excluded.myshopify_domain, excluded.first_seen_at, excluded.last_event_at, excluded.installed_at);

  -- Of the shops that are merchants now: money hangs on a merchant's row.
  with summed as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select shop_number from merchants where organization_id = current_organization() and shop_number = shop offset 0
    ) as merchant
    cross join lateral (
      select m.shop_number, m.currency, sum(m.mrr) as mrr, sum(m.lifetime_value) as lifetime_value
      from merchant_app_money m
      join apps a using (organization_id, connection_id, app_number)
      where m.organization_id = current_organization() and m.shop_number = merchant.shop_number and a.removed_at is null
      group by m.shop_number, m.currency
    ) as own
  ), gone as (
    delete from merchant_money
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, currency
        from merchant_money
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where (shop, own.currency) not in (select shop_number, currency from summed)
    ))
  )
  insert into merchant_money as m (organization_id, shop_number, currency, mrr, lifetime_value)
  select current_organization(), shop_number, currency, mrr, lifetime_value
  from summed
  order by shop_number, currency
  on conflict (organization_id, shop_number, currency) do update
    set mrr = excluded.mrr, lifetime_value = excluded.lifetime_value
    where (m.mrr, m.lifetime_value) is distinct from (excluded.mrr, excluded.lifetime_value);
$$;

-- An app that is taken away hides its figures at once, and one that returns shows them again, whoever changes it.
create function roll_up_merchants_of_app() returns trigger
  language plpgsql
  security definer
  set search_path from current
  as $$
declare
  shops bigint[];
begin
  call lock_merchants();
  select array_agg(shop_number) into shops
  from merchant_apps
  where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number;
  call roll_up_merchants(shops);
  return null;
end $$;
create trigger roll_up_merchants_of_app
  after update of removed_at on apps
  for each row when ((old.removed_at is null) <> (new.removed_at is null))
  execute function roll_up_merchants_of_app();

-- A transaction without a shop belongs to the pair whose charge it names. Only the number is shared by the two
-- feeds; a column, because row security keeps an index on an expression from being used.
alter table app_events add column charge_number text generated always as (substring(charge_id from '[0-9]+$')) stored;
alter table transactions add column charge_number text generated always as (substring(charge_id from '[0-9]+$')) stored;
create index app_events_by_charge on app_events (organization_id, connection_id, app_number, charge_number)
  where charge_number is not null;
create index transactions_by_charge on transactions (organization_id, connection_id, app_number, charge_number)
  where charge_number is not null and shop_number is not null;
create index transactions_without_shop on transactions (organization_id, connection_id, app_number, charge_number)
  where charge_number is not null and shop_number is null;

-- Its arrival touches that pair; nobody else can tell which one that is.
create function mark_pair_of_charge() returns trigger
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
  on conflict (organization_id, connection_id, app_number, shop_number) do update set mark = excluded.mark;
  return null;
end $$;
create trigger mark_pair_of_charge
  after insert or update on transactions
  for each row when (new.shop_number is null and new.app_number is not null and new.charge_number is not null)
  execute function mark_pair_of_charge();
