--! compatible
-- What a planner has to know of the tables that are read pair by pair. Autovacuum learns it within a minute; by then the
-- first sync on a new database is over, and has looked for each pair among all rows of its connection: quadratic.

select set_config('search_path', format('%I, pg_temp', current_schema()), true); -- see 0003_requests.sql

-- Analyzes those of which nothing is known, and those that have grown fourfold since. Whoever comes while another does it
-- goes on without, as does who would have to wait for somebody else's lock: it is a hint.
create procedure refresh_statistics()
  language plpgsql security definer
  set search_path from current
  set lock_timeout = '100ms'
  as $$
declare
  grown regclass;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('statistics', 0)) then
    return;
  end if;
  for grown in
    select c.oid::regclass
    from pg_class c
    where c.oid in ('transactions'::regclass, 'app_events'::regclass)
      and (c.reltuples < 0 or pg_relation_size(c.oid) > 4 * c.relpages::bigint * current_setting('block_size')::bigint)
  loop
    execute format('analyze %s', grown);
  end loop;
exception
  when lock_not_available then
    null;
end $$;
revoke execute on procedure refresh_statistics() from public;
grant execute on procedure refresh_statistics() to convot_worker;
