import type { Fragment } from '../../../postgres/sql.js';
import type { Tenant } from '../../../postgres/tenant.js';

/**
 * When Shopify is to be asked for a merchant's subscription again: a day after the last look while the merchant is on
 * something, else never (null). The only place that says so.
 * @param status of the merchant @param lookedAt both are expressions of the statement that this is part of
 */
export function dailyLook(sql: Tenant['sql'], status: Fragment, lookedAt: Fragment): Fragment {
  return sql`case when ${status} in ('trialing', 'active', 'frozen') then ${lookedAt} + interval '1 day' end`;
}
