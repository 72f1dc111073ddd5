--! compatible
-- What watches over what is stored: full scans that compare, and what Shopify is asked again once a day.

-- One for each weekly walk. What it met otherwise than it was stored is counted as its pages come.
create table sync_walks (
  organization_id text not null,
  connection_id uuid not null,
  -- As sync_status.walk_started_at says of the newest.
  started_at timestamptz not null,
  -- When its last page was stored; null while there are more.
  ended_at timestamptz,
  -- False once a page of the transactions was refused: what is behind it was not compared.
  whole boolean not null default true,
  -- Apps of whose events a page was refused, as of one that the organization no longer has.
  apps_skipped integer not null default 0,
  rows_compared integer not null default 0,
  -- Stored with another content, or as one that Shopify no longer showed.
  rows_changed integer not null default 0,
  -- Not stored before.
  rows_added integer not null default 0,
  -- Stored, and not shown any more: marked by `missing_since`.
  rows_missing integer not null default 0,
  primary key (organization_id, connection_id, started_at),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('sync_walks');
grant select, insert, update on sync_walks to convot_worker;
grant select on sync_walks to convot_api, convot_readonly;

-- The walk whose rows marked the pair, and by whose rows a figure of the past came to be another one.
alter table merchant_marks add column walk_started_at timestamptz;
alter table merchant_corrections add column walk_started_at timestamptz;
create index merchant_corrections_of_walk on merchant_corrections (organization_id, connection_id, walk_started_at)
  where walk_started_at is not null;

-- When each permission was last asked for by itself: begun, whatever came of it, and answered.
alter table sync_status
  add column probes_begun_at timestamptz,
  add column permissions_probed_at timestamptz;

-- What Shopify says of its API versions, and what the next one says of our queries: the same for every tenant, so that one
-- connection asks for all. A single row.
create table api_version_check (
  single boolean primary key default true check (single),
  -- Taken by the sync that asks, so that no other does.
  begun_at timestamptz not null,
  -- When Shopify last answered all of it.
  ended_at timestamptz,
  -- The version that we asked in then, and those that Shopify listed as supported; null until it has answered.
  own_version text not null,
  supported text[],
  listed_at timestamptz,
  -- The version after ours, and what became of our queries there; null until they were put to it.
  next_version text,
  next_outcome text check (next_outcome in ('accepted', 'refused', 'not_served')),
  -- Names of the refused queries, each with the places in it.
  refused jsonb not null default '[]',
  next_checked_at timestamptz
);
grant select, insert, update on api_version_check to convot_worker;
grant select on api_version_check to convot_api, convot_readonly;
