import { createTestDatabase } from '../../test/support/database/database.js';
import { connectPostgres } from '../postgres/client.js';

/*
 * What becomes of the rows of each table, so that nothing grows for ever unnoticed: a new table fails here until somebody has
 * decided. docs/reference.md says how long, for operators and owners.
 */
const FOLLOWS_ACCOUNT = 'as large as the account; goes with its connection';
const A_FEW_EACH = 'a few rows for each connection; goes with it';
const DERIVED = 'as large as the account; derived from its rows';
const SINGLE = 'a single row';

const KEPT: Readonly<Record<string, string>> = {
  api_version_check: SINGLE,
  doctor_report: SINGLE,
  feed_epoch: SINGLE,
  erasure_key: SINGLE,
  installation_key: SINGLE,
  last_backup: SINGLE,
  pause_of_all: SINGLE,
  migrations: 'one for each migration',
  token_key_checks: 'one for each key that was ever in the ring',

  app_events: FOLLOWS_ACCOUNT,
  shops: FOLLOWS_ACCOUNT,
  subscription_answers: FOLLOWS_ACCOUNT,
  subscription_looks: FOLLOWS_ACCOUNT,
  timeline_events: FOLLOWS_ACCOUNT,
  transactions: FOLLOWS_ACCOUNT,
  quarantined_rows: 'few; their bytes a year: forgetQuarantinedBytes, by the reconciler',

  merchant_app_money: DERIVED,
  merchant_apps: DERIVED,
  merchant_charges: DERIVED,
  merchant_entries: DERIVED,
  merchant_entry_amounts: DERIVED,
  merchant_events: DERIVED,
  merchant_marks: 'until the pair is derived again',
  merchant_names: DERIVED,
  merchant_spans: DERIVED,
  merchants: DERIVED,
  merchant_changes: 'one for each merchant that ever was shown; what an erased one was called in the feed, for ever',
  mrr_days: DERIVED,
  merchant_corrections: 'three years: deleteOldCorrections, by the reconciler',

  segment_members: DERIVED,
  segment_member_amounts: DERIVED,
  segment_changes: 'thirty days: deleteOldSegmentChanges, by the reconciler',
  segment_directory: 'one for each segment that there is something to do for',
  segments: 'fifty; deleted ones thirty days: deleteOldSegmentChanges, by the reconciler',

  apps: A_FEW_EACH,
  connection_directory: A_FEW_EACH,
  connections: A_FEW_EACH,
  sealed_tokens: A_FEW_EACH,
  plan_intervals: 'one for each setting of an operator’s',
  sync_feeds: A_FEW_EACH,
  sync_leases: 'until the sync ends, or its lease is over when the next begins',
  sync_status: A_FEW_EACH,
  sync_walks: 'one a week for each connection; goes with it',
  sync_windows: 'until it is read',

  change_feeds: 'one for each organization; goes with its erasure',

  audit_log: 'two years: deleteExpired, by the reconciler',
  credential_storms: 'one for each time that Shopify refused everybody',
  credential_tries: 'an hour: count_refused_tokens, with the next refusal',
  erased_names: 'for ever: what keeps an erased shop away',
  erasures: 'for ever: a receipt for each erasure',
  idempotency_keys: 'a day: deleteExpired, by the reconciler',
  shop_refreshes: 'an hour and until a head scan: deleteOldRefreshes, by the reconciler',
  sync_runs: 'thirty days: deleteOldRuns, by the reconciler',
  token_paces: 'an hour after the last request: deleteExpired, by the reconciler',
  update_cursors: 'one for each organization; goes with its feed',
  webhook_directory: 'until the message is settled',
  webhook_messages: 'thirty days once settled: deleteOldMessages, by the reconciler',
};

test('of every table somebody has said what becomes of its rows', async () => {
  const database = await createTestDatabase();
  const sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  try {
    const tables = await sql<{ name: string }[]>`
      select relname as name
      from pg_class
      where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
      order by relname
    `;
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(KEPT).sort());
  } finally {
    await sql.end();
    await database.drop();
  }
});
