--! compatible
-- Raw rows, exactly as Shopify sent them. Everything shown is derived from these and can be rebuilt.

-- `missing_since` in both feeds: a whole walk did not see the row any more. Marked, never deleted: Shopify says nowhere
-- why a row would go. `unfamiliar`: Shopify adds types inside a released version. Such rows are stored like all others and
-- counted by an index that is empty as long as nothing is new, so that counting costs nothing and writing a known row does
-- not touch it; the lists are of version 2026-07, and a later migration may lengthen them.
create table transactions (
  organization_id text not null,
  connection_id uuid not null,
  -- Shopify's id: gid://partners/AppSubscriptionSale/123456789
  id text not null,
  -- The GraphQL __typename.
  type text not null,
  created_at timestamptz not null,
  app_number bigint,
  shop_number bigint,
  -- Kind and number, AppSubscription/2345678901; null before September 2020 and for rows without a charge.
  charge_id text,
  raw jsonb not null,
  -- When the request that brought this content began, by database time: an answer to a later request wins.
  requested_at timestamptz not null,
  -- Only the number is shared by the two feeds; a column, because row security keeps an index on an expression from being
  -- used.
  charge_number text generated always as (substring(charge_id from '[0-9]+$')) stored,
  missing_since timestamptz,
  unfamiliar boolean generated always as (type not in (
    'AppSubscriptionSale', 'AppOneTimeSale', 'AppUsageSale', 'AppSaleAdjustment', 'AppSaleCredit', 'ServiceSale',
    'ServiceSaleAdjustment', 'ThemeSale', 'ThemeSaleAdjustment', 'ReferralTransaction', 'ReferralAdjustment',
    'TaxTransaction', 'LegacyTransaction'
  )) stored,
  primary key (organization_id, connection_id, id)
);
create index transactions_of_pair on transactions (organization_id, connection_id, app_number, shop_number);
create index transactions_by_time on transactions (organization_id, connection_id, created_at);
create index transactions_by_charge on transactions (organization_id, connection_id, app_number, charge_number)
  where charge_number is not null and shop_number is not null;
create index transactions_without_shop on transactions (organization_id, connection_id, app_number, charge_number)
  where charge_number is not null and shop_number is null;
create index transactions_missing on transactions (organization_id, connection_id) where missing_since is not null;
create index transactions_unfamiliar on transactions (organization_id, connection_id, type) where unfamiliar;
call bind_to_tenant('transactions');
grant select, insert, update on transactions to convot_worker;
grant select on transactions to convot_api, convot_readonly;

-- App events have no id: app, shop, type, instant and charge are their identity.
create table app_events (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  type text not null,
  occurred_at timestamptz not null,
  -- Charge or credit, kind and number; empty for relationship events.
  charge_id text not null,
  raw jsonb not null,
  requested_at timestamptz not null,
  charge_number text generated always as (substring(charge_id from '[0-9]+$')) stored,
  missing_since timestamptz,
  unfamiliar boolean generated always as (type not in (
    'CREDIT_APPLIED', 'CREDIT_FAILED', 'CREDIT_PENDING', 'ONE_TIME_CHARGE_ACCEPTED', 'ONE_TIME_CHARGE_ACTIVATED',
    'ONE_TIME_CHARGE_DECLINED', 'ONE_TIME_CHARGE_EXPIRED', 'RELATIONSHIP_DEACTIVATED', 'RELATIONSHIP_INSTALLED',
    'RELATIONSHIP_REACTIVATED', 'RELATIONSHIP_UNINSTALLED', 'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
    'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED', 'SUBSCRIPTION_CHARGE_ACCEPTED', 'SUBSCRIPTION_CHARGE_ACTIVATED',
    'SUBSCRIPTION_CHARGE_CANCELED', 'SUBSCRIPTION_CHARGE_DECLINED', 'SUBSCRIPTION_CHARGE_EXPIRED',
    'SUBSCRIPTION_CHARGE_FROZEN', 'SUBSCRIPTION_CHARGE_UNFROZEN', 'USAGE_CHARGE_APPLIED'
  )) stored,
  primary key (organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id)
);
create index app_events_by_time on app_events (organization_id, connection_id, app_number, occurred_at);
create index app_events_by_charge on app_events (organization_id, connection_id, app_number, charge_number)
  where charge_number is not null;
create index app_events_missing on app_events (organization_id, connection_id) where missing_since is not null;
create index app_events_unfamiliar on app_events (organization_id, connection_id, type) where unfamiliar;
call bind_to_tenant('app_events');
grant select, insert, update on app_events to convot_worker;
grant select on app_events to convot_api, convot_readonly;

-- Shops are known by number; name and domain change and may come back as REDACTED. A name of which nothing can be seen is
-- empty.
create table shops (
  organization_id text not null,
  connection_id uuid not null,
  shop_number bigint not null,
  name text not null,
  myshopify_domain text not null,
  -- Time of the row that named it so; the newest row names it.
  named_at timestamptz not null,
  first_seen_at timestamptz not null,
  last_event_at timestamptz not null,
  primary key (organization_id, connection_id, shop_number)
);
call bind_to_tenant('shops');
grant select, insert, update on shops to convot_worker;
grant select on shops to convot_api, convot_readonly;

-- Rows that neither the schema nor Postgres can take, with their bytes: set aside, counted, shown; the page goes on.
create table quarantined_rows (
  organization_id text not null,
  connection_id uuid not null,
  hash text not null,
  feed text not null,
  reason text not null,
  -- After a year the bytes go and the row stays: that something of Shopify's could not be stored goes on being counted.
  raw bytea,
  first_seen_at timestamptz not null default now(),
  -- What it would be known by, where that much of it can be read: transaction id, or what tells an event from others. A
  -- row that Shopify corrects leaves the quarantine when it is stored.
  row_key text,
  primary key (organization_id, connection_id, hash)
);
create index quarantined_rows_by_key on quarantined_rows (organization_id, connection_id, feed, row_key)
  where row_key is not null;
call bind_to_tenant('quarantined_rows');
grant select, insert, update (raw), delete on quarantined_rows to convot_worker;
grant select on quarantined_rows to convot_api, convot_readonly;

-- (app, shop) pairs whose rows changed since they were last folded. Pages and folds of one connection do not run at the
-- same time (they lock its sync_status row), so a pair that is marked already is left alone: most are, while a long past
-- is being read.
create table merchant_marks (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  primary key (organization_id, connection_id, app_number, shop_number)
);
call bind_to_tenant('merchant_marks');
grant select, insert, update, delete on merchant_marks to convot_worker;
grant select on merchant_marks to convot_readonly;

-- A transaction without a shop belongs to the pair whose charge it names. Its arrival touches that pair; nobody else can
-- tell which one that is.
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
  on conflict do nothing;
  return null;
end $$;
create trigger mark_pair_of_charge
  after insert or update on transactions
  for each row when (new.shop_number is null and new.app_number is not null and new.charge_number is not null)
  execute function mark_pair_of_charge();
