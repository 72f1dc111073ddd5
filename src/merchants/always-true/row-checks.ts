import type { Check } from './check.js';

export const everyLineNamesItsRows: Check = {
  name: 'every line of a history names rows that are there',
  looked: (sql) => sql`
    select
      e.connection_id, e.app_number, e.shop_number,
      cardinality(e.evidence) = 0 or exists (
        select
        from unnest(e.evidence) as named (id)
        -- An event has no id of Shopify's: event/<app>/<shop>/<type>/<instant>/<charge>, where a charge has a slash too.
        cross join lateral regexp_match(named.id, '^event/(\\d+)/(\\d+)/([^/]+)/([^/]+)/(.*)$') as part
        where not case
          when named.id like 'timeline/%' then exists (
            select from timeline_events t where t.connection_id = e.connection_id and t.id = substr(named.id, 10)
          )
          when named.id like 'answer/%' then exists (
            select from subscription_answers s
            where s.connection_id = e.connection_id and s.app_number = split_part(named.id, '/', 2)::bigint
              and s.shop_number = split_part(named.id, '/', 3)::bigint
              and s.observed_at = split_part(named.id, '/', 4)::timestamptz
          )
          when part is null then exists (
            select from transactions t where t.connection_id = e.connection_id and t.id = named.id
          )
          else exists (
            select from app_events a
            where a.connection_id = e.connection_id and a.app_number = part[1]::bigint
              and a.shop_number = part[2]::bigint and a.type = part[3] and a.occurred_at = part[4]::timestamptz
              and a.charge_id = part[5]
          )
        end
      ) as is_wrong
    from merchant_events e
  `,
};

/**
 * An activation after an uninstall is an install that nobody sent. Root events may tell of one that the older feed has
 * not told yet: of whom they tell something later nothing is said here. Of pairs whose rows changed since they were derived,
 * and of rows later than the last sync, nothing is known yet.
 */
export const installStateIsTheLastEvent: Check = {
  name: 'the install state is what the last relationship event says',
  looked: (sql) => sql`
    select
      m.connection_id, m.app_number, m.shop_number,
      -- One who came back without a charge is still churned by that uninstall, but no longer uninstalled.
      (last.type = 'RELATIONSHIP_UNINSTALLED')
        <> (m.detail is not distinct from 'uninstalled' and m.uninstalled_at is not null) as is_wrong
    from merchant_apps m
    join sync_status y using (organization_id, connection_id)
    cross join lateral (
      select type, occurred_at
      from app_events e
      where e.connection_id = m.connection_id and e.app_number = m.app_number and e.shop_number = m.shop_number
        and e.occurred_at <= y.last_synced_at
        and (
          e.type in (
            'RELATIONSHIP_INSTALLED', 'RELATIONSHIP_UNINSTALLED', 'RELATIONSHIP_DEACTIVATED', 'RELATIONSHIP_REACTIVATED'
          )
          or e.type = 'SUBSCRIPTION_CHARGE_ACTIVATED' and e.raw #> '{charge,test}' is distinct from 'true'
        )
      -- At one instant an uninstall is the last.
      order by e.occurred_at desc, e.type = 'RELATIONSHIP_UNINSTALLED' desc
      limit 1
    ) as last
    where not exists (
      select
      from timeline_events t
      where t.connection_id = m.connection_id and t.app_number = m.app_number and t.shop_number = m.shop_number
        and (t.type like 'RELATIONSHIP_%' or t.type = 'SUBSCRIPTION_CREATED')
        and t.occurred_at > last.occurred_at + interval '1 minute'
    ) and not exists (
      select from merchant_marks k
      where k.connection_id = m.connection_id and k.app_number = m.app_number and k.shop_number = m.shop_number
    )
  `,
};
