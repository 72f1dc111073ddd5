--! compatible
-- What Convot is told of a connection.
--
-- Beside the code before it: yes. Locks: `webhook_messages`, `connection_directory` and `sync_status`, against everybody, for
-- as long as it takes to write one row a connection; no other row is read or written.

-- Such a message is of no app and no shop. That it is so of older ones 0020_metrics.sql looks at, while they are in use.
alter table webhook_messages
  alter column app_number drop not null,
  alter column shop_number drop not null,
  add constraint webhook_messages_of_app_and_shop check ((app_number is null) = (shop_number is null)) not valid;

-- Beside what is due the worker sees across tenants which connections get no new rows. All of it is written by the
-- statements that write the directory anyway: an idle cycle has no write more.
alter table connection_directory
  -- When it was connected, or until when nothing is missing, whichever is later; while a first sync gets on, its last step.
  add column fresh_at timestamptz not null default now(),
  -- When the past was all here and derived, for the first time.
  add column first_whole_at timestamptz,
  -- What Convot was told that is not over, and by which message: it is told once that it is over.
  add column trouble text check (trouble in ('error', 'stale')),
  add column trouble_message_id text,
  add check ((trouble is null) = (trouble_message_id is null));

-- Nobody is told of a first sync that was over before. The owner is bound to a tenant as everybody is, and would find no row.
alter table connection_directory no force row level security;
alter table sync_status no force row level security;
update connection_directory d
set first_whole_at = s.first_backfilled_at
from sync_status s
where s.organization_id = d.organization_id and s.connection_id = d.connection_id;
alter table connection_directory force row level security;
alter table sync_status force row level security;

-- The status is named only when a connection is connected, stopped or ended (copy_status_to_directory).
create function note_connecting() returns trigger
  language plpgsql
  as $$
begin
  if new.status = 'connected' then
    new.fresh_at := now();
  elsif new.status in ('disconnecting', 'disconnected') then
    -- Who disconnects knows: nobody is told that it is over, and whoever connects again begins anew.
    new.trouble := null;
    new.trouble_message_id := null;
  end if;
  return new;
end $$;
create trigger note_connecting
  before insert or update of status on connection_directory
  for each row execute function note_connecting();
