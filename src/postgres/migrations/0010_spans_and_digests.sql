--! breaking
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
call bind_to_tenant('merchant_spans');
grant select, insert, update, delete on merchant_spans to convot_worker;
grant select on merchant_spans to convot_api, convot_readonly;

-- A hash of all that one fold gave: when the next one gives the same, nothing is written.
alter table merchant_apps add column digest text not null default '';
-- It moved with every fold, although nothing else did, and nobody read it.
alter table merchant_apps drop column as_of;

-- Merchants that were derived by older rules. The version comes first: a planner without fresh statistics would take an
-- index that begins as the primary key does for the look-up of a single pair.
create index merchant_apps_by_rules on merchant_apps (rules_version, organization_id, connection_id);

-- Everything is derived once by the new shape of the results. Forced row security would hide it from a migrating role
-- that it binds.
alter table merchant_apps no force row level security;
update merchant_apps set rules_version = 0;
alter table merchant_apps force row level security;

-- All tables of one pair's results are written and cleared together; the keys were checked row by row for nothing.
alter table merchant_app_money drop constraint merchant_app_money_organization_id_connection_id_app_numbe_fkey;
alter table merchant_events drop constraint merchant_events_organization_id_connection_id_app_number_s_fkey;
alter table merchant_charges drop constraint merchant_charges_organization_id_connection_id_app_number__fkey;

-- Who is on a plan at a price is looked up for every merchant. One column for all of it: row security keeps comparisons
-- of numeric from an index, and a planner without statistics takes any index that begins with the same columns.
create function price_key(connection_id uuid, app_number bigint, currency text, price text, plan text) returns text
  language sql immutable parallel safe
  return md5(connection_id::text || ' ' || app_number::text || ' ' || currency || ' ' || price || ' ' || plan);
alter table merchant_charges add column price_key text
  generated always as (price_key(connection_id, app_number, currency, price::text, plan)) stored;
drop index merchant_charges_by_price;
create index merchant_charges_by_price on merchant_charges
  (organization_id, price_key, interval_rule, billing_interval, shop_number)
  where not test;
