import type { Sql } from '../../../src/postgres/sql.js';
import { reserved } from './reserved.js';

/** Whoever reads these tables waits until the work is done: what is asked for meanwhile is answered after it. */
export async function whileLocked(sql: Sql, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const holder = await reserved(sql);
  try {
    await holder`begin`;
    await holder`set local idle_in_transaction_session_timeout = 0`;
    for (const table of tables) await holder`lock table ${holder(table)} in access exclusive mode`;
    await work();
  } finally {
    await holder`rollback`;
    holder.release();
  }
}
