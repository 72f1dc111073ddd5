-- What the worker sees across tenants of refused credentials, so that Shopify refusing everybody is told from one owner
-- whose token is gone. Written by the statements that write the directory anyway: an idle cycle has no write more.
alter table connection_directory
  -- The contract's code; null once a sync works again, or the connection is connected anew.
  add column refused_code text,
  -- When it began to be refused, having worked. It outlasts the refusal, so that who has recovered can be counted.
  add column refused_since timestamptz;
create index connection_directory_refused on connection_directory (refused_since) where refused_code is not null;

create or replace function copy_status_to_directory() returns trigger
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
