--! compatible, in steps
-- What is told of merchants by the change feed, as messages to Convot.
--
-- Beside the code before it: yes, which sends none of them. Locks: `webhook_messages` and `change_feeds`, against everybody,
-- for a moment each: no row is read or written. Each in a step of its own, because no order fits everybody: a fold notes its
-- changes before its messages, an erasure looks at messages first.
select set_config('search_path', format('%I, pg_temp', current_schema()), false); -- see 0003_requests.sql

-- The message of an update that Convot refused is of no connection: a merchant may be of several.
alter table webhook_messages alter column connection_id drop not null;
-- Nor of one app: it goes with its shop.
alter table webhook_messages drop constraint if exists webhook_messages_of_app_and_shop;
--! step
-- At once as the policy needs it: a lock that grows waits for readers who wait for it.
lock table change_feeds in access exclusive mode;

-- Up to where Convot has been told of an organization's feed. None where it was never told anything.
create table if not exists update_cursors (
  -- Gone with the feed, so that whoever tells of it at that moment leaves nothing behind.
  organization_id text primary key references change_feeds (organization_id) on delete cascade,
  epoch text not null,
  -- What of the epoch is the same for every organization: by it those are found whose epoch is over.
  installation_epoch text not null,
  number bigint not null,
  -- Until then somebody is at it; whoever is behind after that has nobody.
  due_at timestamptz not null default now(),
  -- When Convot last took anything of it.
  accepted_at timestamptz,
  -- Since when it takes nothing of what is next; null once it does.
  refused_since timestamptz
);
do $$
begin
  if not exists (select from pg_policies where schemaname = current_schema() and tablename = 'update_cursors') then
    call bind_to_tenant('update_cursors');
    -- The owner looks at all rows, as in 0020_metrics.sql.
    create policy metrics on update_cursors for select to current_user using (true);
    create policy behind on change_feeds for select to current_user using (true);
  end if;
end $$;
grant select, insert, update on update_cursors to convot_worker;
grant select on update_cursors to convot_readonly;

-- current_feed_epoch counts them, and what went of the feed; who erased it is no matter of the worker's.
grant select (organization_id, kind, counts) on erasures to convot_worker;

/**
 * Organizations of whose feed Convot has not been told everything, and for whom nobody is at it: those first that wait
 * longest.
 * @param installation `current_feed_epoch()` of no organization
 */
create or replace function organizations_behind(installation text, most integer)
  returns table (organization_id text)
  language sql stable security definer
  set search_path from current
  as $$
  select f.organization_id
  from change_feeds f
  left join update_cursors c using (organization_id)
  where f.last > 0
    and (c.number is null or c.number < f.last or c.installation_epoch <> installation)
    and (c.due_at is null or c.due_at < now())
  order by c.due_at nulls first
  limit most
$$;
revoke all on function organizations_behind(text, integer) from public;
grant execute on function organizations_behind(text, integer) to convot_worker;

-- As before (0020_metrics.sql), and beside the messages of the outbox what is told of feeds: those that Convot takes
-- nothing of, and when it took something. Of feeds that nobody is at any more, nothing.
create or replace function outbox_metrics(
  out pending bigint,
  out failed bigint,
  out oldest_seconds double precision,
  out refused_seconds double precision
)
  language sql stable security definer
  set search_path from current
  as $$
  select
    (select count(*) from (select from webhook_messages where state = 'pending' limit 100000) as counted),
    (select count(*) from (select from webhook_messages where state = 'failed' limit 100000) as counted),
    extract(epoch from now() - least(
      (select min(created_at) from webhook_messages where state = 'pending'),
      (select min(refused_since) from update_cursors where due_at > now() - interval '5 minutes')
    )),
    extract(epoch from now() - least(
      (
        select min(created_at)
        from webhook_messages
        where state = 'pending' and last_answer !~ '^2\d\d$' and created_at > taken.at
      ),
      (
        select min(refused_since)
        from update_cursors
        where due_at > now() - interval '5 minutes' and refused_since > taken.at
      )
    ))
  from (
    select coalesce(greatest(
      (select max(last_attempt_at) from webhook_messages where last_answer ~ '^2\d\d$'),
      (select max(accepted_at) from update_cursors)
    ), '-infinity') as at
  ) as taken;
$$;
