-- What the migrations make of an empty database: for reading, and for seeing what a change of them changes. Written by
-- `npm run schema`; a test compares it. Functions first, then each table with all that belongs to it; the reasons stand
-- in the migrations.

GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT USAGE ON SCHEMA public TO convot_api;
GRANT USAGE ON SCHEMA public TO convot_backup;
GRANT USAGE ON SCHEMA public TO convot_operator;
GRANT USAGE ON SCHEMA public TO convot_readonly;
GRANT USAGE ON SCHEMA public TO convot_worker;

CREATE OR REPLACE FUNCTION public.any_erased()
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('erasures/' || current_organization(), 0));
  return exists (select from erased_names where organization_id = current_organization());
end $function$
;

CREATE OR REPLACE FUNCTION public.backlog_metrics(OUT marked_pairs bigint, OUT quarantined_rows bigint)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select
    (select count(*) from (select from merchant_marks limit 100000) as counted),
    (select count(*) from (select from quarantined_rows limit 100000) as counted);
$function$
;
REVOKE ALL ON ROUTINE backlog_metrics() FROM PUBLIC;
GRANT EXECUTE ON ROUTINE backlog_metrics() TO convot_worker;

CREATE OR REPLACE PROCEDURE public.bind_to_tenant(IN bound regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', bound);
  execute format('alter table %s force row level security', bound);
  execute format(
    'create policy tenant on %s using (organization_id = (select current_organization()))'
      ' with check (organization_id = (select current_organization()))',
    bound
  );
end $procedure$
;

CREATE OR REPLACE FUNCTION public.connection_metrics(interval_ms double precision)
 RETURNS TABLE(status text, health text, error_code text, connections integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select judged.status, judged.health, judged.error_code, count(*)::integer
  from (
    select
      c.status,
      case
        when c.status <> 'connected' then 'stopped'
        when c.paused_at is not null or exists (select from pause_of_all) then 'paused'
        when s.waiting_until > now() then 'throttled'
        when now() - greatest(
          c.connected_at,
          c.resumed_at,
          case when s.first_backfilled_at is null then s.succeeded_at else s.last_synced_at end
        ) > greatest(
          2 * interval_ms * interval '1 millisecond',
          case when c.error_code is null then interval '2 minutes' else interval '30 minutes' end
        ) then 'stale'
        when c.error_code is not null then 'failing'
        when s.first_backfilled_at is null then 'first_sync'
        else 'ok'
      end as health,
      c.error_code
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
  ) as judged
  group by 1, 2, 3;
$function$
;
REVOKE ALL ON ROUTINE connection_metrics(double precision) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE connection_metrics(double precision) TO convot_worker;

CREATE OR REPLACE FUNCTION public.copy_due_to_directory()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.due_at is null then
    delete from webhook_directory where organization_id = new.organization_id and message_id = new.id;
  else
    insert into webhook_directory (organization_id, message_id, due_at)
    values (new.organization_id, new.id, new.due_at)
    on conflict (organization_id, message_id) do update set due_at = excluded.due_at;
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.copy_due_to_segment_directory()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.due_at is null then
    delete from segment_directory where organization_id = new.organization_id and segment_id = new.id;
  else
    insert into segment_directory (organization_id, segment_id, due_at)
    values (new.organization_id, new.id, new.due_at)
    on conflict (organization_id, segment_id) do update set due_at = excluded.due_at;
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.copy_status_to_directory()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- A failure that is written down names the status, too, and changes nothing here.
  if tg_op = 'UPDATE' and new.status = old.status and new.generation = old.generation then
    if (new.paused_at is null) <> (old.paused_at is null) then
      update connection_directory
      set paused = new.paused_at is not null,
          -- What goes on is due now, and not since it was paused.
          next_sync_at = case when new.paused_at is null and new.status = 'connected' then now() else next_sync_at end,
          nudged_at = now(),
          nudges = 0
      where organization_id = new.organization_id and connection_id = new.id;
    end if;
    return null;
  end if;
  insert into connection_directory (organization_id, connection_id, status, next_sync_at, nudged_at)
  values (new.organization_id, new.id, new.status, now(), now())
  on conflict (organization_id, connection_id) do update
    set status = excluded.status,
        next_sync_at = case when excluded.status in ('connected', 'disconnecting') then now() end,
        wanted_at = null,
        taken_at = null,
        nudged_at = now(),
        nudges = 0,
        -- Shopify has just accepted the token of who is connected.
        refused_code = case when excluded.status <> 'connected' then connection_directory.refused_code end;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.count_idle_sync(by_hour smallint[], newest timestamp with time zone, at timestamp with time zone)
 RETURNS smallint[]
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (shifted[1] + 1)::smallint || shifted[2:24]
  from (
    select (array_fill(0::smallint, array[passed]) || by_hour)[1:24] as shifted
    from (select coalesce(greatest(0, least(24, extract(epoch from at - newest) / 3600)), 24)::integer as passed) as hours
  ) as counted;
$function$
;

CREATE OR REPLACE FUNCTION public.count_refused_tokens(partner text)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$
;
REVOKE ALL ON ROUTINE count_refused_tokens(text) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE count_refused_tokens(text) TO convot_api;
GRANT EXECUTE ON ROUTINE count_refused_tokens(text) TO convot_operator;

CREATE OR REPLACE FUNCTION public.count_segment_members()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update segments s
  set members = s.members + (case tg_op when 'INSERT' then 1 else -1 end) * own.moved
  from (select organization_id, segment_id, count(*) as moved from changed group by 1, 2) as own
  where s.organization_id = own.organization_id and s.id = own.segment_id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.current_feed_epoch()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN (SELECT md5(concat_ws('/'::text, (SELECT pg_control_system.system_identifier FROM pg_control_system() pg_control_system(pg_control_version, catalog_version_no, system_identifier, pg_control_last_modified)), "left"(pg_walfile_name(pg_current_wal_lsn()), 8), (SELECT pg_database.oid FROM pg_database WHERE (pg_database.datname = current_database())), (SELECT feed_epoch.renewals FROM feed_epoch), (SELECT ((count(*))::numeric + COALESCE(sum(((erasures.counts ->> 'change_feeds'::text))::bigint), (0)::numeric)) FROM erasures WHERE (erasures.kind = 'organization'::text)))) AS md5)

;

CREATE OR REPLACE FUNCTION public.current_organization()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (((COALESCE(NULLIF(current_setting('app.schema_version'::text, true), ''::text), '0'::text))::integer >= minimum_schema_version()) OR (current_setting('application_name'::text) !~~ 'convot-%'::text)) THEN NULLIF(current_setting('app.organization_id'::text, true), ''::text) ELSE refuse_older_code() END

;

CREATE OR REPLACE FUNCTION public.cut_text(words text, most_bytes integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (octet_length(words) <= most_bytes) THEN words ELSE "left"(words, (most_bytes / 4)) END

;

CREATE OR REPLACE FUNCTION public.delay_turn(of_token text, turn timestamp with time zone, late_ms double precision)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update token_paces
  set free_at = array_remove(free_at, turn) || (turn + late_ms * interval '1 millisecond')
  where token_key = of_token;
$function$
;
REVOKE ALL ON ROUTINE delay_turn(text,timestamp with time zone,double precision) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE delay_turn(text,timestamp with time zone,double precision) TO convot_api;
GRANT EXECUTE ON ROUTINE delay_turn(text,timestamp with time zone,double precision) TO convot_operator;
GRANT EXECUTE ON ROUTINE delay_turn(text,timestamp with time zone,double precision) TO convot_worker;

CREATE OR REPLACE FUNCTION public.erase_organization_rows(most integer, OUT own text, OUT removed bigint)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
REVOKE ALL ON ROUTINE erase_organization_rows(integer) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE erase_organization_rows(integer) TO convot_operator;

CREATE OR REPLACE FUNCTION public.erase_shop(shop bigint, domains text[], seats text[], shopify_numbers bigint[], charges text[], damaged text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
REVOKE ALL ON ROUTINE erase_shop(bigint,text[],text[],bigint[],text[],text[]) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE erase_shop(bigint,text[],text[],bigint[],text[],text[]) TO convot_api;
GRANT EXECUTE ON ROUTINE erase_shop(bigint,text[],text[],bigint[],text[],text[]) TO convot_operator;
GRANT EXECUTE ON ROUTINE erase_shop(bigint,text[],text[],bigint[],text[],text[]) TO convot_worker;

CREATE OR REPLACE PROCEDURE public.evaluate_segments(IN shops bigint[], IN only_segment uuid DEFAULT NULL::uuid)
 LANGUAGE plpgsql
AS $procedure$
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
end $procedure$
;

CREATE OR REPLACE FUNCTION public.find_shops(wanted text, most integer)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  with candidates as materialized (
    select organization_id, shop_number, words
    from merchant_names
    where grams @> search_grams(current_organization(), lower(wanted))
  )
  select shop_number
  from candidates
  where organization_id = current_organization() and strpos(words, lower(wanted)) > 0
  limit most
$function$
;

CREATE OR REPLACE FUNCTION public.freshness_metrics(bounds_seconds integer[], OUT within bigint[], OUT connections bigint, OUT sum_seconds double precision, OUT worst_seconds double precision, OUT first_syncs bigint)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with ages as materialized (
    select
      greatest(extract(epoch from now() - greatest(s.last_synced_at, c.connected_at, c.resumed_at)), 0)::double precision as age,
      s.first_backfilled_at is null as is_first
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.status = 'connected' and c.paused_at is null and not exists (select from pause_of_all)
  )
  select
    array(
      select (select count(*) from ages where age <= bound.seconds)
      from unnest(bounds_seconds) with ordinality as bound (seconds, place)
      order by bound.place
    ),
    count(*), coalesce(sum(age), 0), max(age), count(*) filter (where is_first)
  from ages;
$function$
;
REVOKE ALL ON ROUTINE freshness_metrics(integer[]) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE freshness_metrics(integer[]) TO convot_worker;

CREATE OR REPLACE PROCEDURE public.hold_erasures()
 LANGUAGE sql
AS $procedure$ select pg_advisory_xact_lock(hashtextextended('erasures/' || current_organization(), 0)) $procedure$
;

CREATE OR REPLACE FUNCTION public.last_changes(organizations text[])
 RETURNS TABLE(organization_id text, last bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select organization_id, last from change_feeds where organization_id = any (organizations) $function$
;
REVOKE ALL ON ROUTINE last_changes(text[]) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE last_changes(text[]) TO convot_api;
GRANT EXECUTE ON ROUTINE last_changes(text[]) TO convot_worker;

CREATE OR REPLACE PROCEDURE public.lock_merchants()
 LANGUAGE sql
AS $procedure$ select pg_advisory_xact_lock(hashtextextended('merchants/' || current_organization(), 0)) $procedure$
;

CREATE OR REPLACE FUNCTION public.mark_pair_of_charge()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
  select distinct new.organization_id, new.connection_id, new.app_number, shop_number
  from (
    select shop_number
    from app_events
    where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
      and charge_number = new.charge_number
    union all
    select shop_number
    from transactions
    where organization_id = new.organization_id and connection_id = new.connection_id and app_number = new.app_number
      and charge_number = new.charge_number and shop_number is not null
  ) as pairs
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.meeting_criteria(shops bigint[], only_segment uuid)
 RETURNS TABLE(segment_id uuid, shop_number bigint)
 LANGUAGE sql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION public.minimum_schema_version()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN 0

;

CREATE OR REPLACE FUNCTION public.next_turn(at timestamp with time zone, taken timestamp with time zone[], leaves_at timestamp with time zone, spacing interval)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE
RETURN GREATEST(at, (taken)[4], CASE WHEN (cardinality(taken) >= 2) THEN (leaves_at + spacing) ELSE NULL::timestamp with time zone END)

;

CREATE OR REPLACE FUNCTION public.note_changed_merchants()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  organization text;
  shops bigint[];
begin
  for organization, shops in select organization_id, array_agg(distinct shop_number) from changed group by 1 loop
    call note_changes(organization, shops);
  end loop;
  return null;
end $function$
;

CREATE OR REPLACE PROCEDURE public.note_changes(IN organization text, IN shops bigint[])
 LANGUAGE plpgsql
AS $procedure$
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
end $procedure$
;

CREATE OR REPLACE FUNCTION public.note_connecting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.status = 'connected' then
    new.fresh_at := now();
  elsif new.status in ('disconnecting', 'disconnected') then
    -- Who disconnects knows: nobody is told that it is over, and whoever connects again begins anew.
    new.trouble := null;
    new.trouble_message_id := null;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_derived_merchants()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.note_erased_merchant()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not exists (select from connections where organization_id = old.organization_id) then return null; end if;
  insert into merchant_changes (organization_id, number, ref)
  values (old.organization_id, take_change_numbers(old.organization_id, 1), old.ref);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_first_backfill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.first_backfilled_at := clock_timestamp();
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_hidden_merchants()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.note_moved_merchants(shops bigint[])
 RETURNS TABLE(shop_number bigint, number bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
REVOKE ALL ON ROUTINE note_moved_merchants(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE note_moved_merchants(bigint[]) TO convot_api;
GRANT EXECUTE ON ROUTINE note_moved_merchants(bigint[]) TO convot_operator;
GRANT EXECUTE ON ROUTINE note_moved_merchants(bigint[]) TO convot_worker;

CREATE OR REPLACE FUNCTION public.note_renamed_app()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.note_token_key()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.note_wholeness()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if new.last_synced_at > old.last_synced_at + interval '1 hour' then
    new.absent_from := old.last_synced_at;
    new.absent_until := new.last_synced_at;
  end if;
  if not new.backfilled then
    new.whole_since := null; -- an app was added, with a past of its own
  elsif new.whole_since is null and new.phase = 'idle' and not exists (
    select
    from merchant_marks
    where organization_id = new.organization_id and connection_id = new.connection_id
  ) then
    new.whole_since := clock_timestamp();
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.organizations_behind(installation text, most integer)
 RETURNS TABLE(organization_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select f.organization_id
  from change_feeds f
  left join update_cursors c using (organization_id)
  where f.last > 0
    and (c.number is null or c.number < f.last or c.installation_epoch <> installation)
    and (c.due_at is null or c.due_at < now())
  order by c.due_at nulls first
  limit most
$function$
;
REVOKE ALL ON ROUTINE organizations_behind(text,integer) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE organizations_behind(text,integer) TO convot_worker;

CREATE OR REPLACE FUNCTION public.outbox_metrics(OUT pending bigint, OUT failed bigint, OUT oldest_seconds double precision, OUT refused_seconds double precision)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select
    (select count(*) from (select from webhook_messages where state = 'pending' limit 100000) as counted),
    (select count(*) from (select from webhook_messages where state = 'failed' limit 100000) as counted),
    extract(epoch from now() - least(
      (select min(created_at) from webhook_messages where state = 'pending'),
      (select min(refused_since) from update_cursors where due_at > now() - interval '5 minutes')
    )),
    extract(epoch from now() - least(
      (
        select min(created_at)
        from webhook_messages
        where state = 'pending' and last_answer !~ '^2\d\d$' and created_at > taken.at
      ),
      (
        select min(refused_since)
        from update_cursors
        where due_at > now() - interval '5 minutes' and refused_since > taken.at
      )
    ))
  from (
    select coalesce(greatest(
      (select max(last_attempt_at) from webhook_messages where last_answer ~ '^2\d\d$'),
      (select max(accepted_at) from update_cursors)
    ), '-infinity') as at
  ) as taken;
$function$
;
REVOKE ALL ON ROUTINE outbox_metrics() FROM PUBLIC;
GRANT EXECUTE ON ROUTINE outbox_metrics() TO convot_worker;

CREATE OR REPLACE FUNCTION public.price_key(connection_id uuid, app_number bigint, currency text, price text, plan text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN md5((((((((((connection_id)::text || ' '::text) || (app_number)::text) || ' '::text) || currency) || ' '::text) || price) || ' '::text) || plan))

;

CREATE OR REPLACE PROCEDURE public.refresh_statistics()
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '100ms'
AS $procedure$
declare
  grown regclass;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('statistics', 0)) then
    return;
  end if;
  for grown in
    select c.oid::regclass
    from pg_class c
    where c.oid in ('transactions'::regclass, 'app_events'::regclass)
      and (c.reltuples < 0 or pg_relation_size(c.oid) > 4 * c.relpages::bigint * current_setting('block_size')::bigint)
  loop
    execute format('analyze %s', grown);
  end loop;
exception
  when lock_not_available then
    null;
end $procedure$
;
REVOKE ALL ON ROUTINE refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON ROUTINE refresh_statistics() TO convot_worker;

CREATE OR REPLACE FUNCTION public.refuse_older_code()
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  raise exception 'this code is older than a breaking migration' using errcode = 'object_not_in_prerequisite_state';
end $function$
;

CREATE OR REPLACE PROCEDURE public.roll_up_merchants(IN shops bigint[])
 LANGUAGE plpgsql
AS $procedure$
begin
  call sum_up_merchants(shops);
  call evaluate_segments(shops);
end $procedure$
;

CREATE OR REPLACE FUNCTION public.roll_up_merchants_of_app()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.search_grams(organization text, words text)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ARRAY(SELECT hashtextextended((pair.letter || pair.next), spelt.seed) AS hashtextextended FROM ((SELECT string_to_array(search_grams.words, NULL::text) AS letters, hashtextextended(search_grams.organization, (0)::bigint) AS seed OFFSET 0) spelt CROSS JOIN LATERAL UNNEST(spelt.letters, spelt.letters[2:]) pair(letter, next)) WHERE (pair.next IS NOT NULL))

;

CREATE OR REPLACE FUNCTION public.sort_key(units numeric)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (LEAST(GREATEST(units, ('-9223372036854775808'::bigint)::numeric), ('9223372036854775807'::bigint)::numeric))::bigint

;

CREATE OR REPLACE FUNCTION public.stretch_left(stretch double precision, yielded_at timestamp with time zone, at timestamp with time zone)
 RETURNS double precision
 LANGUAGE sql
 STABLE
RETURN GREATEST((1)::double precision, (stretch * power((0.5)::double precision, (LEAST(((EXTRACT(epoch FROM at) - EXTRACT(epoch FROM yielded_at)) / (60)::numeric), (5)::numeric))::double precision)))

;

CREATE OR REPLACE FUNCTION public.sum_movements()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into mrr_days as d (organization_id, connection_id, app_number, day, currency, type, change)
  select
    organization_id, connection_id, app_number, (occurred_at at time zone 'UTC')::date, mrr_currency, type,
    case tg_op when 'INSERT' then sum(mrr_change) else -sum(mrr_change) end
  from moved
  where mrr_change <> 0
  group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict (organization_id, connection_id, app_number, day, currency, type) do update
    set change = d.change + excluded.change;

  -- Day by day (`offset 0`): a planner without fresh statistics would walk the organization.
  delete from mrr_days
  where ctid = any (array(
    select own.place
    from (
      select distinct
        organization_id, connection_id, app_number, (occurred_at at time zone 'UTC')::date as day, mrr_currency, type
      from moved
      where mrr_change <> 0
    ) as m
    cross join lateral (
      select d.ctid as place, d.change
      from mrr_days d
      where d.organization_id = m.organization_id and d.connection_id = m.connection_id
        and d.app_number = m.app_number and d.day = m.day and d.currency = m.mrr_currency and d.type = m.type
      offset 0
    ) as own
    where own.change = 0
  ));
  return null;
end $function$
;

CREATE OR REPLACE PROCEDURE public.sum_up_merchants(IN shops bigint[])
 LANGUAGE sql
AS $procedure$
  with visible as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select m.shop_number, m.connection_id, max(m.installed_at) as installed_at
      from (
        select * from merchant_apps where organization_id = current_organization() and shop_number = shop offset 0
      ) as m
      join apps a using (organization_id, connection_id, app_number)
      where a.removed_at is null
      group by m.shop_number, m.connection_id
    ) as own
  ), merged as materialized (
    select
      v.shop_number,
      -- The newest row names the shop, whichever connection it came by.
      -- A shop of which no name could be read is listed by its domain.
      cut_text(
        (array_agg(coalesce(nullif(s.name, ''), s.myshopify_domain) order by s.named_at desc, v.connection_id))[1], 800
      ) as name,
      cut_text((array_agg(s.myshopify_domain order by s.named_at desc, v.connection_id))[1], 255) as myshopify_domain,
      min(s.first_seen_at) as first_seen_at,
      max(s.last_event_at) as last_event_at,
      max(v.installed_at) as installed_at,
      coalesce(max(money.currencies), '') as currencies
    from visible v
    cross join lateral (
      select name, myshopify_domain, named_at, first_seen_at, last_event_at
      from shops
      where organization_id = current_organization() and connection_id = v.connection_id and shop_number = v.shop_number
      offset 0
    ) as s
    cross join lateral (
      select string_agg(currency, ' ' order by currency) as currencies
      from (
        select m.currency
        from (
          select *
          from merchant_app_money
          where organization_id = current_organization() and shop_number = v.shop_number
          offset 0
        ) as m
        join apps a using (organization_id, connection_id, app_number)
        where a.removed_at is null
        group by m.currency
        order by m.currency
        limit 250
      ) as listed
    ) as money
    group by v.shop_number
  ), hidden as (
    delete from merchants
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place
        from merchants
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where not exists (select from merged where merged.shop_number = shop)
    ))
  )
  insert into merchants as m (
    organization_id, shop_number, name, myshopify_domain, first_seen_at, last_event_at, installed_at, currencies
  )
  select
    current_organization(), shop_number, name, myshopify_domain, first_seen_at, last_event_at, installed_at, currencies
  from merged
  order by shop_number
  on conflict (organization_id, shop_number) do update
    set name = excluded.name,
        myshopify_domain = excluded.myshopify_domain,
        first_seen_at = excluded.first_seen_at,
        last_event_at = excluded.last_event_at,
        installed_at = excluded.installed_at,
        currencies = excluded.currencies
    where (m.name, m.myshopify_domain, m.first_seen_at, m.last_event_at, m.installed_at, m.currencies)
      is distinct from
      (excluded.name, excluded.myshopify_domain, excluded.first_seen_at, excluded.last_event_at, excluded.installed_at,
       excluded.currencies);

  -- Of the shops that are merchants now: names hang on a merchant's row. Nothing is tried that would change nothing,
  -- because the grams are made before that is seen.
  insert into merchant_names (organization_id, shop_number, words)
  select current_organization(), shop, own.words
  from unnest(shops) as shop
  cross join lateral (
    select lower(myshopify_domain || ' ' || name) as words
    from merchants
    where organization_id = current_organization() and shop_number = shop
    offset 0
  ) as own
  left join lateral (
    select words
    from merchant_names
    where organization_id = current_organization() and shop_number = shop
    offset 0
  ) as before on true
  where own.words is distinct from before.words
  order by shop
  on conflict (organization_id, shop_number) do update set words = excluded.words;

  with wanted as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select
        m.shop_number, m.connection_id, m.app_number, m.status, cut_text(m.plan, 800) as plan, m.risk,
        merchant.last_event_at, merchant.installed_at, merchant.currencies
      from (
        select * from merchant_apps where organization_id = current_organization() and shop_number = shop offset 0
      ) as m
      join apps a using (organization_id, connection_id, app_number)
      cross join lateral (
        select last_event_at, installed_at, currencies
        from merchants
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as merchant
      where a.removed_at is null
    ) as own
  ), gone as (
    delete from merchant_entries
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, connection_id, app_number
        from merchant_entries
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where not exists (
        select
        from wanted w
        where w.shop_number = shop and w.connection_id = own.connection_id and w.app_number = own.app_number
      )
    ))
  )
  insert into merchant_entries as e (
    organization_id, shop_number, connection_id, app_number, status, plan, risk, last_event_at, installed_at, currencies
  )
  select
    current_organization(), shop_number, connection_id, app_number, status, plan, risk, last_event_at, installed_at,
    currencies
  from wanted
  order by shop_number, connection_id, app_number
  on conflict (organization_id, shop_number, connection_id, app_number) do update
    set status = excluded.status,
        plan = excluded.plan,
        risk = excluded.risk,
        last_event_at = excluded.last_event_at,
        installed_at = excluded.installed_at,
        currencies = excluded.currencies
    where (e.status, e.plan, e.risk, e.last_event_at, e.installed_at, e.currencies)
      is distinct from
      (excluded.status, excluded.plan, excluded.risk, excluded.last_event_at, excluded.installed_at, excluded.currencies);

  with wanted as materialized (
    select own.*
    from unnest(shops) as shop
    cross join lateral (
      select e.shop_number, e.connection_id, e.app_number, money.currency, e.status, e.plan, money.mrr, money.lifetime_value
      from (
        select m.currency, sort_key(sum(m.mrr)) as mrr, sort_key(sum(m.lifetime_value)) as lifetime_value
        from (
          select *
          from merchant_app_money
          where organization_id = current_organization() and shop_number = shop
          offset 0
        ) as m
        join apps a using (organization_id, connection_id, app_number)
        where a.removed_at is null
        group by m.currency
        order by m.currency
        limit 250
      ) as money
      cross join (
        select * from merchant_entries where organization_id = current_organization() and shop_number = shop offset 0
      ) as e
    ) as own
  ), gone as (
    delete from merchant_entry_amounts
    where ctid = any (array(
      select own.place
      from unnest(shops) as shop
      cross join lateral (
        select ctid as place, connection_id, app_number, currency
        from merchant_entry_amounts
        where organization_id = current_organization() and shop_number = shop
        offset 0
      ) as own
      where not exists (
        select
        from wanted w
        where w.shop_number = shop and w.connection_id = own.connection_id and w.app_number = own.app_number
          and w.currency = own.currency
      )
    ))
  )
  insert into merchant_entry_amounts as e (
    organization_id, shop_number, connection_id, app_number, currency, status, plan, mrr, lifetime_value
  )
  select
    current_organization(), shop_number, connection_id, app_number, currency, status, plan, mrr, lifetime_value
  from wanted
  order by shop_number, connection_id, app_number, currency
  on conflict (organization_id, shop_number, connection_id, app_number, currency) do update
    set status = excluded.status,
        plan = excluded.plan,
        mrr = excluded.mrr,
        lifetime_value = excluded.lifetime_value
    where (e.status, e.plan, e.mrr, e.lifetime_value)
      is distinct from (excluded.status, excluded.plan, excluded.mrr, excluded.lifetime_value);
$procedure$
;

CREATE OR REPLACE FUNCTION public.take_change_numbers(organization text, count bigint)
 RETURNS bigint
 LANGUAGE sql
AS $function$
  insert into change_feeds as f (organization_id, last)
  values (organization, count)
  on conflict (organization_id) do update set last = f.last + excluded.last
  returning last
$function$
;

CREATE OR REPLACE FUNCTION public.take_turn(of_token text, window_ms double precision, margin_ms double precision, is_priority boolean, OUT granted boolean, OUT wait_ms double precision, OUT next_in_ms double precision, OUT leaves_at timestamp with time zone, OUT free_at timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  -- So that no line grows for a process that may be gone, and a priority turn has few before it.
  furthest_ahead constant interval := '2 seconds';
  millisecond constant interval := '1 millisecond';
  pace token_paces;
  at timestamptz;
  taken timestamptz[];
  length interval;
  due timestamptz;
begin
  select * into pace from token_paces where token_key = of_token for update;
  if not found then
    insert into token_paces (token_key) values (of_token)
    on conflict (token_key) do update set token_key = excluded.token_key
    returning * into pace;
  end if;
  at := clock_timestamp(); -- now that the row is ours
  if pace.leaves_at > at + furthest_ahead then
    -- The server's clock was set back: what was reserved by it means nothing any more.
    pace.free_at := '{}';
    pace.leaves_at := '-infinity';
    pace.priority_free_at := '-infinity';
    pace.stretch := 1;
    pace.yielded_at := '-infinity';
  end if;
  taken := array(select until from unnest(pace.free_at) as until where until > at order by until desc limit 4);
  length := (window_ms * stretch_left(pace.stretch, pace.yielded_at, at) + margin_ms) * millisecond;
  due := next_turn(at, taken, pace.leaves_at, length / 4);
  granted := not (due > at + furthest_ahead or is_priority and pace.priority_free_at > due);
  if granted then
    leaves_at := due;
    free_at := due + length;
    taken := array(select until from unnest(taken || free_at) as until order by until desc limit 4);
    pace.leaves_at := greatest(pace.leaves_at, due);
    wait_ms := extract(epoch from due - at) * 1000;
    next_in_ms := extract(epoch from next_turn(at, taken, pace.leaves_at, length / 4) - at) * 1000;
    update token_paces t
    set free_at = taken,
        leaves_at = pace.leaves_at,
        priority_free_at = case when is_priority then take_turn.free_at else pace.priority_free_at end,
        stretch = pace.stretch,
        yielded_at = pace.yielded_at
    where t.token_key = of_token;
  else
    wait_ms := extract(epoch from greatest(due - furthest_ahead, case when is_priority then pace.priority_free_at end) - at)
      * 1000;
    next_in_ms := extract(epoch from due - at) * 1000;
  end if;
end $function$
;
REVOKE ALL ON ROUTINE take_turn(text,double precision,double precision,boolean) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE take_turn(text,double precision,double precision,boolean) TO convot_api;
GRANT EXECUTE ON ROUTINE take_turn(text,double precision,double precision,boolean) TO convot_operator;
GRANT EXECUTE ON ROUTINE take_turn(text,double precision,double precision,boolean) TO convot_worker;

CREATE OR REPLACE FUNCTION public.yield_turns(of_token text, sent_ms_ago double precision)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update token_paces
  set stretch = least(stretch_left(stretch, yielded_at, clock_timestamp()) * 1.25, 20), yielded_at = clock_timestamp()
  where token_key = of_token and yielded_at < clock_timestamp() - sent_ms_ago * interval '1 millisecond';
$function$
;
REVOKE ALL ON ROUTINE yield_turns(text,double precision) FROM PUBLIC;
GRANT EXECUTE ON ROUTINE yield_turns(text,double precision) TO convot_api;
GRANT EXECUTE ON ROUTINE yield_turns(text,double precision) TO convot_operator;
GRANT EXECUTE ON ROUTINE yield_turns(text,double precision) TO convot_worker;

CREATE TABLE api_version_check (
  single boolean DEFAULT true NOT NULL,
  begun_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  own_version text NOT NULL,
  supported text[],
  listed_at timestamp with time zone,
  next_version text,
  next_outcome text,
  refused jsonb DEFAULT '[]'::jsonb NOT NULL,
  next_checked_at timestamp with time zone,
  CONSTRAINT api_version_check_pkey PRIMARY KEY (single),
  CONSTRAINT api_version_check_next_outcome_check CHECK (next_outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'not_served'::text])),
  CONSTRAINT api_version_check_single_check CHECK (single)
);
GRANT SELECT ON api_version_check TO convot_api;
GRANT SELECT ON api_version_check TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON api_version_check TO convot_worker;

CREATE TABLE app_events (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  type text NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  charge_id text NOT NULL,
  raw jsonb NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  charge_number text GENERATED ALWAYS AS ("substring"(charge_id, '[0-9]+$'::text)) STORED,
  missing_since timestamp with time zone,
  unfamiliar boolean GENERATED ALWAYS AS (type <> ALL (ARRAY['CREDIT_APPLIED'::text, 'CREDIT_FAILED'::text, 'CREDIT_PENDING'::text, 'ONE_TIME_CHARGE_ACCEPTED'::text, 'ONE_TIME_CHARGE_ACTIVATED'::text, 'ONE_TIME_CHARGE_DECLINED'::text, 'ONE_TIME_CHARGE_EXPIRED'::text, 'RELATIONSHIP_DEACTIVATED'::text, 'RELATIONSHIP_INSTALLED'::text, 'RELATIONSHIP_REACTIVATED'::text, 'RELATIONSHIP_UNINSTALLED'::text, 'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT'::text, 'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED'::text, 'SUBSCRIPTION_CHARGE_ACCEPTED'::text, 'SUBSCRIPTION_CHARGE_ACTIVATED'::text, 'SUBSCRIPTION_CHARGE_CANCELED'::text, 'SUBSCRIPTION_CHARGE_DECLINED'::text, 'SUBSCRIPTION_CHARGE_EXPIRED'::text, 'SUBSCRIPTION_CHARGE_FROZEN'::text, 'SUBSCRIPTION_CHARGE_UNFROZEN'::text, 'USAGE_CHARGE_APPLIED'::text])) STORED,
  CONSTRAINT app_events_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id)
);
CREATE INDEX app_events_by_charge ON app_events USING btree (organization_id, connection_id, app_number, charge_number) WHERE charge_number IS NOT NULL;
CREATE INDEX app_events_by_time ON app_events USING btree (organization_id, connection_id, app_number, occurred_at);
CREATE INDEX app_events_missing ON app_events USING btree (organization_id, connection_id) WHERE missing_since IS NOT NULL;
CREATE INDEX app_events_unfamiliar ON app_events USING btree (organization_id, connection_id, type) WHERE unfamiliar;
ALTER TABLE app_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE app_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app_events
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON app_events TO convot_api;
GRANT SELECT ON app_events TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON app_events TO convot_worker;

CREATE TABLE apps (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  name text,
  source text NOT NULL,
  problem text,
  added_at timestamp with time zone DEFAULT now() NOT NULL,
  removed_at timestamp with time zone,
  named_at timestamp with time zone,
  CONSTRAINT apps_pkey PRIMARY KEY (organization_id, connection_id, app_number),
  CONSTRAINT apps_app_number_check CHECK (app_number > 0),
  CONSTRAINT apps_problem_check CHECK (problem = ANY (ARRAY['not_visible'::text, 'refused'::text])),
  CONSTRAINT apps_source_check CHECK (source = ANY (ARRAY['auto'::text, 'manual'::text])),
  CONSTRAINT apps_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
ALTER TABLE apps ENABLE ROW LEVEL SECURITY;
ALTER TABLE apps FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON apps
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER note_renamed_app AFTER UPDATE OF name ON apps FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name AND new.removed_at IS NULL) EXECUTE FUNCTION note_renamed_app();
CREATE TRIGGER roll_up_merchants_of_app AFTER UPDATE OF removed_at ON apps FOR EACH ROW WHEN ((old.removed_at IS NULL) <> (new.removed_at IS NULL)) EXECUTE FUNCTION roll_up_merchants_of_app();
GRANT INSERT, SELECT, UPDATE ON apps TO convot_api;
GRANT INSERT, UPDATE ON apps TO convot_operator;
GRANT SELECT ON apps TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON apps TO convot_worker;

CREATE TABLE audit_log (
  organization_id text NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  connection_id uuid,
  detail jsonb DEFAULT '{}'::jsonb NOT NULL,
  count integer DEFAULT 1 NOT NULL,
  last_at timestamp with time zone,
  same_as text,
  CONSTRAINT audit_log_pkey PRIMARY KEY (organization_id, id),
  CONSTRAINT audit_log_organization_id_same_as_key UNIQUE (organization_id, same_as)
);
CREATE INDEX audit_log_newest ON audit_log USING btree (organization_id, at DESC, id DESC);
CREATE INDEX audit_log_oldest ON audit_log USING btree (at);
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY delete_expired ON audit_log FOR DELETE TO convot_worker
  USING (at < (now() - '2 years'::interval));
CREATE POLICY read_expired ON audit_log FOR SELECT TO convot_worker
  USING (at < (now() - '2 years'::interval));
CREATE POLICY tenant ON audit_log
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT INSERT, SELECT, UPDATE (count, last_at) ON audit_log TO convot_api;
GRANT INSERT, UPDATE (count, last_at) ON audit_log TO convot_operator;
GRANT SELECT ON audit_log TO convot_readonly;
GRANT DELETE, INSERT, SELECT ON audit_log TO convot_worker;

CREATE TABLE change_feeds (
  organization_id text NOT NULL,
  last bigint NOT NULL,
  CONSTRAINT change_feeds_pkey PRIMARY KEY (organization_id)
);
ALTER TABLE change_feeds ENABLE ROW LEVEL SECURITY;
ALTER TABLE change_feeds FORCE ROW LEVEL SECURITY;
CREATE POLICY behind ON change_feeds FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON change_feeds
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON change_feeds TO convot_api;
GRANT SELECT ON change_feeds TO convot_readonly;
GRANT SELECT ON change_feeds TO convot_worker;

CREATE TABLE connection_directory (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  status text NOT NULL,
  next_sync_at timestamp with time zone,
  wanted_at timestamp with time zone,
  taken_at timestamp with time zone,
  nudged_at timestamp with time zone,
  nudges integer DEFAULT 0 NOT NULL,
  refused_code text,
  refused_since timestamp with time zone,
  paused boolean DEFAULT false NOT NULL,
  fresh_at timestamp with time zone DEFAULT now() NOT NULL,
  first_whole_at timestamp with time zone,
  trouble text,
  trouble_message_id text,
  CONSTRAINT connection_directory_pkey PRIMARY KEY (organization_id, connection_id),
  CONSTRAINT connection_directory_check CHECK ((trouble IS NULL) = (trouble_message_id IS NULL)),
  CONSTRAINT connection_directory_trouble_check CHECK (trouble = ANY (ARRAY['error'::text, 'stale'::text])),
  CONSTRAINT connection_directory_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX connection_directory_due ON connection_directory USING btree (next_sync_at) WHERE status = ANY (ARRAY['connected'::text, 'disconnecting'::text]);
CREATE INDEX connection_directory_refused ON connection_directory USING btree (refused_since) WHERE refused_code IS NOT NULL;
ALTER TABLE connection_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE connection_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON connection_directory
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE POLICY whole_directory ON connection_directory FOR SELECT TO convot_worker
  USING (true);
CREATE POLICY whole_directory_of_operator ON connection_directory FOR SELECT TO convot_operator
  USING (true);
CREATE TRIGGER note_connecting BEFORE INSERT OR UPDATE OF status ON connection_directory FOR EACH ROW EXECUTE FUNCTION note_connecting();
GRANT INSERT, SELECT, UPDATE ON connection_directory TO convot_api;
GRANT INSERT, UPDATE ON connection_directory TO convot_operator;
GRANT SELECT ON connection_directory TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON connection_directory TO convot_worker;

CREATE TABLE connections (
  organization_id text NOT NULL,
  id uuid NOT NULL,
  partner_organization_id text NOT NULL,
  status text NOT NULL,
  generation integer DEFAULT 1 NOT NULL,
  token_ciphertext text,
  token_hint text,
  connected_by text NOT NULL,
  connected_at timestamp with time zone NOT NULL,
  consecutive_failures integer DEFAULT 0 NOT NULL,
  error_code text,
  error_permission text,
  error_since timestamp with time zone,
  error_reference text,
  failures_in_all integer DEFAULT 0 NOT NULL,
  failure_counted_at timestamp with time zone,
  failure_key text,
  disconnected_at timestamp with time zone,
  disconnected_by text,
  paused_at timestamp with time zone,
  paused_by text,
  resumed_at timestamp with time zone,
  CONSTRAINT connections_pkey PRIMARY KEY (organization_id, id),
  CONSTRAINT connections_organization_id_partner_organization_id_key UNIQUE (organization_id, partner_organization_id),
  CONSTRAINT connections_check CHECK (token_ciphertext IS NULL OR (status = ANY (ARRAY['connected'::text, 'error'::text]))),
  CONSTRAINT connections_error_permission_check CHECK (error_permission = ANY (ARRAY['view_financials'::text, 'manage_apps'::text])),
  CONSTRAINT connections_partner_organization_id_check CHECK (partner_organization_id ~ '^[1-9][0-9]{0,18}$'::text),
  CONSTRAINT connections_status_check CHECK (status = ANY (ARRAY['connected'::text, 'error'::text, 'disconnecting'::text, 'disconnected'::text]))
);
ALTER TABLE connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE connections FORCE ROW LEVEL SECURITY;
CREATE POLICY metrics ON connections FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON connections
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER copy_status_to_directory AFTER INSERT OR UPDATE OF status, generation, paused_at ON connections FOR EACH ROW EXECUTE FUNCTION copy_status_to_directory();
CREATE TRIGGER note_token_key AFTER INSERT OR DELETE OR UPDATE OF token_ciphertext ON connections FOR EACH ROW EXECUTE FUNCTION note_token_key();
GRANT INSERT, SELECT, UPDATE ON connections TO convot_api;
GRANT SELECT, UPDATE (status, generation, token_ciphertext, token_hint, connected_by, connected_at, consecutive_failures, error_code, error_permission, error_since, error_reference, failures_in_all, failure_counted_at, failure_key, disconnected_at, disconnected_by, paused_at, paused_by, resumed_at) ON connections TO convot_operator;
GRANT SELECT (organization_id, id, partner_organization_id, status, generation, token_hint, connected_by, connected_at, consecutive_failures, error_code, error_permission, error_since, error_reference, failures_in_all, failure_counted_at, disconnected_at, disconnected_by, paused_at, paused_by, resumed_at) ON connections TO convot_readonly;
GRANT SELECT, UPDATE ON connections TO convot_worker;

CREATE TABLE credential_storms (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  code text NOT NULL,
  since timestamp with time zone NOT NULL,
  began_at timestamp with time zone DEFAULT now() NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  ended boolean DEFAULT false NOT NULL,
  CONSTRAINT credential_storms_pkey PRIMARY KEY (id),
  CONSTRAINT credential_storms_tstzrange_excl EXCLUDE USING gist (tstzrange(began_at, ends_at) WITH &&)
);
ALTER TABLE credential_storms ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential_storms FORCE ROW LEVEL SECURITY;
CREATE POLICY begins ON credential_storms FOR INSERT TO convot_worker
  WITH CHECK (true);
CREATE POLICY ends ON credential_storms FOR UPDATE TO convot_worker
  USING (true);
CREATE POLICY everybody ON credential_storms FOR SELECT TO convot_api, convot_readonly, convot_worker
  USING (true);
GRANT SELECT (ends_at) ON credential_storms TO convot_api;
GRANT SELECT ON credential_storms TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON credential_storms TO convot_worker;

CREATE TABLE credential_tries (
  organization_id text NOT NULL,
  id uuid NOT NULL,
  partner_organization_id text NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  refused boolean DEFAULT false NOT NULL,
  CONSTRAINT credential_tries_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX credential_tries_of_partner ON credential_tries USING btree (partner_organization_id);
CREATE INDEX credential_tries_oldest ON credential_tries USING btree (at);
ALTER TABLE credential_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY refusals ON credential_tries TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON credential_tries
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT DELETE, INSERT, SELECT, UPDATE ON credential_tries TO convot_api;
GRANT DELETE, INSERT, UPDATE ON credential_tries TO convot_operator;
GRANT SELECT ON credential_tries TO convot_readonly;

CREATE TABLE doctor_report (
  single boolean DEFAULT true NOT NULL,
  begun_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone NOT NULL,
  checked integer NOT NULL,
  unfinished integer NOT NULL,
  failures integer NOT NULL,
  warnings integer NOT NULL,
  notes integer NOT NULL,
  whole_at timestamp with time zone,
  CONSTRAINT doctor_report_pkey PRIMARY KEY (single),
  CONSTRAINT doctor_report_single_check CHECK (single)
);
GRANT SELECT ON doctor_report TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON doctor_report TO convot_worker;

CREATE TABLE erased_names (
  organization_id text NOT NULL,
  hash text NOT NULL,
  erasure_id uuid NOT NULL,
  CONSTRAINT erased_names_pkey PRIMARY KEY (organization_id, hash)
);
ALTER TABLE erased_names ENABLE ROW LEVEL SECURITY;
ALTER TABLE erased_names FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON erased_names
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT INSERT, SELECT ON erased_names TO convot_api;
GRANT INSERT, SELECT ON erased_names TO convot_operator;
GRANT DELETE, INSERT, SELECT ON erased_names TO convot_worker;

CREATE TABLE erasure_key (
  single boolean DEFAULT true NOT NULL,
  ciphertext text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erasure_key_pkey PRIMARY KEY (single),
  CONSTRAINT erasure_key_single_check CHECK (single)
);
GRANT INSERT, SELECT, UPDATE (ciphertext) ON erasure_key TO convot_api;
GRANT INSERT, SELECT, UPDATE (ciphertext) ON erasure_key TO convot_operator;
GRANT SELECT ON erasure_key TO convot_worker;

CREATE TABLE erasures (
  organization_id text NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  actor text NOT NULL,
  kind text NOT NULL,
  counts jsonb NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT erasures_pkey PRIMARY KEY (organization_id, id),
  CONSTRAINT erasures_kind_check CHECK (kind = ANY (ARRAY['merchant'::text, 'organization'::text]))
);
CREATE UNIQUE INDEX erasures_unfinished ON erasures USING btree (organization_id) WHERE finished_at IS NULL;
ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON erasures
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT INSERT, SELECT ON erasures TO convot_api;
GRANT INSERT, SELECT, UPDATE (counts, finished_at) ON erasures TO convot_operator;
GRANT SELECT ON erasures TO convot_readonly;
GRANT SELECT (organization_id, kind, counts) ON erasures TO convot_worker;

CREATE TABLE feed_epoch (
  single boolean DEFAULT true NOT NULL,
  renewals integer DEFAULT 0 NOT NULL,
  CONSTRAINT feed_epoch_pkey PRIMARY KEY (single),
  CONSTRAINT feed_epoch_single_check CHECK (single)
);
GRANT SELECT ON feed_epoch TO convot_api;
GRANT UPDATE (renewals) ON feed_epoch TO convot_operator;
GRANT SELECT ON feed_epoch TO convot_readonly;
GRANT SELECT ON feed_epoch TO convot_worker;

CREATE TABLE idempotency_keys (
  organization_id text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  response_status integer,
  response_body json,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (organization_id, key)
);
CREATE INDEX idempotency_keys_oldest ON idempotency_keys USING btree (created_at);
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY delete_expired ON idempotency_keys FOR DELETE TO convot_worker
  USING (created_at < (now() - '24:00:00'::interval));
CREATE POLICY read_expired ON idempotency_keys FOR SELECT TO convot_worker
  USING (created_at < (now() - '24:00:00'::interval));
CREATE POLICY tenant ON idempotency_keys
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency_keys TO convot_api;
GRANT DELETE, SELECT (organization_id, key, created_at) ON idempotency_keys TO convot_worker;

CREATE TABLE installation_key (
  single boolean DEFAULT true NOT NULL,
  ciphertext text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT installation_key_pkey PRIMARY KEY (single),
  CONSTRAINT installation_key_single_check CHECK (single)
);
GRANT INSERT, SELECT, UPDATE (ciphertext) ON installation_key TO convot_api;
GRANT INSERT, SELECT, UPDATE (ciphertext) ON installation_key TO convot_operator;

CREATE TABLE last_backup (
  single boolean DEFAULT true NOT NULL,
  ended_at timestamp with time zone NOT NULL,
  bytes bigint NOT NULL,
  CONSTRAINT last_backup_pkey PRIMARY KEY (single),
  CONSTRAINT last_backup_bytes_check CHECK (bytes > 0),
  CONSTRAINT last_backup_single_check CHECK (single)
);
GRANT INSERT, SELECT, UPDATE ON last_backup TO convot_backup;
GRANT SELECT ON last_backup TO convot_readonly;
GRANT SELECT ON last_backup TO convot_worker;

CREATE TABLE merchant_app_money (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  currency text NOT NULL,
  mrr numeric(38,0) NOT NULL,
  effective_mrr numeric(38,0),
  usage_mrr numeric(38,0),
  lifetime_value numeric(38,0) NOT NULL,
  CONSTRAINT merchant_app_money_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number, currency)
);
CREATE INDEX merchant_app_money_of_shop ON merchant_app_money USING btree (organization_id, shop_number);
ALTER TABLE merchant_app_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_app_money FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_app_money
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON merchant_app_money TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_app_money TO convot_operator;
GRANT SELECT ON merchant_app_money TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_app_money TO convot_worker;

CREATE TABLE merchant_apps (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  status text NOT NULL,
  detail text,
  plan text,
  last_plan text,
  billing_interval text,
  currency text,
  trial_ends_at timestamp with time zone,
  installed_at timestamp with time zone,
  first_subscribed_at timestamp with time zone,
  uninstalled_at timestamp with time zone,
  why jsonb NOT NULL,
  next_change_at timestamp with time zone,
  rules_version integer NOT NULL,
  digest text DEFAULT ''::text NOT NULL,
  cancels_on date,
  charge_changed_at timestamp with time zone,
  risk text,
  risk_reasons jsonb,
  CONSTRAINT merchant_apps_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number),
  CONSTRAINT merchant_apps_billing_interval_check CHECK (billing_interval = ANY (ARRAY['EVERY_30_DAYS'::text, 'ANNUAL'::text])),
  CONSTRAINT merchant_apps_detail_check CHECK (detail = ANY (ARRAY['cancelled'::text, 'uninstalled'::text, 'deactivated'::text, 'trial_expired'::text, 'free'::text, 'usage'::text])),
  CONSTRAINT merchant_apps_risk_check CHECK (risk = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text, 'none'::text])),
  CONSTRAINT merchant_apps_status_check CHECK (status = ANY (ARRAY['trialing'::text, 'active'::text, 'frozen'::text, 'churned'::text, 'installed'::text]))
);
CREATE INDEX merchant_apps_by_rules ON merchant_apps USING btree (rules_version, organization_id, connection_id);
CREATE INDEX merchant_apps_by_trial_end ON merchant_apps USING btree (organization_id, trial_ends_at) WHERE status = 'trialing'::text;
CREATE INDEX merchant_apps_due ON merchant_apps USING btree (organization_id, connection_id, next_change_at) WHERE next_change_at IS NOT NULL;
CREATE INDEX merchant_apps_of_shop ON merchant_apps USING btree (organization_id, shop_number);
ALTER TABLE merchant_apps ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_apps FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_apps
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER note_derived_merchants AFTER INSERT ON merchant_apps REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_derived_merchants();
GRANT SELECT ON merchant_apps TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_apps TO convot_operator;
GRANT SELECT ON merchant_apps TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_apps TO convot_worker;

CREATE TABLE merchant_changes (
  organization_id text NOT NULL,
  number bigint NOT NULL,
  shop_number bigint,
  ref uuid DEFAULT gen_random_uuid() NOT NULL,
  CONSTRAINT merchant_changes_pkey PRIMARY KEY (organization_id, number),
  CONSTRAINT merchant_changes_organization_id_shop_number_key UNIQUE (organization_id, shop_number)
);
ALTER TABLE merchant_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_changes
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER note_erased_merchant AFTER DELETE ON merchant_changes FOR EACH ROW WHEN (old.shop_number IS NOT NULL) EXECUTE FUNCTION note_erased_merchant();
GRANT SELECT ON merchant_changes TO convot_api;
GRANT SELECT ON merchant_changes TO convot_readonly;
GRANT SELECT ON merchant_changes TO convot_worker;

CREATE TABLE merchant_charges (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  charge_number text NOT NULL,
  plan text,
  price numeric(38,0),
  currency text,
  billing_interval text NOT NULL,
  interval_rule text NOT NULL,
  activated_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  test boolean NOT NULL,
  price_key text GENERATED ALWAYS AS (price_key(connection_id, app_number, currency, price::text, plan)) STORED,
  CONSTRAINT merchant_charges_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number, charge_number),
  CONSTRAINT merchant_charges_billing_interval_check CHECK (billing_interval = ANY (ARRAY['EVERY_30_DAYS'::text, 'ANNUAL'::text]))
);
CREATE INDEX merchant_charges_by_price ON merchant_charges USING btree (organization_id, price_key, interval_rule, billing_interval, shop_number) WHERE NOT test;
CREATE INDEX merchant_charges_of_shop ON merchant_charges USING btree (organization_id, shop_number);
ALTER TABLE merchant_charges ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_charges FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_charges
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON merchant_charges TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_charges TO convot_operator;
GRANT SELECT ON merchant_charges TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_charges TO convot_worker;

CREATE TABLE merchant_corrections (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  figure text NOT NULL,
  at timestamp with time zone,
  from_value text,
  to_value text,
  from_mrr numeric(38,0),
  to_mrr numeric(38,0),
  currency text,
  cause text NOT NULL,
  evidence text[] NOT NULL,
  learned_at timestamp with time zone DEFAULT now() NOT NULL,
  walk_started_at timestamp with time zone,
  CONSTRAINT merchant_corrections_pkey PRIMARY KEY (organization_id, connection_id, id),
  CONSTRAINT merchant_corrections_cause_check CHECK (cause = ANY (ARRAY['row'::text, 'time'::text, 'rule'::text])),
  CONSTRAINT merchant_corrections_check CHECK ((figure = 'mrr'::text) = (from_mrr IS NOT NULL AND to_mrr IS NOT NULL AND currency IS NOT NULL)),
  CONSTRAINT merchant_corrections_figure_check CHECK (figure = ANY (ARRAY['mrr'::text, 'plan'::text, 'status'::text, 'installedAt'::text, 'firstSubscribedAt'::text, 'uninstalledAt'::text]))
);
CREATE INDEX merchant_corrections_newest ON merchant_corrections USING btree (organization_id, shop_number, id DESC);
CREATE INDEX merchant_corrections_of_walk ON merchant_corrections USING btree (organization_id, connection_id, walk_started_at) WHERE walk_started_at IS NOT NULL;
ALTER TABLE merchant_corrections ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_corrections FORCE ROW LEVEL SECURITY;
CREATE POLICY only_expired ON merchant_corrections AS RESTRICTIVE FOR DELETE TO convot_worker
  USING (learned_at < (now() - '3 years'::interval));
CREATE POLICY tenant ON merchant_corrections
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON merchant_corrections TO convot_api;
GRANT DELETE, INSERT ON merchant_corrections TO convot_operator;
GRANT SELECT ON merchant_corrections TO convot_readonly;
GRANT DELETE, INSERT, SELECT ON merchant_corrections TO convot_worker;

CREATE TABLE merchant_entries (
  organization_id text NOT NULL,
  shop_number bigint NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  status text NOT NULL,
  plan text,
  last_event_at timestamp with time zone NOT NULL,
  installed_at timestamp with time zone,
  currencies text NOT NULL,
  risk text,
  CONSTRAINT merchant_entries_pkey PRIMARY KEY (organization_id, shop_number, connection_id, app_number)
);
CREATE INDEX merchant_entries_by_currencies ON merchant_entries USING btree (organization_id, app_number, status, currencies, shop_number);
CREATE INDEX merchant_entries_by_event ON merchant_entries USING btree (organization_id, app_number, status, last_event_at, shop_number);
CREATE INDEX merchant_entries_by_install ON merchant_entries USING btree (organization_id, app_number, status, installed_at, shop_number);
CREATE INDEX merchant_entries_on_plan_by_currencies ON merchant_entries USING btree (organization_id, app_number, plan, status, currencies, shop_number) WHERE plan IS NOT NULL;
CREATE INDEX merchant_entries_on_plan_by_event ON merchant_entries USING btree (organization_id, app_number, plan, status, last_event_at, shop_number) WHERE plan IS NOT NULL;
CREATE INDEX merchant_entries_on_plan_by_install ON merchant_entries USING btree (organization_id, app_number, plan, status, installed_at, shop_number) WHERE plan IS NOT NULL;
ALTER TABLE merchant_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_entries
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER note_changed_entries AFTER UPDATE ON merchant_entries REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_merchants();
CREATE TRIGGER note_hidden_entries AFTER DELETE ON merchant_entries REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_hidden_merchants();
CREATE TRIGGER note_new_entries AFTER INSERT ON merchant_entries REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_merchants();
GRANT SELECT ON merchant_entries TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_entries TO convot_operator;
GRANT SELECT ON merchant_entries TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_entries TO convot_worker;

CREATE TABLE merchant_entry_amounts (
  organization_id text NOT NULL,
  shop_number bigint NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  currency text NOT NULL,
  status text NOT NULL,
  plan text,
  mrr bigint NOT NULL,
  lifetime_value bigint NOT NULL,
  CONSTRAINT merchant_entry_amounts_pkey PRIMARY KEY (organization_id, shop_number, connection_id, app_number, currency)
);
CREATE INDEX merchant_entry_amounts_by_lifetime_value ON merchant_entry_amounts USING btree (organization_id, app_number, status, currency, lifetime_value, shop_number);
CREATE INDEX merchant_entry_amounts_by_mrr ON merchant_entry_amounts USING btree (organization_id, app_number, status, currency, mrr, shop_number);
CREATE INDEX merchant_entry_amounts_on_plan_by_lifetime_value ON merchant_entry_amounts USING btree (organization_id, app_number, plan, status, currency, lifetime_value, shop_number) WHERE plan IS NOT NULL;
CREATE INDEX merchant_entry_amounts_on_plan_by_mrr ON merchant_entry_amounts USING btree (organization_id, app_number, plan, status, currency, mrr, shop_number) WHERE plan IS NOT NULL;
ALTER TABLE merchant_entry_amounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_entry_amounts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_entry_amounts
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON merchant_entry_amounts TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_entry_amounts TO convot_operator;
GRANT SELECT ON merchant_entry_amounts TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_entry_amounts TO convot_worker;

CREATE TABLE merchant_events (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  rank integer NOT NULL,
  plan text,
  mrr_change numeric(38,0),
  mrr_currency text,
  amount numeric(38,0),
  amount_currency text,
  reason text,
  description text,
  test boolean NOT NULL,
  suppressed boolean NOT NULL,
  rule text NOT NULL,
  confidence text NOT NULL,
  evidence text[] NOT NULL,
  CONSTRAINT merchant_events_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number, id),
  CONSTRAINT merchant_events_check CHECK ((mrr_change IS NULL) = (mrr_currency IS NULL)),
  CONSTRAINT merchant_events_check1 CHECK ((amount IS NULL) = (amount_currency IS NULL)),
  CONSTRAINT merchant_events_confidence_check CHECK (confidence = ANY (ARRAY['stated'::text, 'inferred'::text, 'assumed'::text]))
);
CREATE INDEX merchant_events_by_time ON merchant_events USING btree (organization_id, occurred_at DESC, rank DESC, app_number DESC, shop_number DESC, connection_id DESC, id DESC) INCLUDE (type, plan, mrr_change, mrr_currency) WHERE mrr_change <> 0::numeric OR (type = ANY (ARRAY['installed'::text, 'uninstalled'::text, 'subscribed'::text, 'trial_started'::text, 'trial_converted'::text]));
CREATE INDEX merchant_events_newest ON merchant_events USING btree (organization_id, shop_number, occurred_at DESC, rank DESC, app_number DESC, id DESC);
ALTER TABLE merchant_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_events
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER sum_deleted_movements AFTER DELETE ON merchant_events REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION sum_movements();
CREATE TRIGGER sum_inserted_movements AFTER INSERT ON merchant_events REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION sum_movements();
GRANT SELECT ON merchant_events TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_events TO convot_operator;
GRANT SELECT ON merchant_events TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_events TO convot_worker;

CREATE TABLE merchant_marks (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  walk_started_at timestamp with time zone,
  CONSTRAINT merchant_marks_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number)
);
ALTER TABLE merchant_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY metrics ON merchant_marks FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON merchant_marks
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT DELETE, INSERT, UPDATE ON merchant_marks TO convot_operator;
GRANT SELECT ON merchant_marks TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_marks TO convot_worker;

CREATE TABLE merchant_names (
  organization_id text NOT NULL,
  shop_number bigint NOT NULL,
  words text NOT NULL,
  grams bigint[] GENERATED ALWAYS AS (search_grams(organization_id, words)) STORED NOT NULL,
  CONSTRAINT merchant_names_pkey PRIMARY KEY (organization_id, shop_number),
  CONSTRAINT merchant_names_organization_id_shop_number_fkey FOREIGN KEY (organization_id, shop_number) REFERENCES merchants(organization_id, shop_number) ON DELETE CASCADE
);
CREATE INDEX merchant_names_by_grams ON merchant_names USING gin (grams) WITH (gin_pending_list_limit='256');
ALTER TABLE merchant_names ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_names FORCE ROW LEVEL SECURITY;
CREATE POLICY search ON merchant_names FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON merchant_names
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON merchant_names TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_names TO convot_operator;
GRANT SELECT ON merchant_names TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_names TO convot_worker;

CREATE TABLE merchant_spans (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  charge_number text NOT NULL,
  plan text,
  state text NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone,
  currency text NOT NULL,
  mrr numeric(38,0) NOT NULL,
  CONSTRAINT merchant_spans_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number, charge_number, from_at),
  CONSTRAINT merchant_spans_state_check CHECK (state = ANY (ARRAY['trialing'::text, 'live'::text, 'frozen'::text]))
);
CREATE INDEX merchant_spans_by_shop ON merchant_spans USING btree (organization_id, shop_number, currency) INCLUDE (connection_id, app_number, plan, state, from_at, to_at, mrr);
ALTER TABLE merchant_spans ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchant_spans FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchant_spans
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON merchant_spans TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchant_spans TO convot_operator;
GRANT SELECT ON merchant_spans TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchant_spans TO convot_worker;

CREATE TABLE merchants (
  organization_id text NOT NULL,
  shop_number bigint NOT NULL,
  name text NOT NULL,
  myshopify_domain text NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  last_event_at timestamp with time zone NOT NULL,
  installed_at timestamp with time zone,
  currencies text DEFAULT ''::text NOT NULL,
  domain text GENERATED ALWAYS AS (lower(myshopify_domain)) STORED NOT NULL,
  CONSTRAINT merchants_pkey PRIMARY KEY (organization_id, shop_number)
);
CREATE INDEX merchants_by_currencies ON merchants USING btree (organization_id, currencies);
CREATE INDEX merchants_by_domain ON merchants USING btree (organization_id, domain, last_event_at DESC, shop_number DESC);
ALTER TABLE merchants ENABLE ROW LEVEL SECURITY;
ALTER TABLE merchants FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON merchants
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER note_changed_merchants AFTER UPDATE ON merchants REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_merchants();
CREATE TRIGGER note_hidden_merchants AFTER DELETE ON merchants REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_hidden_merchants();
CREATE TRIGGER note_new_merchants AFTER INSERT ON merchants REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_merchants();
GRANT SELECT ON merchants TO convot_api;
GRANT DELETE, INSERT, UPDATE ON merchants TO convot_operator;
GRANT SELECT ON merchants TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON merchants TO convot_worker;

CREATE TABLE migrations (
  number integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  breaking boolean NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  state text DEFAULT 'done'::text NOT NULL,
  CONSTRAINT migrations_pkey PRIMARY KEY (number),
  CONSTRAINT migrations_state_check CHECK (state = ANY (ARRAY['announced'::text, 'begun'::text, 'done'::text]))
);
GRANT SELECT ON migrations TO convot_api;
GRANT SELECT ON migrations TO convot_readonly;
GRANT SELECT ON migrations TO convot_worker;

CREATE TABLE mrr_days (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  day date NOT NULL,
  currency text NOT NULL,
  type text NOT NULL,
  change numeric(38,0) NOT NULL,
  CONSTRAINT mrr_days_pkey PRIMARY KEY (organization_id, connection_id, app_number, day, currency, type)
) WITH (fillfactor=50);
ALTER TABLE mrr_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE mrr_days FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mrr_days
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON mrr_days TO convot_api;
GRANT DELETE, INSERT, UPDATE ON mrr_days TO convot_operator;
GRANT SELECT ON mrr_days TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON mrr_days TO convot_worker;

CREATE TABLE pause_of_all (
  single boolean DEFAULT true NOT NULL,
  paused_at timestamp with time zone DEFAULT now() NOT NULL,
  paused_by text NOT NULL,
  CONSTRAINT pause_of_all_pkey PRIMARY KEY (single),
  CONSTRAINT pause_of_all_single_check CHECK (single)
);
GRANT SELECT (single) ON pause_of_all TO convot_api;
GRANT DELETE, INSERT, SELECT, UPDATE (single) ON pause_of_all TO convot_operator;
GRANT SELECT ON pause_of_all TO convot_readonly;
GRANT SELECT ON pause_of_all TO convot_worker;

CREATE TABLE plan_intervals (
  organization_id text NOT NULL,
  app_number bigint NOT NULL,
  plan text NOT NULL,
  billing_interval text NOT NULL,
  set_by text NOT NULL,
  set_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT plan_intervals_pkey PRIMARY KEY (organization_id, app_number, plan),
  CONSTRAINT plan_intervals_billing_interval_check CHECK (billing_interval = ANY (ARRAY['EVERY_30_DAYS'::text, 'ANNUAL'::text]))
);
ALTER TABLE plan_intervals ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_intervals FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON plan_intervals
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON plan_intervals TO convot_api;
GRANT DELETE, INSERT, UPDATE ON plan_intervals TO convot_operator;
GRANT SELECT ON plan_intervals TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON plan_intervals TO convot_worker;

CREATE TABLE quarantined_rows (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  hash text NOT NULL,
  feed text NOT NULL,
  reason text NOT NULL,
  raw bytea,
  first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  row_key text,
  CONSTRAINT quarantined_rows_pkey PRIMARY KEY (organization_id, connection_id, hash)
);
CREATE INDEX quarantined_rows_by_key ON quarantined_rows USING btree (organization_id, connection_id, feed, row_key) WHERE row_key IS NOT NULL;
ALTER TABLE quarantined_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE quarantined_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY metrics ON quarantined_rows FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON quarantined_rows
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON quarantined_rows TO convot_api;
GRANT SELECT ON quarantined_rows TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE (raw) ON quarantined_rows TO convot_worker;

CREATE TABLE sealed_tokens (
  connection_id uuid NOT NULL,
  key_id text NOT NULL,
  CONSTRAINT sealed_tokens_pkey PRIMARY KEY (connection_id)
);
GRANT SELECT (key_id) ON sealed_tokens TO convot_api;
GRANT SELECT ON sealed_tokens TO convot_operator;
GRANT SELECT (key_id) ON sealed_tokens TO convot_readonly;
GRANT SELECT ON sealed_tokens TO convot_worker;

CREATE TABLE segment_changes (
  organization_id text NOT NULL,
  segment_id uuid NOT NULL,
  shop_number bigint NOT NULL,
  entered boolean NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  number bigint NOT NULL,
  CONSTRAINT segment_changes_pkey PRIMARY KEY (organization_id, segment_id, shop_number)
);
CREATE INDEX segment_changes_by_age ON segment_changes USING btree (organization_id, at);
CREATE INDEX segment_changes_by_number ON segment_changes USING btree (organization_id, number);
ALTER TABLE segment_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE segment_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON segment_changes
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_changes TO convot_api;
GRANT DELETE, INSERT, UPDATE ON segment_changes TO convot_operator;
GRANT SELECT ON segment_changes TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_changes TO convot_worker;

CREATE TABLE segment_directory (
  organization_id text NOT NULL,
  segment_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT segment_directory_pkey PRIMARY KEY (organization_id, segment_id),
  CONSTRAINT segment_directory_organization_id_segment_id_fkey FOREIGN KEY (organization_id, segment_id) REFERENCES segments(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX segment_directory_due ON segment_directory USING btree (due_at);
ALTER TABLE segment_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE segment_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON segment_directory
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE POLICY whole_directory ON segment_directory FOR SELECT TO convot_worker
  USING (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_directory TO convot_api;
GRANT SELECT ON segment_directory TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_directory TO convot_worker;

CREATE TABLE segment_member_amounts (
  organization_id text NOT NULL,
  shop_number bigint NOT NULL,
  segment_id uuid NOT NULL,
  currency text NOT NULL,
  mrr bigint NOT NULL,
  lifetime_value bigint NOT NULL,
  CONSTRAINT segment_member_amounts_pkey PRIMARY KEY (organization_id, shop_number, segment_id, currency)
);
CREATE INDEX segment_member_amounts_by_lifetime_value ON segment_member_amounts USING btree (organization_id, segment_id, currency, lifetime_value, shop_number);
CREATE INDEX segment_member_amounts_by_mrr ON segment_member_amounts USING btree (organization_id, segment_id, currency, mrr, shop_number);
ALTER TABLE segment_member_amounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE segment_member_amounts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON segment_member_amounts
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_member_amounts TO convot_api;
GRANT DELETE, INSERT, UPDATE ON segment_member_amounts TO convot_operator;
GRANT SELECT ON segment_member_amounts TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_member_amounts TO convot_worker;

CREATE TABLE segment_members (
  organization_id text NOT NULL,
  shop_number bigint NOT NULL,
  segment_id uuid NOT NULL,
  last_event_at timestamp with time zone NOT NULL,
  installed_at timestamp with time zone,
  currencies text NOT NULL,
  CONSTRAINT segment_members_pkey PRIMARY KEY (organization_id, shop_number, segment_id)
);
CREATE INDEX segment_members_by_currencies ON segment_members USING btree (organization_id, segment_id, currencies, shop_number);
CREATE INDEX segment_members_by_event ON segment_members USING btree (organization_id, segment_id, last_event_at, shop_number);
CREATE INDEX segment_members_by_install ON segment_members USING btree (organization_id, segment_id, installed_at, shop_number);
ALTER TABLE segment_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE segment_members FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON segment_members
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER count_gone_members AFTER DELETE ON segment_members REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_segment_members();
CREATE TRIGGER count_new_members AFTER INSERT ON segment_members REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_segment_members();
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_members TO convot_api;
GRANT DELETE, INSERT, UPDATE ON segment_members TO convot_operator;
GRANT SELECT ON segment_members TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON segment_members TO convot_worker;

CREATE TABLE segments (
  organization_id text NOT NULL,
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name text NOT NULL,
  criteria jsonb NOT NULL,
  statuses text[],
  plans text[],
  app_numbers bigint[],
  mrr_currency text,
  mrr_from numeric(38,0),
  mrr_to numeric(38,0),
  trial_within interval,
  installed_from timestamp with time zone,
  installed_before timestamp with time zone,
  left_from timestamp with time zone,
  left_before timestamp with time zone,
  risks text[],
  created_by text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_by text NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  deleted_at timestamp with time zone,
  members bigint DEFAULT 0 NOT NULL,
  evaluated_to bigint DEFAULT 0,
  renamed boolean DEFAULT false NOT NULL,
  trials_heeded_to timestamp with time zone,
  due_at timestamp with time zone,
  CONSTRAINT segments_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX segments_by_name ON segments USING btree (organization_id, lower(name)) WHERE deleted_at IS NULL;
ALTER TABLE segments ENABLE ROW LEVEL SECURITY;
ALTER TABLE segments FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON segments
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER copy_due_to_segment_directory AFTER INSERT OR UPDATE OF due_at ON segments FOR EACH ROW EXECUTE FUNCTION copy_due_to_segment_directory();
GRANT DELETE, INSERT, SELECT, UPDATE ON segments TO convot_api;
GRANT UPDATE (members) ON segments TO convot_operator;
GRANT SELECT ON segments TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON segments TO convot_worker;

CREATE TABLE shop_refreshes (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  shop text NOT NULL,
  asked_at timestamp with time zone DEFAULT now() NOT NULL,
  ended_at timestamp with time zone,
  as_of timestamp with time zone,
  CONSTRAINT shop_refreshes_pkey PRIMARY KEY (organization_id, connection_id, shop),
  CONSTRAINT shop_refreshes_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
ALTER TABLE shop_refreshes ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop_refreshes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON shop_refreshes
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT INSERT, SELECT, UPDATE (asked_at, ended_at) ON shop_refreshes TO convot_api;
GRANT SELECT ON shop_refreshes TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON shop_refreshes TO convot_worker;

CREATE TABLE shops (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  shop_number bigint NOT NULL,
  name text NOT NULL,
  myshopify_domain text NOT NULL,
  named_at timestamp with time zone NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  last_event_at timestamp with time zone NOT NULL,
  CONSTRAINT shops_pkey PRIMARY KEY (organization_id, connection_id, shop_number)
);
CREATE INDEX shops_by_domain ON shops USING btree (myshopify_domain, organization_id, connection_id);
ALTER TABLE shops ENABLE ROW LEVEL SECURITY;
ALTER TABLE shops FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON shops
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON shops TO convot_api;
GRANT SELECT ON shops TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON shops TO convot_worker;

CREATE TABLE subscription_answers (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  observed_at timestamp with time zone NOT NULL,
  raw jsonb NOT NULL,
  CONSTRAINT subscription_answers_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number, observed_at)
);
ALTER TABLE subscription_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON subscription_answers
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON subscription_answers TO convot_api;
GRANT SELECT ON subscription_answers TO convot_readonly;
GRANT INSERT, SELECT ON subscription_answers TO convot_worker;

CREATE TABLE subscription_looks (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  app_number bigint NOT NULL,
  shop_number bigint NOT NULL,
  due_at timestamp with time zone,
  looked_at timestamp with time zone,
  outcome text,
  CONSTRAINT subscription_looks_pkey PRIMARY KEY (organization_id, connection_id, app_number, shop_number),
  CONSTRAINT subscription_looks_check CHECK ((looked_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT subscription_looks_outcome_check CHECK (outcome = ANY (ARRAY['stated'::text, 'none'::text, 'disagrees'::text, 'damaged'::text, 'refused'::text]))
);
CREATE INDEX subscription_looks_due ON subscription_looks USING btree (organization_id, connection_id, due_at) WHERE due_at IS NOT NULL;
ALTER TABLE subscription_looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE subscription_looks FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON subscription_looks
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON subscription_looks TO convot_api;
GRANT INSERT, UPDATE ON subscription_looks TO convot_operator;
GRANT SELECT ON subscription_looks TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON subscription_looks TO convot_worker;

CREATE TABLE sync_feeds (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  feed text NOT NULL,
  head_from timestamp with time zone,
  head_digest text,
  starts_at timestamp with time zone,
  CONSTRAINT sync_feeds_pkey PRIMARY KEY (organization_id, connection_id, feed)
);
ALTER TABLE sync_feeds ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_feeds FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sync_feeds
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT INSERT, SELECT, UPDATE ON sync_feeds TO convot_api;
GRANT INSERT ON sync_feeds TO convot_operator;
GRANT SELECT ON sync_feeds TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON sync_feeds TO convot_worker;

CREATE TABLE sync_leases (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  holder uuid NOT NULL,
  until timestamp with time zone NOT NULL,
  CONSTRAINT sync_leases_pkey PRIMARY KEY (organization_id, connection_id, holder),
  CONSTRAINT sync_leases_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
ALTER TABLE sync_leases ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_leases FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sync_leases
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON sync_leases TO convot_api;
GRANT DELETE, SELECT ON sync_leases TO convot_operator;
GRANT SELECT ON sync_leases TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON sync_leases TO convot_worker;

CREATE TABLE sync_runs (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  id uuid NOT NULL,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  kind text NOT NULL,
  outcome text,
  requests integer DEFAULT 0 NOT NULL,
  rows integer DEFAULT 0 NOT NULL,
  new_rows integer DEFAULT 0 NOT NULL,
  error_code text,
  CONSTRAINT sync_runs_pkey PRIMARY KEY (organization_id, connection_id, id),
  CONSTRAINT sync_runs_kind_check CHECK (kind = ANY (ARRAY['head'::text, 'backfill'::text, 'sweep'::text, 'walk'::text])),
  CONSTRAINT sync_runs_outcome_check CHECK (outcome = ANY (ARRAY['ok'::text, 'more'::text, 'failed'::text, 'cancelled'::text]))
);
CREATE INDEX sync_runs_newest ON sync_runs USING btree (organization_id, connection_id, started_at DESC, id);
ALTER TABLE sync_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sync_runs
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON sync_runs TO convot_api;
GRANT SELECT ON sync_runs TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON sync_runs TO convot_worker;

CREATE TABLE sync_status (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  phase text DEFAULT 'idle'::text NOT NULL,
  phase_at timestamp with time zone DEFAULT now() NOT NULL,
  waiting_until timestamp with time zone,
  head_scanned_at timestamp with time zone,
  last_synced_at timestamp with time zone,
  data_through timestamp with time zone,
  progress_started_at timestamp with time zone,
  progress_rows bigint DEFAULT 0 NOT NULL,
  backfilled boolean DEFAULT false NOT NULL,
  sweep_started_at timestamp with time zone,
  walk_started_at timestamp with time zone,
  sparing_until timestamp with time zone,
  served_version text,
  first_backfilled_at timestamp with time zone,
  whole_since timestamp with time zone,
  absent_from timestamp with time zone,
  absent_until timestamp with time zone,
  succeeded_at timestamp with time zone,
  probes_begun_at timestamp with time zone,
  permissions_probed_at timestamp with time zone,
  idle_id uuid,
  idle_kind text,
  idle_started_at timestamp with time zone,
  idle_ended_at timestamp with time zone,
  idle_requests integer,
  idle_rows integer,
  idle_by_hour smallint[] DEFAULT array_fill(0::smallint, ARRAY[24]) NOT NULL,
  idle_hour timestamp with time zone,
  walk_requested_at timestamp with time zone,
  CONSTRAINT sync_status_pkey PRIMARY KEY (organization_id, connection_id),
  CONSTRAINT sync_status_phase_check CHECK (phase = ANY (ARRAY['backfilling'::text, 'syncing'::text, 'idle'::text])),
  CONSTRAINT sync_status_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
ALTER TABLE sync_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_status FORCE ROW LEVEL SECURITY;
CREATE POLICY metrics ON sync_status FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON sync_status
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER note_first_backfill BEFORE UPDATE OF backfilled ON sync_status FOR EACH ROW WHEN (new.backfilled AND new.first_backfilled_at IS NULL) EXECUTE FUNCTION note_first_backfill();
CREATE TRIGGER note_wholeness BEFORE UPDATE ON sync_status FOR EACH ROW WHEN (new.last_synced_at > (old.last_synced_at + '01:00:00'::interval) OR new.backfilled IS DISTINCT FROM (new.whole_since IS NOT NULL)) EXECUTE FUNCTION note_wholeness();
GRANT INSERT, SELECT, UPDATE ON sync_status TO convot_api;
GRANT UPDATE ON sync_status TO convot_operator;
GRANT SELECT ON sync_status TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON sync_status TO convot_worker;

CREATE TABLE sync_walks (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  whole boolean DEFAULT true NOT NULL,
  apps_skipped integer DEFAULT 0 NOT NULL,
  rows_compared integer DEFAULT 0 NOT NULL,
  rows_changed integer DEFAULT 0 NOT NULL,
  rows_added integer DEFAULT 0 NOT NULL,
  rows_missing integer DEFAULT 0 NOT NULL,
  CONSTRAINT sync_walks_pkey PRIMARY KEY (organization_id, connection_id, started_at),
  CONSTRAINT sync_walks_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
ALTER TABLE sync_walks ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_walks FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sync_walks
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON sync_walks TO convot_api;
GRANT SELECT ON sync_walks TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON sync_walks TO convot_worker;

CREATE TABLE sync_windows (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  feed text NOT NULL,
  kind text NOT NULL,
  from_at timestamp with time zone,
  to_at timestamp with time zone,
  cursor text,
  reached_at timestamp with time zone,
  restarts integer DEFAULT 0 NOT NULL,
  stop_at timestamp with time zone,
  CONSTRAINT sync_windows_pkey PRIMARY KEY (organization_id, connection_id, id),
  CONSTRAINT sync_windows_kind_check CHECK (kind = ANY (ARRAY['head'::text, 'backfill'::text, 'sweep'::text, 'walk'::text]))
);
ALTER TABLE sync_windows ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_windows FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sync_windows
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON sync_windows TO convot_api;
GRANT SELECT ON sync_windows TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON sync_windows TO convot_worker;

CREATE TABLE timeline_events (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  app_number bigint NOT NULL,
  shopify_shop_number bigint NOT NULL,
  myshopify_domain text NOT NULL,
  shop_number bigint,
  raw jsonb NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  CONSTRAINT timeline_events_pkey PRIMARY KEY (organization_id, connection_id, id)
);
CREATE INDEX timeline_events_of_pair ON timeline_events USING btree (organization_id, connection_id, app_number, shop_number, occurred_at) WHERE shop_number IS NOT NULL;
CREATE INDEX timeline_events_waiting ON timeline_events USING btree (organization_id, connection_id, myshopify_domain) WHERE shop_number IS NULL;
ALTER TABLE timeline_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE timeline_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON timeline_events
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON timeline_events TO convot_api;
GRANT SELECT ON timeline_events TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON timeline_events TO convot_worker;

CREATE TABLE token_key_checks (
  key_id text NOT NULL,
  check_value text NOT NULL,
  first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT token_key_checks_pkey PRIMARY KEY (key_id),
  CONSTRAINT token_key_checks_check_value_key UNIQUE (check_value)
);
GRANT INSERT, SELECT ON token_key_checks TO convot_api;
GRANT INSERT, SELECT ON token_key_checks TO convot_operator;
GRANT INSERT, SELECT ON token_key_checks TO convot_worker;

CREATE UNLOGGED TABLE token_paces (
  token_key text NOT NULL,
  free_at timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
  leaves_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  priority_free_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  stretch double precision DEFAULT 1 NOT NULL,
  yielded_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
  CONSTRAINT token_paces_pkey PRIMARY KEY (token_key)
);
GRANT DELETE, SELECT (token_key, leaves_at) ON token_paces TO convot_worker;

CREATE TABLE transactions (
  organization_id text NOT NULL,
  connection_id uuid NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  app_number bigint,
  shop_number bigint,
  charge_id text,
  raw jsonb NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  charge_number text GENERATED ALWAYS AS ("substring"(charge_id, '[0-9]+$'::text)) STORED,
  missing_since timestamp with time zone,
  unfamiliar boolean GENERATED ALWAYS AS (type <> ALL (ARRAY['AppSubscriptionSale'::text, 'AppOneTimeSale'::text, 'AppUsageSale'::text, 'AppSaleAdjustment'::text, 'AppSaleCredit'::text, 'ServiceSale'::text, 'ServiceSaleAdjustment'::text, 'ThemeSale'::text, 'ThemeSaleAdjustment'::text, 'ReferralTransaction'::text, 'ReferralAdjustment'::text, 'TaxTransaction'::text, 'LegacyTransaction'::text])) STORED,
  CONSTRAINT transactions_pkey PRIMARY KEY (organization_id, connection_id, id)
);
CREATE INDEX transactions_by_charge ON transactions USING btree (organization_id, connection_id, app_number, charge_number) WHERE charge_number IS NOT NULL AND shop_number IS NOT NULL;
CREATE INDEX transactions_by_time ON transactions USING btree (organization_id, connection_id, created_at);
CREATE INDEX transactions_missing ON transactions USING btree (organization_id, connection_id) WHERE missing_since IS NOT NULL;
CREATE INDEX transactions_of_pair ON transactions USING btree (organization_id, connection_id, app_number, shop_number);
CREATE INDEX transactions_unfamiliar ON transactions USING btree (organization_id, connection_id, type) WHERE unfamiliar;
CREATE INDEX transactions_without_shop ON transactions USING btree (organization_id, connection_id, app_number, charge_number) WHERE charge_number IS NOT NULL AND shop_number IS NULL;
ALTER TABLE transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE transactions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON transactions
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER mark_pair_of_charge AFTER INSERT OR UPDATE ON transactions FOR EACH ROW WHEN (new.shop_number IS NULL AND new.app_number IS NOT NULL AND new.charge_number IS NOT NULL) EXECUTE FUNCTION mark_pair_of_charge();
GRANT SELECT ON transactions TO convot_api;
GRANT SELECT ON transactions TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON transactions TO convot_worker;

CREATE TABLE update_cursors (
  organization_id text NOT NULL,
  epoch text NOT NULL,
  installation_epoch text NOT NULL,
  number bigint NOT NULL,
  due_at timestamp with time zone DEFAULT now() NOT NULL,
  accepted_at timestamp with time zone,
  refused_since timestamp with time zone,
  CONSTRAINT update_cursors_pkey PRIMARY KEY (organization_id),
  CONSTRAINT update_cursors_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES change_feeds(organization_id) ON DELETE CASCADE
);
ALTER TABLE update_cursors ENABLE ROW LEVEL SECURITY;
ALTER TABLE update_cursors FORCE ROW LEVEL SECURITY;
CREATE POLICY metrics ON update_cursors FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON update_cursors
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
GRANT SELECT ON update_cursors TO convot_readonly;
GRANT INSERT, SELECT, UPDATE ON update_cursors TO convot_worker;

CREATE TABLE webhook_directory (
  organization_id text NOT NULL,
  message_id text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT webhook_directory_pkey PRIMARY KEY (organization_id, message_id),
  CONSTRAINT webhook_directory_organization_id_message_id_fkey FOREIGN KEY (organization_id, message_id) REFERENCES webhook_messages(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_directory_due ON webhook_directory USING btree (due_at);
ALTER TABLE webhook_directory ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_directory FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON webhook_directory
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE POLICY whole_directory ON webhook_directory FOR SELECT TO convot_worker
  USING (true);
GRANT DELETE, INSERT, UPDATE ON webhook_directory TO convot_operator;
GRANT SELECT ON webhook_directory TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON webhook_directory TO convot_worker;

CREATE TABLE webhook_messages (
  organization_id text NOT NULL,
  id text NOT NULL,
  connection_id uuid,
  app_number bigint,
  shop_number bigint,
  type text NOT NULL,
  payload json NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  state text NOT NULL,
  not_sent_because text,
  attempts integer DEFAULT 0 NOT NULL,
  last_attempt_at timestamp with time zone,
  last_answer text,
  due_at timestamp with time zone,
  CONSTRAINT webhook_messages_pkey PRIMARY KEY (organization_id, id),
  CONSTRAINT webhook_messages_check CHECK ((state = 'pending'::text) = (due_at IS NOT NULL)),
  CONSTRAINT webhook_messages_check1 CHECK ((state = 'not_sent'::text) = (not_sent_because IS NOT NULL)),
  CONSTRAINT webhook_messages_not_sent_because_check CHECK (not_sent_because = 'backfill'::text),
  CONSTRAINT webhook_messages_state_check CHECK (state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text, 'not_sent'::text])),
  CONSTRAINT webhook_messages_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connections(organization_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_messages_accepted ON webhook_messages USING btree (last_attempt_at) WHERE last_answer ~ '^2\d\d$'::text;
CREATE INDEX webhook_messages_newest ON webhook_messages USING btree (organization_id, created_at DESC, id);
CREATE INDEX webhook_messages_of_connection ON webhook_messages USING btree (organization_id, connection_id, created_at);
CREATE INDEX webhook_messages_refused ON webhook_messages USING btree (created_at) WHERE state = 'pending'::text AND last_answer !~ '^2\d\d$'::text;
CREATE INDEX webhook_messages_unsettled ON webhook_messages USING btree (state, created_at) WHERE state = ANY (ARRAY['pending'::text, 'failed'::text]);
ALTER TABLE webhook_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_messages FORCE ROW LEVEL SECURITY;
CREATE POLICY metrics ON webhook_messages FOR SELECT TO CURRENT_USER
  USING (true);
CREATE POLICY tenant ON webhook_messages
  USING (organization_id = (( SELECT current_organization() AS current_organization)))
  WITH CHECK (organization_id = (( SELECT current_organization() AS current_organization)));
CREATE TRIGGER copy_due_to_directory AFTER INSERT OR UPDATE OF due_at ON webhook_messages FOR EACH ROW EXECUTE FUNCTION copy_due_to_directory();
GRANT INSERT, UPDATE ON webhook_messages TO convot_operator;
GRANT SELECT ON webhook_messages TO convot_readonly;
GRANT DELETE, INSERT, SELECT, UPDATE ON webhook_messages TO convot_worker;
