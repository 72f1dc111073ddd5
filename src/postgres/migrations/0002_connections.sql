-- What the owner decided and what became of it. Changes seldom; a sync locks its row with every page it stores.
create table connections (
  organization_id text not null,
  id uuid not null,
  partner_organization_id text not null check (partner_organization_id ~ '^[1-9][0-9]{0,18}$'),
  status text not null check (status in ('connected', 'error', 'disconnecting', 'disconnected')),
  -- Raised by connect and reconnect. A sync writes only while it still is what the sync started with.
  generation integer not null default 1,
  -- v1.<key id>.<iv>.<ciphertext>.<tag>, base64url; null once disconnecting.
  token_ciphertext text,
  token_hint text,
  connected_by text not null,
  connected_at timestamptz not null,
  consecutive_failures integer not null default 0,
  error_code text,
  error_permission text check (error_permission in ('view_financials', 'manage_apps')),
  error_since timestamptz,
  error_reference text,
  primary key (organization_id, id),
  unique (organization_id, partner_organization_id),
  -- After disconnect no token is left, not even encrypted.
  check (token_ciphertext is null or status in ('connected', 'error'))
);
call bind_to_tenant('connections');
grant select, insert, update on connections to convot_api;
grant select, update on connections to convot_worker;
grant select (
  organization_id, id, partner_organization_id, status, generation, token_hint, connected_by, connected_at,
  consecutive_failures, error_code, error_permission, error_since, error_reference
) on connections to convot_readonly;

-- The one table that the worker reads across tenants: which connections there are and when each is due.
create table connection_directory (
  organization_id text not null,
  connection_id uuid not null,
  status text not null,
  next_sync_at timestamptz,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('connection_directory');
create policy whole_directory on connection_directory for select to convot_worker using (true);
create index connection_directory_running on connection_directory (connection_id) where status in ('connected', 'disconnecting');
grant select, insert, update on connection_directory to convot_api, convot_worker;
grant select on connection_directory to convot_readonly;

-- The directory's status is a copy; only this trigger writes it, so it cannot go stale.
create function copy_status_to_directory() returns trigger
  language plpgsql
  as $$
begin
  insert into connection_directory (organization_id, connection_id, status, next_sync_at)
  values (new.organization_id, new.id, new.status, now())
  on conflict (organization_id, connection_id) do update
    set status = excluded.status,
        next_sync_at = case when excluded.status in ('connected', 'disconnecting') then now() end;
  return null;
end $$;
create trigger copy_status_to_directory
  after insert or update of status, generation on connections
  for each row execute function copy_status_to_directory();

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
  backfilled boolean not null default false,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('sync_status');
grant select, insert, update on sync_status to convot_api, convot_worker;
grant select on sync_status to convot_readonly;

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

create table apps (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null check (app_number > 0),
  name text,
  source text not null check (source in ('auto', 'manual')),
  problem text check (problem in ('not_visible', 'refused')),
  added_at timestamptz not null default now(),
  -- A manual app that was taken away: its rows stay, hidden, and return when it is added or discovered again.
  removed_at timestamptz,
  primary key (organization_id, connection_id, app_number),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('apps');
grant select, insert, update on apps to convot_api, convot_worker;
grant select on apps to convot_readonly;

-- Who did what to a connection. Append only; names of things and codes, never a token.
create table audit_log (
  organization_id text not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  connection_id uuid,
  detail jsonb not null default '{}',
  primary key (organization_id, id)
);
call bind_to_tenant('audit_log');
grant select, insert on audit_log to convot_api, convot_worker;
grant select on audit_log to convot_readonly;

-- Answers of POST requests, kept a day, so that a repeated request has the effect of one.
create table idempotency_keys (
  organization_id text not null,
  key text not null,
  -- Method, path and body, keyed-hashed: the body may hold a token.
  request_hash text not null,
  created_at timestamptz not null default now(),
  -- Null while the first request is in flight.
  response_status integer,
  -- json, not jsonb: a repeated request gets the same bytes.
  response_body json,
  primary key (organization_id, key)
);
create index idempotency_keys_oldest on idempotency_keys (organization_id, created_at);
call bind_to_tenant('idempotency_keys');
grant select, insert, update, delete on idempotency_keys to convot_api;
