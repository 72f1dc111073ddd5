--! compatible
-- The roles of one installation, and how a table is bound to its tenant.

-- Roles belong to the whole cluster, so another database of it may have made them already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['convot_api', 'convot_worker', 'convot_readonly'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls', wanted);
      exception when duplicate_object or unique_violation then
        null; -- a migrator of another database of this cluster was quicker
      end;
    end if;
    -- The role of DATABASE_URL hands its connections over with SET ROLE.
    -- From PostgreSQL 16 on, who creates a role may administer it, but not take it, until granted so.
    if current_setting('server_version_num')::integer >= 160000 then
      execute format('grant %I to %I with set true', wanted, current_user);
    elsif not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to %I', wanted, current_user);
    end if;
    execute format('grant usage on schema %I to %I', current_schema(), wanted);
  end loop;
end $$;

/** The organization whose transaction this is; null outside of one, so that every policy shows nothing. */
create function current_organization() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.organization_id', true), '');

/**
 * Binds a table to its tenant, for its owner too. Called once for each table that carries organization_id.
 *
 * Behind `(select …)` the organization is looked up once a statement, not row by row. And the planner takes it for
 * unknown: a plan is made for whoever asks, and must not be good for those only who asked first. Otherwise it looks the
 * setting up, and finds none where a statement sets it itself (tenantTable), or that of a tenant with one row, for whom
 * every index does; the largest tenant then gets that plan.
 */
create procedure bind_to_tenant(bound regclass)
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', bound);
  execute format('alter table %s force row level security', bound);
  execute format(
    'create policy tenant on %s using (organization_id = (select current_organization()))'
      ' with check (organization_id = (select current_organization()))',
    bound
  );
end $$;
