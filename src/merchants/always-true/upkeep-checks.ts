import { isYetToCome } from '../derive/input/due-pairs.js';
import { RULES_VERSION } from '../rules/fold.js';
import type { Check } from './check.js';

/** A sync that ends well leaves nothing to derive but what is dated later; an hour covers those that go on in parts. */
export const nothingWaitsForLong: Check = {
  name: 'no merchant waits to be derived although its connection is idle',
  looked: (sql) => sql`
    select
      connection_id, app_number, shop_number,
      y.phase = 'idle' and y.phase_at < now() - interval '1 hour' and c.status = 'connected'
        and not ${isYetToCome(sql, sql`y.last_synced_at`)} as is_wrong
    from merchant_marks m
    join sync_status y using (organization_id, connection_id)
    join connections c on c.organization_id = y.organization_id and c.id = y.connection_id
  `,
};

export const nothingIsOverdue: Check = {
  name: 'what time alone changes is derived when it does',
  looked: (sql) => sql`
    select connection_id, app_number, shop_number, next_change_at < y.last_synced_at - interval '1 hour' as is_wrong
    from merchant_apps
    join sync_status y using (organization_id, connection_id)
    where next_change_at is not null and y.last_synced_at is not null
  `,
};

export const allIsDerivedByTodaysRules: Check = {
  name: 'every merchant is derived by the rules of this version',
  looked: (sql) => sql`
    select connection_id, app_number, shop_number, rules_version < ${RULES_VERSION} as is_wrong from merchant_apps
  `,
};

export const everyMerchantIsDerived: Check = {
  name: 'every merchant of whom there is an event is derived, or waits',
  looked: (sql) => sql`
    select
      connection_id, app_number, shop_number,
      not exists (
        select from merchant_apps m
        where m.connection_id = e.connection_id and m.app_number = e.app_number and m.shop_number = e.shop_number
      ) and not exists (
        select from merchant_marks k
        where k.connection_id = e.connection_id and k.app_number = e.app_number and k.shop_number = e.shop_number
      ) as is_wrong
    from (
      select distinct connection_id, app_number, shop_number from app_events where type like 'RELATIONSHIP\\_%'
    ) as e
  `,
};
