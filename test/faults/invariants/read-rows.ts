import type { Sql, TransactionSql } from '../../../src/postgres/sql.js';
import { transactionGid } from '../../../src/simulator/ledger/rows.js';
import type { Simulator } from '../../../src/simulator/simulator.js';
import { instantFromMicros } from '../../../src/values/instant.js';
import { storedEventKey, storedKeyOf } from '../../support/accounts/ledger.js';
import type { JudgedRow, LedgerRow } from './rows.js';

/** Everything that the Partner API has of an organization, also what it shows later only. */
export function readLedger({ world }: Pick<Simulator, 'world'>, partnerOrganizationId: string): LedgerRow[] {
  const ledger = world.organization(partnerOrganizationId)?.ledger;
  if (ledger === undefined) throw new Error('The simulator knows no such organization.');
  const transactions = ledger.transactions.all.map((row) => ({
    feed: 'transactions',
    key: transactionGid(row),
    at: instantFromMicros(row.at),
    visibleAt: instantFromMicros(row.visibleAt),
    content: [row.app?.number, row.shop?.number, row.chargeId, row.netAmount.amount, row.netAmount.currencyCode].join(
      ' ',
    ),
  }));
  const events = ledger.allEvents().map((row) => ({
    feed: `events/${row.app.number}`,
    key: storedKeyOf(row),
    at: instantFromMicros(row.at),
    visibleAt: instantFromMicros(row.visibleAt),
    content: [row.shop.myshopifyDomain, row.charge?.amount.amount, row.reason].join(' '),
  }));
  return [...transactions, ...events];
}

/** What of that is stored of a connection, by whoever may read it all. */
export async function readStored(sql: Sql | TransactionSql, connectionId: string): Promise<JudgedRow[]> {
  const transactions = await sql<JudgedRow[]>`
    select
      'transactions' as feed, id as key, created_at as at,
      concat_ws(
        ' ', coalesce(app_number::text, ''), coalesce(shop_number::text, ''), coalesce(raw ->> 'chargeId', ''),
        raw -> 'netAmount' ->> 'amount', raw -> 'netAmount' ->> 'currencyCode'
      ) as content
    from transactions
    where connection_id = ${connectionId}
  `;
  const events = await sql<JudgedRow[]>`
    select
      'events/' || app_number as feed, ${storedEventKey(sql)} as key,
      occurred_at as at,
      concat_ws(
        ' ', raw -> 'shop' ->> 'myshopifyDomain',
        coalesce(raw -> 'charge' -> 'amount' ->> 'amount', ''), coalesce(raw ->> 'reason', '')
      ) as content
    from app_events
    where connection_id = ${connectionId}
  `;
  return [...transactions, ...events];
}
