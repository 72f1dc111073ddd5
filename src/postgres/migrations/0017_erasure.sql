--! compatible
-- Which keys of the ring are in use, and what was erased for good.
--
-- Beside the code before it: yes; nobody may erase before the last of it has ended, or it brings the shop back. Locks:
-- `connections`, against everybody, for as long as it takes to write one row a connection.
select set_config('search_path', format('%I, pg_temp', current_schema()), true); -- see 0003_requests.sql

-- Under which key of the ring each stored token is. It names no tenant, so that a process of either role can tell before it
-- starts whether its ring has every key; a trigger writes it, so it cannot go stale.
create table sealed_tokens (
  connection_id uuid primary key,
  key_id text not null
);
grant select (key_id) on sealed_tokens to convot_api, convot_readonly;
grant select on sealed_tokens to convot_worker;

-- As their owner, because nobody else may write there.
create function note_token_key() returns trigger
  language plpgsql security definer
  set search_path from current
  as $$
begin
  if tg_op = 'DELETE' or new.token_ciphertext is null then
    delete from sealed_tokens where connection_id = coalesce(new.id, old.id);
  else
    insert into sealed_tokens (connection_id, key_id)
    values (new.id, split_part(new.token_ciphertext, '.', 2))
    on conflict (connection_id) do update
      set key_id = excluded.key_id
      where sealed_tokens.key_id <> excluded.key_id;
  end if;
  return null;
end $$;
create trigger note_token_key
  after insert or delete or update of token_ciphertext on connections
  for each row execute function note_token_key();

-- The owner is bound to a tenant as everybody is, and would find no row: not while this goes on.
alter table connections no force row level security;
insert into sealed_tokens (connection_id, key_id)
select id, split_part(token_ciphertext, '.', 2) from connections where token_ciphertext is not null;
alter table connections force row level security;

-- By which names of what was erased are hashed. Not derived from installation_key, which the worker does not read.
create table erasure_key (
  single boolean primary key default true check (single),
  -- v1.<key id>.<iv>.<ciphertext>.<tag>, base64url.
  ciphertext text not null,
  created_at timestamptz not null default now()
);
grant select, insert, update (ciphertext) on erasure_key to convot_api;
grant select on erasure_key to convot_worker;

-- Receipts. They outlast what they tell of, and name nothing of it. That of an organization is written before anything
-- goes, and counts with each part that does, so that an erasure which is stopped anywhere has one; the next one goes on
-- with it.
create table erasures (
  organization_id text not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  kind text not null check (kind in ('merchant', 'organization')),
  -- Rows that went, by table.
  counts jsonb not null,
  -- Null while there is something left of an organization.
  finished_at timestamptz,
  primary key (organization_id, id)
);
create unique index erasures_unfinished on erasures (organization_id) where finished_at is null;
call bind_to_tenant('erasures');
grant select, insert on erasures to convot_api;
grant select on erasures to convot_readonly;

-- Keyed hashes of what an erased shop is known by: numbers, domains, charges. What comes under them is not stored again.
-- That one of its two numbers is not known is one of them, too, which goes when the number is learned.
create table erased_names (
  organization_id text not null,
  hash text not null,
  erasure_id uuid not null,
  primary key (organization_id, hash)
);
call bind_to_tenant('erased_names');
grant select, insert on erased_names to convot_api, convot_worker;
grant delete on erased_names to convot_worker;

/**
 * Removes every row of one shop of the current organization: of all tables that carry shop_number, whatever tables those
 * are, and what names it otherwise. Its money leaves the sums of its days by their trigger. Those other shops whose
 * plan's interval was told by its sales are marked, to be derived without it.
 *
 * As the owner, because neither role may delete raw rows. The organization is named in every statement: an owner that is
 * a superuser is bound by no policy.
 *
 * @param shop null: only what names it otherwise
 * @param seats domains under which root events that wait for their shop are its own
 * @param charges app number and charge number, with a space between: rows whose shop cannot be read
 * @param damaged hashes of quarantined rows
 * @return rows that went, by table
 */
create function erase_shop(
  shop bigint,
  domains text[],
  seats text[],
  shopify_numbers bigint[],
  charges text[],
  damaged text[]
)
  returns jsonb
  language plpgsql security definer
  set search_path from current
  as $$
declare
  by_sale constant text := 'interval: its latest sale';
  organization constant text := current_organization();
  counts jsonb := '{}';
  removed bigint;
  own text;
  told_prices text[];
  told_intervals text[];
begin
  select array_agg(price_key), array_agg(billing_interval)
  into told_prices, told_intervals
  from (
    select distinct price_key, billing_interval
    from merchant_charges
    where organization_id = organization and shop_number = shop and not test and interval_rule = by_sale
  ) as told;

  update audit_log
  set detail = '{}'
  where organization_id = organization
    and (
      detail ->> 'messageId' in (
        select id from webhook_messages where organization_id = organization and shop_number = shop
      )
      or exists (select from unnest(domains) as domain where strpos(lower(detail::text), '"' || domain || '"') > 0)
    );

  for own in
    select c.relname
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and 2 = (
        select count(*)
        from pg_attribute a
        where a.attrelid = c.oid and a.attname in ('organization_id', 'shop_number') and not a.attisdropped
      )
    order by c.relname
  loop
    execute format('delete from %I where organization_id = $1 and shop_number = $2', own) using organization, shop;
    get diagnostics removed = row_count;
    if removed > 0 then counts := counts || jsonb_build_object(own, removed); end if;
  end loop;

  delete from timeline_events
  where organization_id = organization and shop_number is null
    and (myshopify_domain = any (seats) or shopify_shop_number = any (shopify_numbers));
  get diagnostics removed = row_count;
  if removed > 0 then
    counts := counts || jsonb_build_object('timeline_events', removed + coalesce((counts ->> 'timeline_events')::bigint, 0));
  end if;

  delete from transactions
  where organization_id = organization and shop_number is null and charge_number is not null
    and (
      app_number || ' ' || charge_number = any (charges)
      or lower(coalesce(nullif(raw -> 'shop', 'null'), raw -> 'referredShop') ->> 'myshopifyDomain') = any (domains)
    );
  get diagnostics removed = row_count;
  if removed > 0 then
    counts := counts || jsonb_build_object('transactions', removed + coalesce((counts ->> 'transactions')::bigint, 0));
  end if;

  -- Another shop's row that names it as referred stays, without the name. Only rows of no app have one.
  update transactions
  set raw = raw || '{"referredShop": null}'
  where organization_id = organization and app_number is null and raw -> 'referredShop' <> 'null'
    and (
      raw -> 'referredShop' ->> 'id' = 'gid://partners/Shop/' || shop
      or lower(raw -> 'referredShop' ->> 'myshopifyDomain') = any (domains)
    );

  delete from shop_refreshes r where organization_id = organization and (r.shop = erase_shop.shop::text or r.shop = any (domains));
  get diagnostics removed = row_count;
  if removed > 0 then counts := counts || jsonb_build_object('shop_refreshes', removed); end if;

  delete from quarantined_rows where organization_id = organization and hash = any (damaged);
  get diagnostics removed = row_count;
  if removed > 0 then counts := counts || jsonb_build_object('quarantined_rows', removed); end if;

  -- Who guessed by what its sales said, where nobody else says it; and the only one who is left that does.
  insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
  select distinct organization, c.connection_id, c.app_number, c.shop_number
  from unnest(told_prices, told_intervals) as told (price_key, billing_interval)
  cross join lateral (
    select array_agg(shop_number) as speakers
    from (
      select distinct shop_number
      from merchant_charges s
      where s.organization_id = organization and s.price_key = told.price_key and not s.test
        and s.interval_rule = by_sale and s.billing_interval = told.billing_interval
      limit 2
    ) as speaking
  ) as left_over
  join merchant_charges c
    on c.organization_id = organization and c.price_key = told.price_key and not c.test
    and (left_over.speakers is null or cardinality(left_over.speakers) = 1 and c.shop_number = left_over.speakers[1])
  order by 2, 3, 4
  on conflict do nothing;
  return counts;
end $$;
revoke all on function erase_shop(bigint, text[], text[], bigint[], text[], text[]) from public;
grant execute on function erase_shop(bigint, text[], text[], bigint[], text[], text[]) to convot_api, convot_worker;

/**
 * Removes some rows of the current organization, so that a transaction stays short: of the first table that has any. The
 * connections go among the first, with what hangs on them, so that whoever connects meanwhile has a connection that has
 * read nothing yet, and not one that believes to have what is gone; connecting waits until the transaction ends, and the
 * next part is refused then. Receipts and what keeps erased shops away stay.
 * @return the table and how many; nothing once nothing is left
 */
create function erase_organization_rows(most integer, out own text, out removed bigint)
  language plpgsql security definer
  set search_path from current
  as $$
declare
  organization constant text := current_organization();
begin
  call hold_erasures();
  if exists (select from connections where organization_id = organization and status <> 'disconnected') then
    raise exception 'a connection of the organization is not disconnected' using errcode = 'object_not_in_prerequisite_state';
  end if;
  for own in
    select c.relname
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and c.relname not in ('erasures', 'erased_names')
      -- What hangs on connections goes with them: whoever looks at one meanwhile finds it whole. Messages are too many.
      and (
        c.relname = 'webhook_messages' or not exists (
          select from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'connections'::regclass
        )
      )
    -- Then what has others derived: nothing is to be told of a half of what there was.
    order by
      c.relname <> 'webhook_messages', c.relname <> 'connections',
      c.relname not in ('merchant_marks', 'merchant_apps'), c.relname
  loop
    execute format(
      'delete from %1$I where ctid = any (array(select ctid from %1$I where organization_id = $1 limit $2))', own
    ) using organization, most;
    get diagnostics removed = row_count;
    if removed > 0 then return; end if;
  end loop;
  own := null;
end $$;
revoke all on function erase_organization_rows(integer) from public;

-- Pages that are being stored hold it shared, so that each is stored before an erasure, which removes it, or after, when
-- the erased names are there to be seen; so does whoever connects, before or after a part of an organization goes.
-- It says whether anything ever was erased, as one statement: it is asked with every page. What it reads is read under the
-- lock, because of a volatile function each statement sees what was committed until then.
create function any_erased() returns boolean
  language plpgsql
  as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('erasures/' || current_organization(), 0));
  return exists (select from erased_names where organization_id = current_organization());
end $$;
create procedure hold_erasures()
  language sql
  as $$ select pg_advisory_xact_lock(hashtextextended('erasures/' || current_organization(), 0)) $$;
