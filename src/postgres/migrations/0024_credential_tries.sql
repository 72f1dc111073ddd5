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
grant select, insert, update, delete on credential_tries to convot_api;
grant select on credential_tries to convot_readonly;

-- The owner of the tables is let through here, for the one function that counts over all organizations.
do $$
begin
  execute format('create policy refusals on credential_tries to %I using (true)', current_user);
end $$;

-- How many tokens for this Partner organization were refused within the hour, whoever tried: for an alarm, and to be
-- told to nobody who tries. What is older is forgotten on the way, of every organization.
create function count_refused_tokens(partner text) returns bigint
  language sql security definer
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
do $$
begin
  execute format('alter function count_refused_tokens set search_path = %I, pg_temp', current_schema());
end $$;
revoke all on function count_refused_tokens from public;
grant execute on function count_refused_tokens to convot_api;
