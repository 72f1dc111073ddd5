#!/bin/sh
# Runs on an empty volume; on one that is in use it adds the roles that came later, and sets all passwords to what
# ./secrets holds: docker compose exec postgres sh /docker-entrypoint-initdb.d/create-roles.sh
# None of these roles is a superuser. The migrator owns the tables and may hand the roles that the processes take to their
# logins; Temporal gets databases and a role of its own. The backup alone is bound by no row-level security: it has to copy
# every organization, and may read only.
set -eu
secret() { cat "/run/secrets/$1_password"; }
PGPASSWORD=${PGPASSWORD:-$(secret postgres)}
export PGPASSWORD
psql -v ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname postgres \
  -v migrator="$(secret migrator)" -v api="$(secret api)" -v worker="$(secret worker)" -v operator="$(secret operator)" \
  -v backup="$(secret backup)" -v temporal="$(secret temporal)" <<'SQL'
select format('create role %I nologin', wanted)
from unnest(array['convot_api', 'convot_worker', 'convot_operator', 'convot_backup', 'convot_readonly']) as wanted
where not exists (select from pg_roles where rolname = wanted)
\gexec
select format('create role %I login', wanted)
from unnest(array[
  'convot_migrator', 'convot_api_login', 'convot_worker_login', 'convot_operator_login', 'convot_backup_login', 'temporal'
]) as wanted
where not exists (select from pg_roles where rolname = wanted)
\gexec
alter role convot_migrator password :'migrator';
alter role convot_api_login password :'api';
alter role convot_worker_login password :'worker';
alter role convot_operator_login password :'operator';
alter role convot_backup_login password :'backup' bypassrls;
alter role temporal password :'temporal';
set client_min_messages = warning;
grant convot_api, convot_worker, convot_operator, convot_backup, convot_readonly to convot_migrator with admin option;
grant convot_readonly to convot_operator;
grant convot_api to convot_api_login;
grant convot_worker to convot_worker_login;
grant convot_operator to convot_operator_login;
grant convot_backup, pg_read_all_data to convot_backup_login;

select format('create database %I owner %I', wanted, owner)
from (values ('convot', 'convot_migrator'), ('temporal', 'temporal'), ('temporal_visibility', 'temporal')) as v (wanted, owner)
where not exists (select from pg_database where datname = wanted)
\gexec
revoke connect on database convot from public;
grant connect on database convot to convot_api, convot_worker, convot_operator, convot_backup, convot_readonly;
revoke connect on database temporal, temporal_visibility from public;
SQL
