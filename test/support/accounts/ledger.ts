import type { Fragment } from 'postgres';
import type { Sql, TransactionSql } from '../../../src/postgres/sql.js';
import { type LedgerEvent, transactionGid } from '../../../src/simulator/ledger/rows.js';
import type { Simulator } from '../../../src/simulator/simulator.js';
import { instantFromMicros } from '../../../src/values/instant.js';

/** As `app_events` has it; the simulator's own key is another. */
export function storedKeyOf(row: LedgerEvent): string {
  const charge = row.charge === null ? '' : row.charge.id.split('/').slice(-2).join('/');
  return [row.app.number, row.shop.number, row.type, instantFromMicros(row.at), charge].join(' ');
}

/** The same of a row of `app_events`, in a statement. */
export function storedEventKey(sql: Sql | TransactionSql): Fragment {
  return sql`
    concat_ws(
      ' ', app_number, shop_number, type,
      to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), charge_id
    )
  `;
}

/** Every row that the Partner API would show now, by the keys that the database uses. */
export function ledgerKeys(simulator: Pick<Simulator, 'world' | 'clock'>, partnerOrganizationId: string) {
  const ledger = simulator.world.organization(partnerOrganizationId)?.ledger;
  const now = simulator.clock() * 1000;
  return {
    transactions: (ledger?.transactions.all ?? [])
      .filter(({ visibleAt }) => visibleAt <= now)
      .map(transactionGid)
      .sort(),
    appEvents: (ledger?.allEvents() ?? [])
      .filter(({ visibleAt }) => visibleAt <= now)
      .map(storedKeyOf)
      .sort(),
  };
}

/** The same, as stored, of one connection or of all; every row, so that one that is there twice shows. */
export async function storedKeys(sql: Sql, connectionId: string | null = null) {
  const mine = sql`connection_id = coalesce(${connectionId}, connection_id)`;
  const transactions = await sql<{ id: string }[]>`select id from transactions where ${mine}`;
  const events = await sql<{ key: string }[]>`
    select ${storedEventKey(sql)} as key
    from app_events
    where ${mine}
  `;
  return { transactions: transactions.map(({ id }) => id).sort(), appEvents: events.map(({ key }) => key).sort() };
}

/** Every row that the Partner API would show now is stored, each once, and no other. */
export async function expectEveryRow(
  { sql, simulator }: { readonly sql: Sql; readonly simulator: Parameters<typeof ledgerKeys>[0] },
  partnerOrganizationId: string,
): Promise<void> {
  expect(await storedKeys(sql)).toEqual(ledgerKeys(simulator, partnerOrganizationId));
}
