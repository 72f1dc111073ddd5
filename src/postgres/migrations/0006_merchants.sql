--! compatible
-- What one app is to one shop: the result of one fold of the pair's rows. All but the corrections and the operator's
-- settings can be rebuilt. Money is in twelfths of a millionth of the currency's unit, so that sums and annual prices stay
-- exact. All tables of one pair's results are written and cleared together, so no foreign key checks it row by row.

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
  rules_version integer not null,
  -- A hash of all that one fold gave: when the next one gives the same, nothing is written.
  digest text not null default '',
  primary key (organization_id, connection_id, app_number, shop_number)
);
create index merchant_apps_of_shop on merchant_apps (organization_id, shop_number);
create index merchant_apps_due on merchant_apps (organization_id, connection_id, next_change_at) where next_change_at is not null;
-- Merchants that were derived by older rules. The version comes first: a planner without fresh statistics would take an
-- index that begins as the primary key does for the look-up of a single pair.
create index merchant_apps_by_rules on merchant_apps (rules_version, organization_id, connection_id);
call bind_to_tenant('merchant_apps');
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
  primary key (organization_id, connection_id, app_number, shop_number, currency)
);
create index merchant_app_money_of_shop on merchant_app_money (organization_id, shop_number);
call bind_to_tenant('merchant_app_money');
grant select, insert, update, delete on merchant_app_money to convot_worker;
grant select on merchant_app_money to convot_api, convot_readonly;

-- Who is on a plan at a price is looked up for every merchant. One column for all of it: row security keeps comparisons
-- of numeric from an index, and a planner without statistics takes any index that begins with the same columns.
create function price_key(connection_id uuid, app_number bigint, currency text, price text, plan text) returns text
  language sql immutable parallel safe
  return md5(connection_id::text || ' ' || app_number::text || ' ' || currency || ' ' || price || ' ' || plan);

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
  price_key text generated always as (price_key(connection_id, app_number, currency, price::text, plan)) stored,
  primary key (organization_id, connection_id, app_number, shop_number, charge_number)
);
create index merchant_charges_of_shop on merchant_charges (organization_id, shop_number);
-- Which intervals the shops on a plan at a price have, and who still has to guess.
create index merchant_charges_by_price on merchant_charges
  (organization_id, price_key, interval_rule, billing_interval, shop_number)
  where not test;
call bind_to_tenant('merchant_charges');
grant select, insert, update, delete on merchant_charges to convot_worker;
grant select on merchant_charges to convot_api, convot_readonly;

-- How often a plan of an app bills, where the operator knows better than its name or other shops' sales.
create table plan_intervals (
  organization_id text not null,
  app_number bigint not null,
  -- As Shopify's events name it.
  plan text not null,
  billing_interval text not null check (billing_interval in ('EVERY_30_DAYS', 'ANNUAL')),
  set_by text not null,
  set_at timestamptz not null default now(),
  primary key (organization_id, app_number, plan)
);
call bind_to_tenant('plan_intervals');
grant select, insert, update, delete on plan_intervals to convot_worker;
grant select on plan_intervals to convot_api, convot_readonly;

-- Figures of the past that changed later: what, from, to, when learned, by what. A log: nobody changes a line, and only
-- time deletes one. Unlike all that is derived it cannot be rebuilt, because it tells what was shown before.
create table merchant_corrections (
  organization_id text not null,
  connection_id uuid not null,
  -- In the order in which they were learned.
  id bigint generated always as identity,
  app_number bigint not null,
  shop_number bigint not null,
  figure text not null
    check (figure in ('mrr', 'plan', 'status', 'installedAt', 'firstSubscribedAt', 'uninstalledAt')),
  -- Where the stretch of time begins in which the figure is another one; null for a date, which is one itself.
  at timestamptz,
  -- Plan, status or date; null where there was or is none.
  from_value text,
  to_value text,
  from_mrr numeric(38, 0),
  to_mrr numeric(38, 0),
  currency text,
  cause text not null check (cause in ('row', 'time', 'rule')),
  evidence text[] not null,
  learned_at timestamptz not null default now(),
  primary key (organization_id, connection_id, id),
  check ((figure = 'mrr') = (from_mrr is not null and to_mrr is not null and currency is not null))
);
create index merchant_corrections_newest on merchant_corrections (organization_id, shop_number, id desc);
call bind_to_tenant('merchant_corrections');
create policy only_expired on merchant_corrections as restrictive for delete to convot_worker
  using (learned_at < now() - interval '3 years');
grant select, insert, delete on merchant_corrections to convot_worker;
grant select on merchant_corrections to convot_api, convot_readonly;
