-- Figures of the past that changed later: what, from, to, when learned, by what. A log: nobody changes or deletes a line,
-- and unlike all that is derived it cannot be rebuilt, because it tells what was shown before.
create table merchant_corrections (
  organization_id text not null,
  connection_id uuid not null,
  -- In the order in which they were learned.
  id bigint generated always as identity,
  app_number bigint not null,
  shop_number bigint not null,
  figure text not null
    check (figure in ('mrr', 'plan', 'status', 'installedAt', 'firstSubscribedAt', 'uninstalledAt')),
  -- Where the stretch of time begins in which the figure is another one; null for a date, which is one itself.
  at timestamptz,
  -- Plan, status or date; null where there was or is none.
  from_value text,
  to_value text,
  from_mrr numeric(38, 0),
  to_mrr numeric(38, 0),
  currency text,
  cause text not null check (cause in ('row', 'time', 'rule')),
  evidence text[] not null,
  learned_at timestamptz not null default now(),
  primary key (organization_id, connection_id, id),
  check ((figure = 'mrr') = (from_mrr is not null and to_mrr is not null and currency is not null))
);
call bind_to_tenant('merchant_corrections');
create index merchant_corrections_newest on merchant_corrections (organization_id, shop_number, id desc);
grant select, insert on merchant_corrections to convot_worker;
grant select on merchant_corrections to convot_api, convot_readonly;

-- Since when all rows of the first sync are here and derived: until then figures grow, and are not corrected.
alter table sync_status add column whole_since timestamptz;
-- The last time that nothing had been read for more than an hour: what happened meanwhile is news, however old it is.
alter table sync_status add column absent_from timestamptz;
alter table sync_status add column absent_until timestamptz;

-- What happens once or seldom is noted here, so that the statements of every sync stay as they are. Of connections
-- that are whole already the next sync notes it.
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
