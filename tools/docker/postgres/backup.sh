#!/bin/sh
# Takes a backup of the database now and then once a day, into $BACKUPS; keeps the newest seven, and notes in the database
# when the newest was whole. With the argument `once` it takes one and ends. Temporal's databases are not in it: what runs
# there is started again from ours.
set -eu
umask 077
DAY_SECONDS=86400
AGAIN_AFTER_SECONDS=600
KEPT=7

newest() { find "$BACKUPS" -name 'convot-*.dump' | sort | tail -n 1; }

# An integer of seconds, so that a restart of this container takes none too early.
age() {
  file=$(newest)
  if [ -z "$file" ]; then echo "$DAY_SECONDS"; else echo $(($(date +%s) - $(date -r "$file" +%s))); fi
}

# One at a time, whoever takes it: under its own name only what is whole.
take() (
  flock 9
  name=convot-$(date -u +%Y%m%dT%H%M%SZ)-$$
  # Of a backup that was cut off: nobody else is at it.
  rm -f "$BACKUPS"/*.part
  pg_dump --format=custom --no-password --file="$BACKUPS/$name.part" || return 1
  # That its list can be read is the least that a whole one has.
  pg_restore --list "$BACKUPS/$name.part" > /dev/null || return 1
  sync "$BACKUPS/$name.part" && mv "$BACKUPS/$name.part" "$BACKUPS/$name.dump" && sync "$BACKUPS" || return 1
  find "$BACKUPS" -name 'convot-*.dump' | sort -r | tail -n +$((KEPT + 1)) | while read -r old; do rm -f "$old"; done
  echo "backup $name.dump, $(stat -c %s "$BACKUPS/$name.dump") bytes"
) 9> "$BACKUPS/lock"

# Whatever became of the one who took it.
note() {
  file=$(newest)
  psql --quiet --no-psqlrc --no-password -v ON_ERROR_STOP=1 \
    -v ended="$(date -r "$file" +%s)" -v bytes="$(stat -c %s "$file")" <<'SQL'
set role convot_backup;
insert into last_backup (ended_at, bytes) values (to_timestamp(:ended), :bytes)
on conflict (single) do update set ended_at = excluded.ended_at, bytes = excluded.bytes;
SQL
}

PGPASSWORD=$(cat "$PASSWORD_FILE")
export PGPASSWORD
if [ "${1:-}" = once ]; then
  take
  note
  exit
fi
trap 'exit 0' TERM INT
while :; do
  if { [ "$(age)" -lt "$DAY_SECONDS" ] || take; } && note; then
    left=$((DAY_SECONDS - $(age)))
  else
    left=$AGAIN_AFTER_SECONDS
    echo "no backup could be taken and noted; the next try is in $left s" >&2
  fi
  # In the background, so that a signal is heard at once.
  sleep "$left" &
  wait $!
done
