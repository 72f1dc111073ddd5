-- Raw rows, exactly as Shopify sent them. Everything shown is derived from these and can be rebuilt.
create table transactions (
  organization_id text not null,
  connection_id uuid not null,
  -- Shopify's id: gid://partners/AppSubscriptionSale/123456789
  id text not null,
  -- The GraphQL __typename. Open: Shopify adds types inside a released version.
  type text not null,
  created_at timestamptz not null,
  app_number bigint,
  shop_number bigint,
  -- Kind and number, AppSubscription/2345678901; null before September 2020 and for rows without a charge.
  charge_id text,
  raw jsonb not null,
  -- When the request that brought this content began, by database time: an answer to a later request wins.
  requested_at timestamptz not null,
  primary key (organization_id, connection_id, id)
);
call bind_to_tenant('transactions');
create index transactions_of_pair on transactions (organization_id, connection_id, app_number, shop_number);
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
  primary key (organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id)
);
call bind_to_tenant('app_events');
grant select, insert, update on app_events to convot_worker;
grant select on app_events to convot_api, convot_readonly;

-- Shops are known by number; name and domain change and may come back as REDACTED.
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
  raw bytea not null,
  first_seen_at timestamptz not null default now(),
  primary key (organization_id, connection_id, hash)
);
call bind_to_tenant('quarantined_rows');
grant select, insert on quarantined_rows to convot_worker;
grant select on quarantined_rows to convot_api, convot_readonly;

-- One for each thing that is paged: `transactions`, `timeline`, and `events/<app number>` for every app.
create table sync_feeds (
  organization_id text not null,
  connection_id uuid not null,
  feed text not null,
  -- Inclusive lower bound of the next head scan; null until the feed has had a row.
  head_from timestamptz,
  -- Of the newest page as it was last stored: the same page again, as in every idle cycle, costs no transaction.
  head_digest text,
  primary key (organization_id, connection_id, feed)
);
call bind_to_tenant('sync_feeds');
grant select, insert, update on sync_feeds to convot_api, convot_worker;
grant select on sync_feeds to convot_readonly;

-- A stretch of a feed that is still being read, newest first. Gone once it is whole.
create table sync_windows (
  organization_id text not null,
  connection_id uuid not null,
  id bigint generated always as identity,
  feed text not null,
  kind text not null check (kind in ('head', 'backfill', 'sweep', 'walk')),
  -- The filter that the cursor belongs to; null is open.
  from_at timestamptz,
  to_at timestamptz,
  -- Shopify's cursor of the last stored edge; null before the first page.
  cursor text,
  -- Oldest instant stored so far.
  reached_at timestamptz,
  -- How many times a refused cursor has made the window begin again since its last stored page.
  restarts integer not null default 0,
  primary key (organization_id, connection_id, id)
);
call bind_to_tenant('sync_windows');
grant select, insert, update, delete on sync_windows to convot_worker;
grant select on sync_windows to convot_api, convot_readonly;

-- One for each sync activity.
create table sync_runs (
  organization_id text not null,
  connection_id uuid not null,
  id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  kind text not null check (kind in ('head', 'backfill', 'sweep', 'walk')),
  outcome text check (outcome in ('ok', 'more', 'failed', 'cancelled')),
  requests integer not null default 0,
  rows integer not null default 0,
  new_rows integer not null default 0,
  error_code text,
  primary key (organization_id, connection_id, id)
);
call bind_to_tenant('sync_runs');
create index sync_runs_newest on sync_runs (organization_id, connection_id, started_at desc, id);
grant select, insert, update, delete on sync_runs to convot_worker;
grant select on sync_runs to convot_api, convot_readonly;

-- (app, shop) pairs whose rows changed since they were last folded. Each change writes the
-- number anew, so that it waits for a fold that is clearing the mark, and is not lost with it.
create sequence merchant_mark;
grant usage on sequence merchant_mark to convot_worker;
create table merchant_marks (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null,
  shop_number bigint not null,
  mark bigint not null default nextval('merchant_mark'),
  primary key (organization_id, connection_id, app_number, shop_number)
);
call bind_to_tenant('merchant_marks');
grant select, insert, update, delete on merchant_marks to convot_worker;
grant select on merchant_marks to convot_readonly;
