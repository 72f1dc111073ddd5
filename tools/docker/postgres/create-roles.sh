#!/bin/sh
# Runs once, on an empty volume. None of these roles is a superuser. The migrator owns the tables and may hand the two
# roles that the processes take to their logins; Temporal gets databases and a role of its own.
set -eu
secret() { cat "/run/secrets/$1_password"; }
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v migrator="$(secret migrator)" -v api="$(secret api)" -v worker="$(secret worker)" -v temporal="$(secret temporal)" <<'SQL'
create role convot_migrator login password :'migrator';
create role convot_api nologin;
create role convot_worker nologin;
create role convot_readonly nologin;
grant convot_api, convot_worker, convot_readonly to convot_migrator with admin option;
create role convot_api_login login password :'api' in role convot_api;
create role convot_worker_login login password :'worker' in role convot_worker;
create database convot owner convot_migrator;
revoke connect on database convot from public;
grant connect on database convot to convot_api, convot_worker, convot_readonly;

create role temporal login password :'temporal';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database temporal, temporal_visibility from public;
SQL
