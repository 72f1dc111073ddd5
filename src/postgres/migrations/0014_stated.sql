--! compatible
-- What Shopify states from API version 2026-07 on: answers of `activeSubscription`, and root `events` beside App.events.

-- One row for each answer that differs from the one before it. JSON's null: the shop has no contract with the app.
create table subscription_answers (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  -- When the request began, by database time.
  observed_at timestamptz not null,
  raw jsonb not null,
  primary key (organization_id, connection_id, app_number, shop_number, observed_at)
);
call bind_to_tenant('subscription_answers');
grant select, insert on subscription_answers to convot_worker;
grant select on subscription_answers to convot_api, convot_readonly;

-- When each pair was last asked for, whatever came of it, and is to be again; never, while `due_at` is null. Those that are
-- on are asked for once a day, and every pair when its charge changes: what is derived says so.
create table subscription_looks (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  due_at timestamptz,
  looked_at timestamptz,
  -- `disagrees`: the answer is of another shop or app than was asked for, and is dropped.
  outcome text check (outcome in ('stated', 'none', 'disagrees', 'damaged', 'refused')),
  primary key (organization_id, connection_id, app_number, shop_number),
  check ((looked_at is null) = (outcome is null))
);
create index subscription_looks_due on subscription_looks (organization_id, connection_id, due_at) where due_at is not null;
call bind_to_tenant('subscription_looks');
grant select, insert, update on subscription_looks to convot_worker;
grant select on subscription_looks to convot_api, convot_readonly;

-- Rows of root `events` that name an app and a shop. It has ids under gid://shopify/, of which only an app's number is
-- known to be the same as elsewhere: the shop is found by its domain.
create table timeline_events (
  organization_id text not null,
  connection_id uuid not null,
  id text not null,
  type text not null,
  occurred_at timestamptz not null,
  app_number bigint not null,
  shopify_shop_number bigint not null,
  myshopify_domain text not null,
  -- The one shop that had the domain when both were known first, and from then on: domains change, and are hidden later.
  shop_number bigint,
  raw jsonb not null,
  requested_at timestamptz not null,
  primary key (organization_id, connection_id, id)
);
create index timeline_events_of_pair on timeline_events (organization_id, connection_id, app_number, shop_number, occurred_at)
  where shop_number is not null;
create index timeline_events_waiting on timeline_events (organization_id, connection_id, myshopify_domain)
  where shop_number is null;
call bind_to_tenant('timeline_events');
grant select, insert, update on timeline_events to convot_worker;
grant select on timeline_events to convot_api, convot_readonly;

-- What tells rows apart comes first: a planner without fresh statistics would take an index that begins as the primary key
-- does for the look-up of a single row.
create index shops_by_domain on shops (myshopify_domain, organization_id, connection_id);

alter table merchant_apps
  -- The UTC day on which the shown charge is to end, as Shopify states it.
  add column cancels_on date,
  -- When a row last said that something of a subscription changes.
  add column charge_changed_at timestamptz;

-- Read for the names of apps until now: what it tells besides is read from its beginning. The owner is bound to a tenant
-- as everybody is, and would find no row: not while this goes on.
alter table sync_feeds no force row level security;
alter table sync_windows no force row level security;
update sync_feeds set head_from = null, head_digest = null where feed = 'timeline';
delete from sync_windows where feed = 'timeline';
alter table sync_feeds force row level security;
alter table sync_windows force row level security;
