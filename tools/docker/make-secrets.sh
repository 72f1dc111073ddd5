#!/bin/sh
# Makes what docker-compose.yml mounts from ./secrets: passwords, the key ring, the secret that signs messages to Convot,
# certificates of a private authority, and a key pair to sign access tokens with until Convot's own is configured. Needs
# OpenSSL 3. What exists is kept; with --renew-certificates the certificates are made anew, by the keys that exist: the old
# ones and the new ones trust each other, so containers may be restarted one after the other.
set -eu
renew=${1:-}
case $renew in
  '' | --renew-certificates) ;;
  *) echo "usage: $0 [--renew-certificates]" >&2 && exit 2 ;;
esac
umask 077
cd "$(dirname "$0")/../.."
mkdir -p secrets
cd secrets
echo '*' > .gitignore

make() { # make FILE COMMAND…: the command's output becomes the file, whole or not at all
  [ -s "$1" ] || make_anew "$@"
}
make_anew() {
  file=$1
  shift
  "$@" > "$file.new" && mv "$file.new" "$file"
}
make_certificate() {
  if [ -n "$renew" ]; then make_anew "$@"; else make "$@"; fi
}

for name in postgres migrator api worker operator backup temporal; do make "${name}_password" openssl rand -hex 24; done
url() { printf 'postgres://convot_%s:%s@postgres:5432/convot?sslmode=verify-full' "$1" "$(cat "$2")"; }
make migrator_database_url url migrator migrator_password
make api_database_url url api_login api_password
make worker_database_url url worker_login worker_password
make operator_database_url url operator_login operator_password

token_keys() { printf 'first:%s' "$(openssl rand -base64 32)"; }
make token_keys token_keys
webhook_secret() { printf 'whsec_%s' "$(openssl rand -base64 32)"; }
make webhook_secret webhook_secret
make auth_private_key openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048
make auth_public_key openssl pkey -in auth_private_key -pubout

make ca_key openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256
make_certificate ca_certificate openssl req -x509 -new -key ca_key -days 3650 -subj '/CN=convot-partner-sync' \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign'

certificate() { # signed by the authority above, for this host name, as server and as client
  openssl req -new -key "$1_key" -subj "/CN=$1" -addext "subjectAltName=DNS:$1" \
    -addext 'extendedKeyUsage=serverAuth,clientAuth' |
    openssl x509 -req -CA ca_certificate -CAkey ca_key -days 825 -copy_extensions copy
}
for name in postgres temporal client; do
  make "${name}_key" openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256
  make_certificate "${name}_certificate" certificate "$name"
done

# Compose mounts them as they are, for containers that run as several users. Nobody else gets past the folder.
chmod 644 ./*
chmod 600 ca_key auth_private_key
chmod 700 .
if [ -n "$renew" ]; then
  echo 'Renewed. Now: docker compose up --detach --force-recreate'
  exit
fi
echo "The secrets are in $(pwd). Back up token_keys: without it the stored Partner tokens cannot be read."
