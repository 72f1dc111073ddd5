--! compatible
-- How merchants are listed and searched. What stands in these tables is summed up by 0009_roll_up.sql.
--
-- Lists go by runs. A run is the merchants of one app in one status (and, where a plan is asked for, on one plan) in the
-- order of one sort key: one stretch of one index. A list, whatever its filters, is the merge of a few runs, so that a page
-- reads a few rows of each and nothing else, however many merchants there are. An index for the key alone cannot do that:
-- churned merchants sorted by what they pay all lie at its end.

-- For functions that run as their owner: 0003_requests.sql says why.
select set_config('search_path', format('%I, pg_temp', current_schema()), true);

-- A shop of the organization over all its connections and visible apps.
create table merchants (
  organization_id text not null,
  shop_number bigint not null,
  name text not null,
  myshopify_domain text not null,
  first_seen_at timestamptz not null,
  last_event_at timestamptz not null,
  installed_at timestamptz,
  -- All currencies that the merchant has amounts of, in order: `EUR USD`. There are few such sets: a list by one currency
  -- ends with the sets without it.
  currencies text not null default '',
  -- What the panel asks by. A column, because row security keeps an index on an expression from being used.
  domain text not null generated always as (lower(myshopify_domain)) stored,
  primary key (organization_id, shop_number)
);
create index merchants_by_domain on merchants (organization_id, domain, last_event_at desc, shop_number desc);
create index merchants_by_currencies on merchants (organization_id, currencies);
call bind_to_tenant('merchants');
grant select, insert, update, delete on merchants to convot_worker;
grant select on merchants to convot_api, convot_readonly;

-- A merchant as one visible app knows it, with the merchant's own keys of the lists.
create table merchant_entries (
  organization_id text not null,
  shop_number bigint not null,
  connection_id uuid not null,
  app_number bigint not null,
  status text not null,
  plan text,
  last_event_at timestamptz not null,
  installed_at timestamptz,
  currencies text not null,
  primary key (organization_id, shop_number, connection_id, app_number)
);
create index merchant_entries_by_event on merchant_entries (organization_id, app_number, status, last_event_at, shop_number);
create index merchant_entries_by_install on merchant_entries (organization_id, app_number, status, installed_at, shop_number);
create index merchant_entries_by_currencies on merchant_entries (organization_id, app_number, status, currencies, shop_number);
create index merchant_entries_on_plan_by_event on merchant_entries
  (organization_id, app_number, plan, status, last_event_at, shop_number) where plan is not null;
create index merchant_entries_on_plan_by_install on merchant_entries
  (organization_id, app_number, plan, status, installed_at, shop_number) where plan is not null;
create index merchant_entries_on_plan_by_currencies on merchant_entries
  (organization_id, app_number, plan, status, currencies, shop_number) where plan is not null;
call bind_to_tenant('merchant_entries');
grant select, insert, update, delete on merchant_entries to convot_worker;
grant select on merchant_entries to convot_api, convot_readonly;

-- The same for the sorts by money: one row a currency, with what the merchant has in it over all its visible apps.
-- Sort keys, not amounts: row security keeps comparisons of numeric from an index, and a bigint holds 768 billion of
-- the currency's unit. What is beyond sorts as equal.
create table merchant_entry_amounts (
  organization_id text not null,
  shop_number bigint not null,
  connection_id uuid not null,
  app_number bigint not null,
  currency text not null,
  status text not null,
  plan text,
  mrr bigint not null,
  lifetime_value bigint not null,
  primary key (organization_id, shop_number, connection_id, app_number, currency)
);
create index merchant_entry_amounts_by_mrr on merchant_entry_amounts
  (organization_id, app_number, status, currency, mrr, shop_number);
create index merchant_entry_amounts_by_lifetime_value on merchant_entry_amounts
  (organization_id, app_number, status, currency, lifetime_value, shop_number);
create index merchant_entry_amounts_on_plan_by_mrr on merchant_entry_amounts
  (organization_id, app_number, plan, status, currency, mrr, shop_number) where plan is not null;
create index merchant_entry_amounts_on_plan_by_lifetime_value on merchant_entry_amounts
  (organization_id, app_number, plan, status, currency, lifetime_value, shop_number) where plan is not null;
call bind_to_tenant('merchant_entry_amounts');
grant select, insert, update, delete on merchant_entry_amounts to convot_worker;
grant select on merchant_entry_amounts to convot_api, convot_readonly;

create function sort_key(units numeric) returns bigint
  language sql immutable strict parallel safe
  return least(greatest(units, -9223372036854775808), 9223372036854775807)::bigint;

-- Every two letters that follow each other. The organization is part of each, so that one's searches do not read
-- through another's shops. In one pass: `substr` of each place counts from the beginning each time, which takes minutes
-- for a name of 700,000 letters.
create function search_grams(organization text, words text) returns bigint[]
  language sql immutable strict parallel safe
  return array(
    select hashtextextended(letter || next, seed)
    from (select string_to_array(words, null) as letters, hashtextextended(organization, 0) as seed offset 0) as spelt
    cross join unnest(letters, letters[2:]) as pair (letter, next)
    where next is not null
  );

-- Where merchants are searched; apart from merchants, whose rows change with every event.
create table merchant_names (
  organization_id text not null,
  shop_number bigint not null,
  -- Domain and name in lower case.
  words text not null,
  grams bigint[] not null generated always as (search_grams(organization_id, words)) stored,
  primary key (organization_id, shop_number),
  foreign key (organization_id, shop_number) references merchants on delete cascade
);
-- A search reads what was not yet sorted into the index row by row: little of it, then.
create index merchant_names_by_grams on merchant_names using gin (grams) with (gin_pending_list_limit = 256);
call bind_to_tenant('merchant_names');
-- Row security keeps `@>` from an index, because what it compares could leak through its errors. Whoever owns the
-- tables is let through here, for the one function that names the organization itself.
create policy search on merchant_names for select to current_user using (true);
grant select, insert, update, delete on merchant_names to convot_worker;
grant select on merchant_names to convot_api, convot_readonly;

-- At most so many shops of the organization whose domain or name has this text, of two letters or more, in it.
create function find_shops(wanted text, most integer) returns setof bigint
  language sql stable security definer
  set search_path from current
  set enable_seqscan = off
  as $$
  with candidates as materialized (
    select organization_id, shop_number, words
    from merchant_names
    where grams @> search_grams(current_organization(), lower(wanted))
  )
  select shop_number
  from candidates
  where organization_id = current_organization() and strpos(words, lower(wanted)) > 0
  limit most
$$;
