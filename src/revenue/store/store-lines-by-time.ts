import type { Tenant } from '../../postgres/tenant.js';
import type { Fragment } from '../../postgres/sql.js';

/**
 * Lines of the history that count, test charges and suppressed cancels not among them. Begins as the index
 * `merchant_events_by_time` in the migrations does, word for word: otherwise Postgres does not read that index.
 */
export function countingLines({ sql }: Tenant): Fragment {
  return sql`
    (mrr_change <> 0 or type in ('installed', 'uninstalled', 'subscribed', 'trial_started', 'trial_converted'))
    and not test and not suppressed
  `;
}
