#!/bin/sh
# Restarts those of our api and worker containers whose health check fails: Docker itself only marks them. For the host's
# cron or a systemd timer, once a minute. It needs the right to speak to Docker, which no container here has. Postgres is
# left alone: it may be unwell for as long as it recovers from a crash, and a restart would begin that again.
set -eu
for service in api worker; do
  docker ps --quiet --filter health=unhealthy \
    --filter label=com.docker.compose.project=convot-partner-sync --filter "label=com.docker.compose.service=$service" |
    xargs -r docker restart
done
