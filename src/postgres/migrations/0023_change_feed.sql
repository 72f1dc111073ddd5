--! compatible, in steps
-- The change feed: whatever is shown of a merchant changes under a number that only grows in its organization.
--
-- Beside the code before it: yes; triggers write it, whoever changes what is shown. Locks: `apps`, `merchant_apps`,
-- `merchants` and `merchant_entries`, against writers, for a moment, taken in this order; then, of one organization after
-- the other, whoever derives its merchants, while each is given a number; and `merchants`, twice, against everybody, for a
-- moment.

-- For functions that run as their owner: 0003_requests.sql says why.
select set_config('search_path', format('%I, pg_temp', current_schema()), false);

-- The last number of each organization. Whoever takes one holds the row until his transaction ends: numbers become visible
-- in their order, and one that is rolled back is given again. Whoever changes what is shown holds lock_merchants from
-- before its first change on, so that nobody waits for this row who holds what another needs.
create table if not exists change_feeds (
  organization_id text primary key,
  last bigint not null
);
-- One row a merchant that ever was shown, with the number of its last change. A reader that has come to a number finds
-- whatever changed since above it, and one that begins at 0 finds every merchant: the feed is its own snapshot.
create table if not exists merchant_changes (
  organization_id text not null,
  number bigint not null,
  -- Null once it was erased.
  shop_number bigint,
  -- What the merchant is called in the feed. It says nothing of it, so that it may outlast it: by what else could a reader
  -- be told whom to forget?
  ref uuid not null default gen_random_uuid(),
  primary key (organization_id, number),
  unique (organization_id, shop_number)
);
-- Renewed when the database was put back: what was told since under numbers that are given again is not what they tell.
create table if not exists feed_epoch (
  single boolean primary key default true check (single),
  renewals integer not null default 0
);
insert into feed_epoch default values on conflict do nothing;
do $$
begin
  if not exists (select from pg_policies where schemaname = current_schema() and tablename = 'change_feeds') then
    call bind_to_tenant('change_feeds');
    call bind_to_tenant('merchant_changes');
  end if;
end $$;
grant select on change_feeds, merchant_changes, feed_epoch to convot_api, convot_worker, convot_readonly;
grant update (renewals) on feed_epoch to convot_operator;

/**
 * Within which numbers mean what they did when they were told. It changes with whatever may put the database back: another
 * cluster, another timeline (a recovery to a moment, a replica that took over), another database, an operator's word; and
 * with the erasure of the whole organization: when it begins, because what goes is not told one by one, and in the very
 * transaction in which the last number goes, because the next one is 1.
 */
create or replace function current_feed_epoch() returns text
  language sql stable
  return (
    select md5(concat_ws(
      '/',
      (select system_identifier from pg_control_system()),
      left(pg_walfile_name(pg_current_wal_lsn()), 8),
      (select oid from pg_database where datname = current_database()),
      (select renewals from feed_epoch),
      (
        select count(*) + coalesce(sum((counts ->> 'change_feeds')::bigint), 0)
        from erasures
        where kind = 'organization'
      )
    ))
  );

create or replace function take_change_numbers(organization text, count bigint) returns bigint
  language sql
  as $$
  insert into change_feeds as f (organization_id, last)
  values (organization, count)
  on conflict (organization_id) do update set last = f.last + excluded.last
  returning last
$$;

-- Gives these shops a number, all but those that have one of this very transaction: by what wrote the row, which no column
-- would tell as well, because another cluster gives the same numbers to other transactions.
-- Shop by shop (`offset 0`): a planner without fresh statistics would walk the organization, for every statement of a fold.
create or replace procedure note_changes(organization text, shops bigint[])
  language plpgsql
  as $$
declare
  noted constant bigint[] := array(
    select shop
    from (select distinct shop from unnest(shops) as shop) as changed
    left join lateral (
      select c.xmin = pg_current_xact_id()::xid as is_noted
      from merchant_changes c
      where c.organization_id = organization and c.shop_number = shop
      offset 0
    ) as own on true
    where own.is_noted is not true
    order by shop
  );
  newest bigint;
begin
  if noted = '{}' then return; end if;
  newest := take_change_numbers(organization, cardinality(noted));
  insert into merchant_changes (organization_id, number, shop_number)
  select organization, newest - cardinality(noted) + place, shop
  from unnest(noted) with ordinality as own (shop, place)
  on conflict (organization_id, shop_number) do update set number = excluded.number;
end $$;

-- As their owner: whoever changes what is shown notes it, and nobody else writes here.
create or replace function note_changed_merchants() returns trigger
  language plpgsql security definer
  set search_path from current
  as $$
declare
  organization text;
  shops bigint[];
begin
  for organization, shops in select organization_id, array_agg(distinct shop_number) from changed group by 1 loop
    call note_changes(organization, shops);
  end loop;
  return null;
end $$;

-- Nothing is shown of an app that is hidden, so that what is derived for it is no change.
create or replace function note_derived_merchants() returns trigger
  language plpgsql security definer
  set search_path from current
  as $$
declare
  organization text;
  shops bigint[];
begin
  for organization, shops in
    select c.organization_id, array_agg(distinct c.shop_number)
    from changed c
    where exists (
      select
      from apps a
      where a.organization_id = c.organization_id and a.connection_id = c.connection_id and a.app_number = c.app_number
        and a.removed_at is null
    )
    group by 1
  loop
    call note_changes(organization, shops);
  end loop;
  return null;
end $$;

-- What goes is noted of a merchant that is told of, and of no other: an erasure takes that away first.
create or replace function note_hidden_merchants() returns trigger
  language plpgsql security definer
  set search_path from current
  as $$
declare
  organization text;
  shops bigint[];
begin
  for organization, shops in
    select own.organization_id, array_agg(own.shop_number)
    from (select distinct organization_id, shop_number from changed) as gone
    cross join lateral (
      select c.organization_id, c.shop_number
      from merchant_changes c
      where c.organization_id = gone.organization_id and c.shop_number = gone.shop_number
      offset 0
    ) as own
    group by 1
  loop
    call note_changes(organization, shops);
  end loop;
  return null;
end $$;

-- A merchant that is not told of any more was erased, whoever did it. That it was goes on being told, and nothing else of it.
-- Not while the whole organization is erased, whose connections go first: its readers hear of that by the epoch.
create or replace function note_erased_merchant() returns trigger
  language plpgsql security definer
  set search_path from current
  as $$
begin
  if not exists (select from connections where organization_id = old.organization_id) then return null; end if;
  insert into merchant_changes (organization_id, number, ref)
  values (old.organization_id, take_change_numbers(old.organization_id, 1), old.ref);
  return null;
end $$;

create or replace function note_renamed_app() returns trigger
  language plpgsql security definer
  set search_path from current
  as $$
declare
  shops bigint[];
begin
  -- An app may be named and shown again at once, and that takes it.
  call lock_merchants();
  shops := array(
    select shop_number
    from merchant_apps
    where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
  );
  call note_changes(new.organization_id, shops);
  return null;
end $$;

/** How far each of these feeds has come: numbers alone, for a process that waits for several organizations at once. */
create or replace function last_changes(organizations text[])
  returns table (organization_id text, last bigint)
  language sql stable security definer
  set search_path from current
  as $$ select organization_id, last from change_feeds where organization_id = any (organizations) $$;
revoke all on function last_changes(text[]) from public;
grant execute on function last_changes(text[]) to convot_api, convot_worker;

-- As 0017_erasure.sql has it; the last number of the feed goes last, behind whatever takes one when it goes. Nobody who
-- derives merchants, or sorts them, is in the middle of it, and writes what has just gone.
create or replace function erase_organization_rows(most integer, out own text, out removed bigint)
  language plpgsql security definer
  set search_path from current
  as $$
declare
  organization constant text := current_organization();
begin
  call hold_erasures();
  call lock_merchants();
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
    -- Then what has others derived: nothing is to be told of a half of what there was; and what is told of a merchant by
    -- its name in the feed, which is in `merchant_changes`.
    order by
      c.relname <> 'webhook_messages', c.relname <> 'connections',
      c.relname not in ('merchant_marks', 'merchant_apps', 'segment_changes'), c.relname = 'change_feeds', c.relname
  loop
    execute format(
      'delete from %1$I where ctid = any (array(select ctid from %1$I where organization_id = $1 limit $2))', own
    ) using organization, most;
    get diagnostics removed = row_count;
    if removed > 0 then return; end if;
  end loop;
  own := null;
end $$;

-- In the order in which they are written: an app that is hidden sums its merchants up again, and whatever else writes
-- merchants or entries begins with `merchant_apps`, in whichever order it goes on. So nobody holds one of them who waits
-- for another.
lock table apps, merchant_apps, merchants, merchant_entries in share row exclusive mode;
create or replace trigger note_new_merchants after insert on merchants
  referencing new table as changed for each statement execute function note_changed_merchants();
create or replace trigger note_changed_merchants after update on merchants
  referencing new table as changed for each statement execute function note_changed_merchants();
create or replace trigger note_hidden_merchants after delete on merchants
  referencing old table as changed for each statement execute function note_hidden_merchants();
create or replace trigger note_new_entries after insert on merchant_entries
  referencing new table as changed for each statement execute function note_changed_merchants();
create or replace trigger note_changed_entries after update on merchant_entries
  referencing new table as changed for each statement execute function note_changed_merchants();
create or replace trigger note_hidden_entries after delete on merchant_entries
  referencing old table as changed for each statement execute function note_hidden_merchants();
-- All of a pair that is derived otherwise is written anew. What only newer rules confirm is an update.
create or replace trigger note_derived_merchants after insert on merchant_apps
  referencing new table as changed for each statement execute function note_derived_merchants();
create or replace trigger note_erased_merchant after delete on merchant_changes
  for each row when (old.shop_number is not null) execute function note_erased_merchant();
create or replace trigger note_renamed_app after update of name on apps
  for each row when (old.name is distinct from new.name and new.removed_at is null) execute function note_renamed_app();
--! step
-- Merchants of before, an organization at a time. A table's owner is bound by its policies as everybody is.
do $$ begin
  drop policy if exists numbering on merchants;
  create policy numbering on merchants for select to current_user using (true);
end $$;
--! step
do $$
declare
  organization text;
  shops bigint[];
begin
  for organization in
    with recursive organizations as (
      (select organization_id from merchants order by 1 limit 1)
      union all
      select (select m.organization_id from merchants m where m.organization_id > o.organization_id order by 1 limit 1)
      from organizations o
      where o.organization_id is not null
    )
    select organization_id from organizations where organization_id is not null
  loop
    perform set_config('app.organization_id', organization, true);
    -- Nobody erases one of them meanwhile, or derives it. Nobody waits for what is held here, so it may take long.
    perform set_config('lock_timeout', '0', true);
    call lock_merchants();
    shops := array(
      select m.shop_number
      from merchants m
      where m.organization_id = organization
        and not exists (
          select from merchant_changes c where c.organization_id = organization and c.shop_number = m.shop_number
        )
    );
    call note_changes(organization, shops);
    commit;
  end loop;
end $$;
--! step
drop policy numbering on merchants;
