--! compatible
-- Which Partner accounts are connected, their apps, and which connections are due or refused, across tenants.

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
  -- The last ones in a row, of one kind.
  consecutive_failures integer not null default 0,
  error_code text,
  error_permission text check (error_permission in ('view_financials', 'manage_apps')),
  error_since timestamptz,
  error_reference text,
  -- Of any kind, since the last success. A run of the workflow that begins anew reads from here what the one before it
  -- knew of failures.
  failures_in_all integer not null default 0,
  -- The last failure that counted.
  failure_counted_at timestamptz,
  -- Of the attempt that was recorded last: recording it twice counts once.
  failure_key text,
  -- What is shown beside figures that have stopped must not depend on how long the audit log is kept. Null while
  -- connected, or where it was disconnected before anybody noted it.
  disconnected_at timestamptz,
  disconnected_by text,
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
  consecutive_failures, error_code, error_permission, error_since, error_reference, failures_in_all, failure_counted_at,
  disconnected_at, disconnected_by
) on connections to convot_readonly;

-- Beside webhook_directory the one table that the worker reads across tenants: which connections there are, when each is
-- due, and which are refused.
create table connection_directory (
  organization_id text not null,
  connection_id uuid not null,
  status text not null,
  next_sync_at timestamptz,
  -- That one more sync is wanted stands here, not in the number of signals: however often it is asked for, one nudge is
  -- enough, and one that was lost is seen by an indexed look. The request that no sync has taken up yet.
  wanted_at timestamptz,
  -- The one that a sync has taken up and not served yet: should it die, the next one goes on with it.
  taken_at timestamptz,
  -- When the workflow was last told to look, whoever told it.
  nudged_at timestamptz,
  -- In vain, since a sync last ended, by the reconciler.
  nudges integer not null default 0,
  -- What the worker sees across tenants of refused credentials, so that Shopify refusing everybody is told from one owner
  -- whose token is gone. Written by the statements that write the directory anyway: an idle cycle has no write more.
  -- The contract's code; null once a sync works again, or the connection is connected anew.
  refused_code text,
  -- When it began to be refused, having worked. It outlasts the refusal, so that who has recovered can be counted.
  refused_since timestamptz,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
create index connection_directory_due on connection_directory (next_sync_at) where status in ('connected', 'disconnecting');
create index connection_directory_refused on connection_directory (refused_since) where refused_code is not null;
call bind_to_tenant('connection_directory');
create policy whole_directory on connection_directory for select to convot_worker using (true);
grant select, insert, update on connection_directory to convot_api, convot_worker;
grant select on connection_directory to convot_readonly;

-- The directory's status is a copy; only this trigger writes it, so it cannot go stale.
create function copy_status_to_directory() returns trigger
  language plpgsql
  as $$
begin
  -- A failure that is written down names the status, too, and changes nothing here.
  if tg_op = 'UPDATE' and new.status = old.status and new.generation = old.generation then
    return null;
  end if;
  insert into connection_directory (organization_id, connection_id, status, next_sync_at, nudged_at)
  values (new.organization_id, new.id, new.status, now(), now())
  on conflict (organization_id, connection_id) do update
    set status = excluded.status,
        next_sync_at = case when excluded.status in ('connected', 'disconnecting') then now() end,
        wanted_at = null,
        taken_at = null,
        nudged_at = now(),
        nudges = 0,
        -- Shopify has just accepted the token of who is connected.
        refused_code = case when excluded.status <> 'connected' then connection_directory.refused_code end;
  return null;
end $$;
create trigger copy_status_to_directory
  after insert or update of status, generation on connections
  for each row execute function copy_status_to_directory();

create table apps (
  organization_id text not null,
  connection_id uuid not null,
  app_number bigint not null check (app_number > 0),
  -- Null where nothing of it can be seen.
  name text,
  source text not null check (source in ('auto', 'manual')),
  problem text check (problem in ('not_visible', 'refused')),
  added_at timestamptz not null default now(),
  -- A manual app that was taken away: its rows stay, hidden, and return when it is added or discovered again.
  removed_at timestamptz,
  -- Of the row or answer that named the app so: the newest names it, in whatever order pages come.
  named_at timestamptz,
  primary key (organization_id, connection_id, app_number),
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete cascade
);
call bind_to_tenant('apps');
grant select, insert, update on apps to convot_api, convot_worker;
grant select on apps to convot_readonly;

-- When Shopify refused everybody. Belongs to no tenant and names none: how many are in it is counted from the directory.
create table credential_storms (
  id bigint generated always as identity primary key,
  -- What those had in common by whom it was noticed.
  code text not null,
  -- Who began to be refused later than this is in it.
  since timestamptz not null,
  began_at timestamptz not null default now(),
  -- At the latest, until it has passed; then when it did. A storm is on while this is to come, whoever looks.
  ends_at timestamptz not null,
  -- Its end was seen, and told to the operator.
  ended boolean not null default false,
  -- Whichever of several workers notices it first: the others' are none of their own.
  exclude using gist (tstzrange(began_at, ends_at) with &&)
);
alter table credential_storms enable row level security;
alter table credential_storms force row level security;
create policy everybody on credential_storms for select to convot_api, convot_worker, convot_readonly using (true);
create policy begins on credential_storms for insert to convot_worker with check (true);
create policy ends on credential_storms for update to convot_worker using (true);
grant select, insert, update on credential_storms to convot_worker;
-- Whether one is on is all that a tenant may learn.
grant select (ends_at) on credential_storms to convot_api;
grant select on credential_storms to convot_readonly;
