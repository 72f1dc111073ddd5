-- Functions that run as their owner look among the caller's temporary tables last. Unnamed, pg_temp comes before all else:
-- a role that may hardly read could put a table of its own, with triggers of its own, where they expect ours. Nor do
-- they look in a schema that bears the owner's name (`"$user"`).
do $$
declare
  definer regprocedure;
begin
  for definer in select oid from pg_proc where prosecdef and pronamespace = current_schema()::regnamespace loop
    execute format('alter function %s set search_path = %I, pg_temp', definer, current_schema());
  end loop;
end $$;
