--! compatible
-- Who may see what the schema is, and what keeps code away from it that is too old.
--
-- Beside the code before it: yes. Locks: none that anybody waits for.

grant select on migrations to convot_api, convot_worker, convot_readonly;

/**
 * The migration that code must know at least, or it reads and writes no tenant's rows: the newest breaking one. The migrator
 * writes it anew before it runs one (src/postgres/schema/breaking.ts). Not immutable: a plan that was made by the old answer would
 * stand.
 */
create function minimum_schema_version() returns integer
  language sql stable parallel safe
  return 0;

create function refuse_older_code() returns text
  language plpgsql stable parallel safe
  as $$
begin
  raise exception 'this code is older than a breaking migration' using errcode = 'object_not_in_prerequisite_state';
end $$;

/**
 * The organization whose transaction this is; null outside of one, so that every policy shows nothing. Every policy asks for
 * it, so this is where the database itself refuses a process of older code, whatever that has heard of. Who looks by hand
 * says nothing of what he knows, and is let in.
 */
create or replace function current_organization() returns text
  language sql stable parallel safe
  return case
    when coalesce(nullif(current_setting('app.schema_version', true), ''), '0')::integer >= minimum_schema_version()
      or current_setting('application_name') not like 'convot-%'
      then nullif(current_setting('app.organization_id', true), '')
    else refuse_older_code()
  end;
