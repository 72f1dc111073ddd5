--! compatible
-- How far the reading of a Partner account is, and what was read lately.

-- For functions that run as their owner: 0003_requests.sql says why.
select set_config('search_path', format('%I, pg_temp', current_schema()), true);

-- What the running sync says of itself: written every few seconds, so apart from the connection's own row.
create table sync_status (
  organization_id text not null,
  connection_id uuid not null,
  phase text not null default 'idle' check (phase in ('backfilling', 'syncing', 'idle')),
  -- A phase that nobody has said again for long is that of a worker that died.
  phase_at timestamptz not null default now(),
  -- Shopify asked us to wait; binds every later request of the connection on any worker.
  waiting_until timestamptz,
  -- Start of the last head scan that read every feed's newest page.
  head_scanned_at timestamptz,
  -- The same, once nothing between it and the scan before is missing.
  last_synced_at timestamptz,
  data_through timestamptz,
  progress_started_at timestamptz,
  progress_rows bigint not null default 0,
  -- False again while the past of an app that was discovered later is read.
  backfilled boolean not null default false,
  -- The settlement sweep and the weekly walk: when the last one began, and until when they rest, so that they use a small
  -- share of the budget however large the account is.
  sweep_started_at timestamptz,
  walk_started_at timestamptz,
  sparing_until timestamptz,
  -- The API version that Shopify said it answered with, when it last answered; null until it has said one. Newer than the
  -- one asked for when ours is no longer served: it may mean something else by the same fields.
  served_version text,
  -- When the first sync was whole; what was learned until then is the past, not news. Set once, by a trigger only.
  first_backfilled_at timestamptz,
  -- Since when all rows of the first sync are here and derived: until then figures grow, and are not corrected.
  whole_since timestamptz,
  -- The last time that nothing had been read for more than an hour: what happened meanwhile is news, however old it is.
  absent_from timestamptz,
  absent_until timestamptz,
  -- The last sync that ended without error.
  succeeded_at timestamptz,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('sync_status');
grant select, insert, update on sync_status to convot_api, convot_worker;
grant select on sync_status to convot_readonly;

create function note_first_backfill() returns trigger
  language plpgsql
  as $$
begin
  new.first_backfilled_at := clock_timestamp();
  return new;
end $$;
create trigger note_first_backfill
  before update of backfilled on sync_status
  for each row when (new.backfilled and new.first_backfilled_at is null)
  execute function note_first_backfill();

-- What happens once or seldom is noted here, so that the statements of every sync stay as they are.
create function note_wholeness() returns trigger
  language plpgsql
  security definer
  set search_path from current
  as $$
begin
  if new.last_synced_at > old.last_synced_at + interval '1 hour' then
    new.absent_from := old.last_synced_at;
    new.absent_until := new.last_synced_at;
  end if;
  if not new.backfilled then
    new.whole_since := null; -- an app was added, with a past of its own
  elsif new.whole_since is null and new.phase = 'idle' and not exists (
    select
    from merchant_marks
    where organization_id = new.organization_id and connection_id = new.connection_id
  ) then
    new.whole_since := clock_timestamp();
  end if;
  return new;
end $$;
create trigger note_wholeness
  before update on sync_status
  for each row when (
    new.last_synced_at > old.last_synced_at + interval '1 hour'
    or new.backfilled is distinct from (new.whole_since is not null)
  )
  execute function note_wholeness();

-- A sync holds one while it may have a request on the wire; renewed before each request. One row a sync, so that a
-- worker that was paused and one that took over cannot end each other's.
create table sync_leases (
  organization_id text not null,
  connection_id uuid not null,
  holder uuid not null,
  until timestamptz not null,
  primary key (organization_id, connection_id, holder),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('sync_leases');
grant select on sync_leases to convot_api, convot_readonly;
grant select, insert, update, delete on sync_leases to convot_worker;

-- One for each thing that is paged: `transactions`, `timeline`, and `events/<app number>` for every app.
create table sync_feeds (
  organization_id text not null,
  connection_id uuid not null,
  feed text not null,
  -- Inclusive lower bound of the next head scan; null until the feed has had a row.
  head_from timestamptz,
  -- Of the newest page as it was last stored: the same page again, as in every idle cycle, costs no transaction.
  head_digest text,
  -- What Shopify names as the feed's oldest row. A hint only: it says where to divide and how much is left, while the
  -- oldest window stays open below.
  starts_at timestamptz,
  primary key (organization_id, connection_id, feed)
);
call bind_to_tenant('sync_feeds');
grant select, insert, update on sync_feeds to convot_api, convot_worker;
grant select on sync_feeds to convot_readonly;

-- A stretch of a feed that is still being read, newest first; those of one feed are read side by side. Gone once it is
-- whole.
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
  -- A window that was divided while it was being read keeps its filter, to which Shopify's cursor belongs, and ends where
  -- the other half begins.
  stop_at timestamptz,
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
create index sync_runs_newest on sync_runs (organization_id, connection_id, started_at desc, id);
call bind_to_tenant('sync_runs');
grant select, insert, update, delete on sync_runs to convot_worker;
grant select on sync_runs to convot_api, convot_readonly;
