--! compatible
-- Segments: named criteria, and which merchants meet them.
--
-- Beside the code before it: yes; membership is kept by roll_up_merchants, whoever calls it. Locks: `merchant_apps`, against
-- writers, while an index of those in a trial is made.

-- For functions that run as their owner: 0003_requests.sql says why.
select set_config('search_path', format('%I, pg_temp', current_schema()), true);

-- A criterion is a column, and null where it is not asked for. One app of a merchant has to meet all of them.
create table segments (
  organization_id text not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  -- As they were said. The columns below are what evaluate_segments compares.
  criteria jsonb not null,
  statuses text[],
  plans text[],
  app_numbers bigint[],
  mrr_currency text,
  -- Amounts that are shown as the bounds, or between them.
  mrr_from numeric(38, 0),
  mrr_to numeric(38, 0),
  trial_within interval,
  installed_from timestamptz,
  installed_before timestamptz,
  left_from timestamptz,
  left_before timestamptz,
  risks text[],
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_by text not null,
  updated_at timestamptz not null default now(),
  -- Its members leave one after the other; what they left is told by its name.
  deleted_at timestamptz,
  -- How many it has: counted by a trigger.
  members bigint not null default 0,
  -- Merchants up to this shop were looked at since it was saved; null once all were.
  evaluated_to bigint default 0,
  -- Its name changed, with which a merchant is shown: each member that is looked at is told of.
  renamed boolean not null default false,
  -- Trials that end up to here were heeded: with time others come within `trial_within`.
  trials_heeded_to timestamptz,
  -- When somebody has to go on with it, unless it is being gone on with; null when there is nothing to do.
  due_at timestamptz,
  primary key (organization_id, id)
);
create unique index segments_by_name on segments (organization_id, lower(name)) where deleted_at is null;
call bind_to_tenant('segments');
grant select, insert, update, delete on segments to convot_api, convot_worker;
grant select on segments to convot_readonly;

-- Beside the directories of connections and messages what the worker reads across tenants: whose segments are due.
create table segment_directory (
  organization_id text not null,
  segment_id uuid not null,
  due_at timestamptz not null,
  primary key (organization_id, segment_id),
  foreign key (organization_id, segment_id) references segments (organization_id, id) on delete cascade
);
create index segment_directory_due on segment_directory (due_at);
call bind_to_tenant('segment_directory');
create policy whole_directory on segment_directory for select to convot_worker using (true);
grant select, insert, update, delete on segment_directory to convot_api, convot_worker;
grant select on segment_directory to convot_readonly;

-- A copy that only this trigger writes, so it cannot go stale.
create function copy_due_to_segment_directory() returns trigger
  language plpgsql
  as $$
begin
  if new.due_at is null then
    delete from segment_directory where organization_id = new.organization_id and segment_id = new.id;
  else
    insert into segment_directory (organization_id, segment_id, due_at)
    values (new.organization_id, new.id, new.due_at)
    on conflict (organization_id, segment_id) do update set due_at = excluded.due_at;
  end if;
  return null;
end $$;
create trigger copy_due_to_segment_directory
  after insert or update of due_at on segments
  for each row execute function copy_due_to_segment_directory();

-- Who meets the criteria, with the merchant's own keys of the lists: one index range a segment and sort.
create table segment_members (
  organization_id text not null,
  shop_number bigint not null,
  segment_id uuid not null,
  last_event_at timestamptz not null,
  installed_at timestamptz,
  currencies text not null,
  primary key (organization_id, shop_number, segment_id)
);
create index segment_members_by_event on segment_members (organization_id, segment_id, last_event_at, shop_number);
create index segment_members_by_install on segment_members (organization_id, segment_id, installed_at, shop_number);
create index segment_members_by_currencies on segment_members (organization_id, segment_id, currencies, shop_number);
call bind_to_tenant('segment_members');
grant select, insert, update, delete on segment_members to convot_api, convot_worker;
grant select on segment_members to convot_readonly;

-- As merchant_entry_amounts: one row a currency.
create table segment_member_amounts (
  organization_id text not null,
  shop_number bigint not null,
  segment_id uuid not null,
  currency text not null,
  mrr bigint not null,
  lifetime_value bigint not null,
  primary key (organization_id, shop_number, segment_id, currency)
);
create index segment_member_amounts_by_mrr on segment_member_amounts
  (organization_id, segment_id, currency, mrr, shop_number);
create index segment_member_amounts_by_lifetime_value on segment_member_amounts
  (organization_id, segment_id, currency, lifetime_value, shop_number);
call bind_to_tenant('segment_member_amounts');
grant select, insert, update, delete on segment_member_amounts to convot_api, convot_worker;
grant select on segment_member_amounts to convot_readonly;

-- The last time that a merchant entered or left a segment, with its number of the change feed: it is told under that one,
-- also when the merchant has changed again since.
create table segment_changes (
  organization_id text not null,
  segment_id uuid not null,
  shop_number bigint not null,
  entered boolean not null,
  at timestamptz not null default now(),
  number bigint not null,
  primary key (organization_id, segment_id, shop_number)
);
create index segment_changes_by_number on segment_changes (organization_id, number);
create index segment_changes_by_age on segment_changes (organization_id, at);
call bind_to_tenant('segment_changes');
grant select, insert, update, delete on segment_changes to convot_api, convot_worker;
grant select on segment_changes to convot_readonly;

-- Operators derive merchants again, too.
grant insert, update, delete on segment_members, segment_member_amounts, segment_changes to convot_operator;
grant update (members) on segments to convot_operator;

-- What time alone brings into a segment.
create index merchant_apps_by_trial_end on merchant_apps (organization_id, trial_ends_at) where status = 'trialing';

create function count_segment_members() returns trigger
  language plpgsql
  as $$
begin
  update segments s
  set members = s.members + (case tg_op when 'INSERT' then 1 else -1 end) * own.moved
  from (select organization_id, segment_id, count(*) as moved from changed group by 1, 2) as own
  where s.organization_id = own.organization_id and s.id = own.segment_id;
  return null;
end $$;
create trigger count_new_members after insert on segment_members
  referencing new table as changed for each statement execute function count_segment_members();
create trigger count_gone_members after delete on segment_members
  referencing old table as changed for each statement execute function count_segment_members();

-- Entering and leaving a segment are changes of the merchant. As the feed's owner, as note_changed_merchants.
create function note_moved_merchants(shops bigint[]) returns table (shop_number bigint, number bigint)
  language plpgsql security definer
  set search_path from current
  as $$
begin
  call note_changes(current_organization(), shops);
  return query
    select shop, told.number
    from unnest(shops) as shop
    cross join lateral (
      select c.number
      from merchant_changes c
      where c.organization_id = current_organization() and c.shop_number = shop
      offset 0
    ) as told;
end $$;
revoke all on function note_moved_merchants(bigint[]) from public;
grant execute on function note_moved_merchants(bigint[]) to convot_api, convot_worker, convot_operator;

/**
 * Which of these shops meet the criteria of which segments now, as they are stored and shown: of one segment, or of all.
 * Shop by shop (`offset 0`), as roll_up_merchants. This is the one place where criteria are compared.
 */
create function meeting_criteria(shops bigint[], only_segment uuid)
  returns table (segment_id uuid, shop_number bigint)
  language sql volatile
  as $$
  select distinct s.id, pair.shop_number
  from unnest(shops) as shop
  cross join lateral (
    select m.*
    from (
      select * from merchant_apps where organization_id = current_organization() and shop_number = shop offset 0
    ) as m
    join apps a using (organization_id, connection_id, app_number)
    where a.removed_at is null
  ) as pair
  cross join lateral (
    select *
    from segments
    where organization_id = current_organization() and deleted_at is null
      and (only_segment is null or id = only_segment)
    offset 0
  ) as s
  where (s.statuses is null or pair.status = any (s.statuses))
    and (s.plans is null or pair.plan = any (s.plans))
    and (s.app_numbers is null or pair.app_number = any (s.app_numbers))
    and (s.risks is null or pair.risk = any (s.risks))
    and (s.trial_within is null or (pair.status = 'trialing' and pair.trial_ends_at <= clock_timestamp() + s.trial_within))
    and (s.installed_from is null or pair.installed_at >= s.installed_from)
    and (s.installed_before is null or pair.installed_at < s.installed_before)
    and (
      s.mrr_currency is null
      or exists (
        select
        from merchant_app_money m
        where m.organization_id = current_organization() and m.connection_id = pair.connection_id
          and m.app_number = pair.app_number and m.shop_number = pair.shop_number and m.currency = s.mrr_currency
          and (s.mrr_from is null or m.mrr >= s.mrr_from)
          and (s.mrr_to is null or m.mrr <= s.mrr_to)
      )
    )
    and (
      coalesce(s.left_from, s.left_before) is null
      or (
        pair.status = 'churned'
        and (
          -- With its last subscription or trial; a merchant that never had any left when it uninstalled.
          select coalesce(max(to_at), pair.uninstalled_at) >= coalesce(s.left_from, '-infinity')
            and coalesce(max(to_at), pair.uninstalled_at) < coalesce(s.left_before, 'infinity')
          from merchant_spans l
          where l.organization_id = current_organization() and l.connection_id = pair.connection_id
            and l.app_number = pair.app_number and l.shop_number = pair.shop_number
        )
      )
    )
$$;

-- Brings the membership of these shops up to date, in one segment or in all. The caller holds lock_merchants and has summed
-- the shops up.
create procedure evaluate_segments(shops bigint[], only_segment uuid default null)
  language plpgsql
  as $$
declare
  organization constant text := current_organization();
  in_segments uuid[];
  in_shops bigint[];
  left_segments uuid[];
  left_shops bigint[];
  entered_segments uuid[];
  entered_shops bigint[];
begin
  if not exists (
    select from segments where organization_id = organization and (only_segment is null or id = only_segment)
  ) then
    return;
  end if;

  select array_agg(m.segment_id), array_agg(m.shop_number)
  into in_segments, in_shops
  from meeting_criteria(shops, only_segment) as m;

  with gone as (
    delete from segment_members
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, segment_id
        from segment_members
        where organization_id = organization and shop_number = shop
        offset 0
      ) as own
      where (only_segment is null or own.segment_id = only_segment)
        and not exists (
          select
          from unnest(in_segments, in_shops) as meeting (segment_id, shop_number)
          where meeting.segment_id = own.segment_id and meeting.shop_number = shop
        )
    ))
    returning segment_id, shop_number
  )
  select array_agg(segment_id), array_agg(shop_number) into left_segments, left_shops from gone;

  with entered as (
    insert into segment_members (organization_id, shop_number, segment_id, last_event_at, installed_at, currencies)
    select organization, meeting.shop_number, meeting.segment_id, own.*
    from unnest(in_segments, in_shops) as meeting (segment_id, shop_number)
    cross join lateral (
      select last_event_at, installed_at, currencies
      from merchants
      where organization_id = organization and shop_number = meeting.shop_number
      offset 0
    ) as own
    where not exists (
      select
      from segment_members m
      where m.organization_id = organization and m.shop_number = meeting.shop_number
        and m.segment_id = meeting.segment_id
    )
    order by meeting.shop_number, meeting.segment_id
    returning segment_id, shop_number
  )
  select array_agg(segment_id), array_agg(shop_number) into entered_segments, entered_shops from entered;

  if left_shops is not null or entered_shops is not null then
    insert into segment_changes (organization_id, segment_id, shop_number, entered, number)
    select organization, moved.segment_id, moved.shop_number, moved.entered, told.number
    from (
      select segment_id, shop_number, false as entered
      from unnest(left_segments, left_shops) as gone (segment_id, shop_number)
      union all
      select segment_id, shop_number, true
      from unnest(entered_segments, entered_shops) as come (segment_id, shop_number)
    ) as moved
    join note_moved_merchants(array(select unnest(left_shops) union select unnest(entered_shops))) as told
      using (shop_number)
    order by moved.segment_id, moved.shop_number
    on conflict (organization_id, segment_id, shop_number) do update
      set entered = excluded.entered, at = excluded.at, number = excluded.number;
  end if;

  update segment_members m
  set last_event_at = own.last_event_at, installed_at = own.installed_at, currencies = own.currencies
  from (
    select shop as shop_number, merchant.*
    from unnest(shops) as shop
    cross join lateral (
      select last_event_at, installed_at, currencies
      from merchants
      where organization_id = organization and shop_number = shop
      offset 0
    ) as merchant
  ) as own
  where m.organization_id = organization and m.shop_number = own.shop_number
    and (m.last_event_at, m.installed_at, m.currencies)
      is distinct from (own.last_event_at, own.installed_at, own.currencies);

  with wanted as materialized (
    select shop as shop_number, own.segment_id, amount.*
    from unnest(shops) as shop
    cross join lateral (
      select segment_id from segment_members where organization_id = organization and shop_number = shop offset 0
    ) as own
    cross join lateral (
      select distinct currency, mrr, lifetime_value
      from (
        select * from merchant_entry_amounts where organization_id = organization and shop_number = shop offset 0
      ) as entries
    ) as amount
    where only_segment is null or own.segment_id = only_segment
  ), gone as (
    delete from segment_member_amounts
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, segment_id, currency
        from segment_member_amounts
        where organization_id = organization and shop_number = shop
        offset 0
      ) as own
      where (only_segment is null or own.segment_id = only_segment)
        and not exists (
          select
          from wanted w
          where w.shop_number = shop and w.segment_id = own.segment_id and w.currency = own.currency
        )
    ))
  )
  insert into segment_member_amounts as a (organization_id, shop_number, segment_id, currency, mrr, lifetime_value)
  select organization, shop_number, segment_id, currency, mrr, lifetime_value
  from wanted
  order by shop_number, segment_id, currency
  on conflict (organization_id, shop_number, segment_id, currency) do update
    set mrr = excluded.mrr, lifetime_value = excluded.lifetime_value
    where (a.mrr, a.lifetime_value) is distinct from (excluded.mrr, excluded.lifetime_value);
end $$;

-- Whoever sums merchants up sees to their segments, too.
alter procedure roll_up_merchants(bigint[]) rename to sum_up_merchants;
create procedure roll_up_merchants(shops bigint[])
  language plpgsql
  as $$
begin
  call sum_up_merchants(shops);
  call evaluate_segments(shops);
end $$;

-- An app that is taken away hides its figures at once, and one that returns shows them again. Their segments are another
-- matter: of tens of thousands of merchants, in dozens of segments, they are left to evaluateSegment, step by step.
create or replace function roll_up_merchants_of_app() returns trigger
  language plpgsql
  security definer
  set search_path from current
  as $$
declare
  slice bigint[];
begin
  call lock_merchants();
  for slice in
    select array_agg(shop_number)
    from (
      select shop_number, row_number() over (order by shop_number) as place
      from merchant_apps
      where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
    ) as shops
    group by place / 500
  loop
    call sum_up_merchants(slice);
  end loop;
  update segments set evaluated_to = 0, due_at = now()
  where organization_id = new.organization_id and deleted_at is null;
  return null;
end $$;
