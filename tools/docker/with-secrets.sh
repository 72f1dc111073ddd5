#!/bin/sh
# Runs a command with its secrets: for each NAME_FILE, NAME gets the contents of that file. So they stand neither in
# the compose file nor in what `docker inspect` shows. Where settings name AUTH_JWKS_URL, Convot's keys come from there.
set -eu
for name in DATABASE_URL API_DATABASE_URL WORKER_DATABASE_URL TOKEN_KEYS AUTH_PUBLIC_KEY CONVOT_WEBHOOK_SECRET; do
  eval "file=\${${name}_FILE:-}"
  if [ "$name" = AUTH_PUBLIC_KEY ] && [ -n "${AUTH_JWKS_URL:-}" ]; then continue; fi
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec "$@"
