#!/bin/sh
# Takes a backup of the database now and then once a day, into $BACKUPS; keeps the newest seven, and notes in the database
# when one was whole. With the argument `once` it takes one and ends. Temporal's databases are not in it: what runs there is
# started again from ours.
set -eu
umask 077
DAY_SECONDS=86400
AGAIN_AFTER_SECONDS=600
KEPT=7

# An integer of seconds, so that a restart of this container takes none too early.
age() {
  newest=$(find "$BACKUPS" -name 'convot-*.dump' | sort | tail -n 1)
  if [ -z "$newest" ]; then echo "$DAY_SECONDS"; else echo $(($(date +%s) - $(date -r "$newest" +%s))); fi
}

backup() {
  name=convot-$(date -u +%Y%m%dT%H%M%SZ)
  # Of a backup that was cut off.
  rm -f "$BACKUPS"/*.part
  pg_dump --format=custom --no-password --file="$BACKUPS/$name.part" || return 1
  # That its list can be read is the least that a whole one has.
  pg_restore --list "$BACKUPS/$name.part" > /dev/null || return 1
  sync "$BACKUPS/$name.part" && mv "$BACKUPS/$name.part" "$BACKUPS/$name.dump" && sync "$BACKUPS" || return 1
  bytes=$(stat -c %s "$BACKUPS/$name.dump")
  psql --quiet --no-psqlrc --no-password -v ON_ERROR_STOP=1 -v bytes="$bytes" <<'SQL' || return 1
set role convot_backup;
insert into last_backup (ended_at, bytes) values (now(), :bytes)
on conflict (single) do update set ended_at = excluded.ended_at, bytes = excluded.bytes;
SQL
  find "$BACKUPS" -name 'convot-*.dump' | sort -r | tail -n +$((KEPT + 1)) | while read -r old; do rm -f "$old"; done
  echo "backup $name.dump, $bytes bytes"
}

PGPASSWORD=$(cat /run/secrets/backup_password)
export PGPASSWORD
if [ "${1:-}" = once ]; then
  backup
  exit
fi
trap 'exit 0' TERM INT
while :; do
  left=$((DAY_SECONDS - $(age)))
  if [ "$left" -le 0 ]; then
    if backup; then continue; fi
    echo "the backup failed; the next try is in $AGAIN_AFTER_SECONDS s" >&2
    left=$AGAIN_AFTER_SECONDS
  fi
  # In the background, so that a signal is heard at once.
  sleep "$left" &
  wait $!
done
