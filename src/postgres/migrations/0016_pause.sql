--! compatible
-- What operators have paused: a connection, or all of them, also those that are made later. Nothing is sent to Shopify for
-- what is paused; status, token and rows stay.
--
-- Beside the code before it: yes, which heeds no pause. Locks: `connections` and `connection_directory`, against everybody,
-- for a moment: no row is read or written.

alter table connections
  -- Null while an operator has not paused it. Outlasts a disconnect: who paused it decides when it goes on.
  add column paused_at timestamptz,
  add column paused_by text,
  -- When its pause, or that of all, last ended: it is not late by what was before.
  add column resumed_at timestamptz;
grant select (paused_at, paused_by, resumed_at) on connections to convot_readonly;

-- Whether it is paused by itself, seen across tenants: what is paused is not late. A copy, as the status.
alter table connection_directory add column paused boolean not null default false;

create or replace function copy_status_to_directory() returns trigger
  language plpgsql
  as $$
begin
  -- A failure that is written down names the status, too, and changes nothing here.
  if tg_op = 'UPDATE' and new.status = old.status and new.generation = old.generation then
    if (new.paused_at is null) <> (old.paused_at is null) then
      update connection_directory
      set paused = new.paused_at is not null,
          -- What goes on is due now, and not since it was paused.
          next_sync_at = case when new.paused_at is null and new.status = 'connected' then now() else next_sync_at end,
          nudged_at = now(),
          nudges = 0
      where organization_id = new.organization_id and connection_id = new.id;
    end if;
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
drop trigger copy_status_to_directory on connections;
create trigger copy_status_to_directory
  after insert or update of status, generation, paused_at on connections
  for each row execute function copy_status_to_directory();

-- A row while all connections are paused. Belongs to no tenant and names none. Only the operator's role writes it.
create table pause_of_all (
  single boolean primary key default true check (single),
  paused_at timestamptz not null default now(),
  paused_by text not null
);
grant select on pause_of_all to convot_worker;
-- That there is one is all that a tenant may learn.
grant select (single) on pause_of_all to convot_api;
grant select on pause_of_all to convot_readonly;
