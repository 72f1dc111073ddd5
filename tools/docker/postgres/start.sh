#!/bin/sh
# PostgreSQL takes a private key only from a file that nobody else can read; Compose cannot mount one like that.
set -eu
install -m 600 /run/secrets/postgres_key /run/postgresql/server.key
exec docker-entrypoint.sh postgres \
  -c ssl=on \
  -c ssl_cert_file=/run/secrets/postgres_certificate \
  -c ssl_key_file=/run/postgresql/server.key \
  -c hba_file=/etc/postgresql/pg_hba.conf \
  -c max_connections=200
