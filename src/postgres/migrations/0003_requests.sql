--! compatible
-- What is kept of requests (their answers, who did what, tokens that were tried), and keys. The worker takes it away by
-- time, for every tenant; docs/reference.md has the periods.

-- A function that runs as its owner looks among its caller's temporary tables last. Unnamed, pg_temp comes before all
-- else: a role that may hardly read could put a table of its own, with triggers of its own, where the function expects
-- ours. Nor does it look in a schema that bears the owner's name (`"$user"`). Such functions take this path `from current`.
select set_config('search_path', format('%I, pg_temp', current_schema()), true);

-- Answers of POST requests, kept a day, so that a repeated request has the effect of one.
create table idempotency_keys (
  organization_id text not null,
  -- Keyed-hashed: somebody may paste a token there.
  key text not null,
  -- Method, path and body, keyed-hashed: the body may hold a token.
  request_hash text not null,
  created_at timestamptz not null default now(),
  -- Null while the first request is in flight.
  response_status integer,
  -- json, not jsonb: a repeated request gets the same bytes.
  response_body json,
  primary key (organization_id, key)
);
create index idempotency_keys_oldest on idempotency_keys (created_at);
call bind_to_tenant('idempotency_keys');
create policy read_expired on idempotency_keys for select to convot_worker
  using (created_at < now() - interval '24 hours');
create policy delete_expired on idempotency_keys for delete to convot_worker
  using (created_at < now() - interval '24 hours');
grant select, insert, update, delete on idempotency_keys to convot_api;
grant select (organization_id, key, created_at), delete on idempotency_keys to convot_worker;

-- Who did what to a connection. Append only; names of things and codes, never a token.
create table audit_log (
  organization_id text not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  connection_id uuid,
  detail jsonb not null default '{}',
  -- What repeats is one line with a count, so that nobody can fill the log by being refused.
  count integer not null default 1,
  last_at timestamptz,
  -- Lines of one organization that say the same here are one; null for lines that stand alone.
  same_as text,
  primary key (organization_id, id),
  unique (organization_id, same_as)
);
create index audit_log_oldest on audit_log (at);
-- One organization's log, newest first.
create index audit_log_newest on audit_log (organization_id, at desc, id desc);
call bind_to_tenant('audit_log');
create policy read_expired on audit_log for select to convot_worker using (at < now() - interval '2 years');
create policy delete_expired on audit_log for delete to convot_worker using (at < now() - interval '2 years');
grant select, insert, update (count, last_at) on audit_log to convot_api;
grant select, insert, delete on audit_log to convot_worker;
grant select on audit_log to convot_readonly;

-- Tokens that are being tried at Shopify, and those that it refused lately. What it accepts, or cannot be asked about,
-- leaves no row: an outage must not lock an owner out.
create table credential_tries (
  organization_id text not null,
  id uuid not null,
  partner_organization_id text not null,
  at timestamptz not null default now(),
  -- False while Shopify is being asked.
  refused boolean not null default false,
  primary key (organization_id, id)
);
create index credential_tries_of_partner on credential_tries (partner_organization_id);
create index credential_tries_oldest on credential_tries (at);
call bind_to_tenant('credential_tries');
-- The owner of the tables is let through here, for the one function that counts over all organizations.
create policy refusals on credential_tries to current_user using (true);
grant select, insert, update, delete on credential_tries to convot_api;
grant select on credential_tries to convot_readonly;

-- How many tokens for this Partner organization were refused within the hour, whoever tried: for an alarm, and to be
-- told to nobody who tries. What is older is forgotten on the way, of every organization.
create function count_refused_tokens(partner text) returns bigint
  language sql security definer
  set search_path from current
  as $$
  delete from credential_tries
  where (organization_id, id) in (
    select organization_id, id
    from credential_tries
    where at < now() - interval '1 hour'
    order by at
    limit 1000
    for update skip locked
  );
  select count(*)
  from credential_tries
  where partner_organization_id = partner and refused and at >= now() - interval '1 hour';
$$;
revoke all on function count_refused_tokens from public;
grant execute on function count_refused_tokens to convot_api;

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
