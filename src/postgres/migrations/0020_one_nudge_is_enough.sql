-- That one more sync is wanted stands here, not in the number of signals: however often it is asked for, one nudge is
-- enough, and one that was lost is seen by an indexed look.
alter table connection_directory
  -- The request that no sync has taken up yet.
  add column wanted_at timestamptz,
  -- The one that a sync has taken up and not served yet: should it die, the next one goes on with it.
  add column taken_at timestamptz,
  -- When the workflow was last told to look, whoever told it.
  add column nudged_at timestamptz,
  -- In vain, since a sync last ended, by the reconciler.
  add column nudges integer not null default 0;
drop index connection_directory_running;
create index connection_directory_due on connection_directory (next_sync_at) where status in ('connected', 'disconnecting');

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
        nudges = 0;
  return null;
end $$;

-- A run of the workflow that begins anew reads from here what the one before it knew of failures.
alter table connections
  -- Of any kind, since the last success; consecutive_failures are the last ones in a row, of one kind.
  add column failures_in_all integer not null default 0,
  -- The last failure that counted.
  add column failure_counted_at timestamptz,
  -- Of the attempt that was recorded last: recording it twice counts once.
  add column failure_key text;
grant select (failures_in_all, failure_counted_at) on connections to convot_readonly;

-- The last sync that ended without error.
alter table sync_status add column succeeded_at timestamptz;
