--! compatible
-- What running the service takes: the operator's role, and what the doctor and the backups leave behind.
--
-- Beside the code before it: yes. Locks: `connection_directory`, against everybody, for a moment: no row is read or written.

-- The command line's and the backup's own roles, made as 0001_tenants.sql makes the others.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['convot_operator', 'convot_backup'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
    if current_setting('server_version_num')::integer >= 160000 then
      execute format('grant %I to %I with set true', wanted, current_user);
    elsif not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to %I', wanted, current_user);
    end if;
    execute format('grant usage on schema %I to %I', current_schema(), wanted);
  end loop;
end $$;

-- All that the operator's commands may do stands here, by what each of them needs. It stores no row of Shopify's and
-- connects nobody: that is the worker's and the api's.

-- Every command: whose a connection is, and what whoever only reads may see.
create policy whole_directory_of_operator on connection_directory for select to convot_operator using (true);
do $$
begin
  if not pg_has_role('convot_operator', 'convot_readonly', 'member') then
    grant convot_readonly to convot_operator;
  end if;
end $$;
grant insert, update (count, last_at) on audit_log to convot_operator;
grant select, insert on token_key_checks to convot_operator;

-- connections reconnect, sync, disconnect, apps, rotate-keys and pause: with the stored token, at the tokens' pace. Whose a
-- connection is and of which Partner organization nobody changes.
grant select, update (
  status, generation, token_ciphertext, token_hint, connected_by, connected_at, disconnected_at, disconnected_by,
  consecutive_failures, failures_in_all, failure_counted_at, failure_key, error_code, error_permission, error_since,
  error_reference, paused_at, paused_by, resumed_at
) on connections to convot_operator;
grant insert, update on connection_directory, apps to convot_operator;
grant update on sync_status to convot_operator;
grant insert on sync_feeds to convot_operator;
grant insert, update, delete on credential_tries to convot_operator;
grant execute on function count_refused_tokens, take_turn, delay_turn, yield_turns to convot_operator;

-- plans set, and rebuild: everything derived.
grant insert, update, delete on
  plan_intervals, merchant_marks, merchant_apps, merchant_app_money, merchant_charges, merchant_events, merchant_spans,
  mrr_days, merchants, merchant_entries, merchant_entry_amounts, merchant_names
  to convot_operator;
grant insert, delete on merchant_corrections to convot_operator;
grant insert, update on subscription_looks to convot_operator;

-- webhooks resend, and what a rebuild finds to be told.
grant insert, update on webhook_messages to convot_operator;
grant insert, update, delete on webhook_directory to convot_operator;

-- pause and resume of all, which nobody else may. An update changes nothing: it reads the row that is there already, in one
-- statement with the insert.
grant select, insert, update (single), delete on pause_of_all to convot_operator;

-- rotate-keys, and doctor, which opens them; erase makes the first erasure key.
grant select, insert, update (ciphertext) on installation_key, erasure_key to convot_operator;
grant select on sealed_tokens to convot_operator;

-- erase: also what disconnecting comes to, which else the worker confirms.
grant select, insert on erasures, erased_names to convot_operator;
grant update (counts, finished_at) on erasures to convot_operator;
grant select, delete on sync_leases to convot_operator;
grant execute on function erase_shop, erase_organization_rows to convot_operator;

-- What the daily doctor last came to. Names no tenant: who is meant stands in the log. A single row.
create table doctor_report (
  single boolean primary key default true check (single),
  begun_at timestamptz not null,
  ended_at timestamptz not null,
  -- Organizations that were looked at whole, and those that time was up for.
  checked integer not null,
  unfinished integer not null,
  -- Of each level, as the command prints them.
  failures integer not null,
  warnings integer not null,
  notes integer not null,
  -- When one last ended that left nobody out.
  whole_at timestamptz
);
grant select, insert, update on doctor_report to convot_worker;
grant select on doctor_report to convot_readonly;

-- When the last backup was whole and on its disk, as whoever took it says. A single row.
create table last_backup (
  single boolean primary key default true check (single),
  ended_at timestamptz not null,
  bytes bigint not null check (bytes > 0)
);
grant select, insert, update on last_backup to convot_backup;
grant select on last_backup to convot_worker, convot_readonly;
