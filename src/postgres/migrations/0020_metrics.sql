--! compatible
-- What operators see of all tenants together: numbers, by functions that run as their owner, so that the worker needs no
-- right to a row of any tenant. Each ends soon, whatever is stored: they are called at every scrape of every worker.
--
-- Beside the code before it: yes. Locks: nobody stores messages to Convot while their three indices are built, about two
-- seconds for a million of them; then `connections` and four more tables, for a moment.
select set_config('search_path', format('%I, pg_temp', current_schema()), true); -- see 0003_requests.sql

-- Beside everything that goes on.
alter table webhook_messages validate constraint webhook_messages_of_app_and_shop;

create index webhook_messages_unsettled on webhook_messages (state, created_at) where state in ('pending', 'failed');
-- What Convot did not take, and when it last took something. Answers are HTTP statuses, or words where there was none.
create index webhook_messages_refused on webhook_messages (created_at)
  where state = 'pending' and last_answer !~ '^2\d\d$';
create index webhook_messages_accepted on webhook_messages (last_attempt_at) where last_answer ~ '^2\d\d$';

-- A sync that found nothing to store has no line in sync_runs, which would be 360 a day: what it would say stands here.
alter table sync_status
  -- Of the newest one; null before the first.
  add column idle_id uuid,
  add column idle_kind text,
  add column idle_started_at timestamptz,
  add column idle_ended_at timestamptz,
  add column idle_requests integer,
  add column idle_rows integer,
  -- How many began in each of 24 UTC hours, the newest hour first, and which that is.
  add column idle_by_hour smallint[] not null default array_fill(0::smallint, array[24]),
  add column idle_hour timestamptz;

/** One more in the hour `at`; hours that have passed since `newest` have none. */
create function count_idle_sync(by_hour smallint[], newest timestamptz, at timestamptz)
  returns smallint[]
  language sql immutable
  as $$
  select (shifted[1] + 1)::smallint || shifted[2:24]
  from (
    select (array_fill(0::smallint, array[passed]) || by_hour)[1:24] as shifted
    from (select coalesce(greatest(0, least(24, extract(epoch from at - newest) / 3600)), 24)::integer as passed) as hours
  ) as counted;
$$;

-- How many connections there are of each status, health and failure that is not over. The words, and when each is meant,
-- are those of contract/connection-health.ts; here by what the rows say now, so that they are true of a workflow that
-- cannot run, too.
create function connection_metrics(interval_ms double precision)
  returns table (status text, health text, error_code text, connections integer)
  language sql stable security definer
  set search_path from current
  as $$
  select judged.status, judged.health, judged.error_code, count(*)::integer
  from (
    select
      c.status,
      case
        when c.status <> 'connected' then 'stopped'
        when c.paused_at is not null or exists (select from pause_of_all) then 'paused'
        when s.waiting_until > now() then 'throttled'
        when now() - greatest(
          c.connected_at,
          c.resumed_at,
          case when s.first_backfilled_at is null then s.succeeded_at else s.last_synced_at end
        ) > greatest(
          2 * interval_ms * interval '1 millisecond',
          case when c.error_code is null then interval '2 minutes' else interval '30 minutes' end
        ) then 'stale'
        when c.error_code is not null then 'failing'
        when s.first_backfilled_at is null then 'first_sync'
        else 'ok'
      end as health,
      c.error_code
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
  ) as judged
  group by 1, 2, 3;
$$;

-- How long ago the newest rows of each connected connection were last read whole; of one whose first time is still to
-- come, how long it has been connected. What operators have paused is left out, and counts anew from when it goes on: it
-- is old because they want it so. `within` counts those not older than each of the bounds.
create function freshness_metrics(
  bounds_seconds integer[],
  out within bigint[],
  out connections bigint,
  out sum_seconds double precision,
  out worst_seconds double precision,
  out first_syncs bigint
)
  language sql stable security definer
  set search_path from current
  as $$
  with ages as materialized (
    select
      greatest(extract(epoch from now() - greatest(s.last_synced_at, c.connected_at, c.resumed_at)), 0)::double precision as age,
      s.first_backfilled_at is null as is_first
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.status = 'connected' and c.paused_at is null and not exists (select from pause_of_all)
  )
  select
    array(
      select (select count(*) from ages where age <= bound.seconds)
      from unnest(bounds_seconds) with ordinality as bound (seconds, place)
      order by bound.place
    ),
    count(*), coalesce(sum(age), 0), max(age), count(*) filter (where is_first)
  from ages;
$$;

-- What is left to be derived, and rows that could not be stored; up to 100,000 of each are counted.
create function backlog_metrics(out marked_pairs bigint, out quarantined_rows bigint)
  language sql stable security definer
  set search_path from current
  as $$
  select
    (select count(*) from (select from merchant_marks limit 100000) as counted),
    (select count(*) from (select from quarantined_rows limit 100000) as counted);
$$;

-- Messages to Convot that are not accepted; up to 100,000 of each state are counted. Ages are null where there is none:
-- of the oldest pending one, and of the oldest that was refused of those written since Convot last took any. One message
-- that it refuses for ever while it takes others is not of the latter.
create function outbox_metrics(
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
    extract(epoch from now() - (select min(created_at) from webhook_messages where state = 'pending')),
    extract(epoch from now() - (
      select min(created_at)
      from webhook_messages
      where state = 'pending' and last_answer !~ '^2\d\d$'
        and created_at > coalesce(
          (select max(last_attempt_at) from webhook_messages where last_answer ~ '^2\d\d$'), '-infinity'
        )
    ));
$$;

revoke all on function connection_metrics, freshness_metrics, backlog_metrics, outbox_metrics from public;
grant execute on function connection_metrics, freshness_metrics, backlog_metrics, outbox_metrics to convot_worker;

-- The owner of a table is bound to a tenant like everybody else; for these it may look at all rows. Whatever else runs as
-- the owner names its organization. Last, because each of these locks its table until all of this is done.
create policy metrics on connections for select to current_user using (true);
create policy metrics on sync_status for select to current_user using (true);
create policy metrics on merchant_marks for select to current_user using (true);
create policy metrics on quarantined_rows for select to current_user using (true);
create policy metrics on webhook_messages for select to current_user using (true);
