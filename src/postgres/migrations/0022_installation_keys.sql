-- What an installation knows of its own keys. No tenant's: neither table has an organization.

-- By which a process knows, before it does any harm, that the key it was given under an id is the one that the id meant
-- so far. A hash of the key, under a purpose of its own; a key has one id for good.
create table token_key_checks (
  key_id text primary key,
  check_value text not null unique,
  first_seen_at timestamptz not null default now()
);
grant select, insert on token_key_checks to convot_api, convot_worker;

-- From which keys of other purposes are derived (cursors, hashes of Idempotency-Key), so that these outlive a rotation of
-- the keys that encrypt Partner tokens. Itself encrypted under one of those: v1.<key id>.<iv>.<ciphertext>.<tag>.
create table installation_key (
  single boolean primary key default true check (single),
  ciphertext text not null,
  created_at timestamptz not null default now()
);
grant select, insert, update (ciphertext) on installation_key to convot_api;
