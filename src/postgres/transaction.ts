import { CodedError } from '../values/coded-error.js';
import { beforeSending } from './postgres-statement.js';
import type { Sql, TransactionSql } from './sql.js';

/**
 * Runs `work` in one transaction, like `sql.begin`, and lets nothing of it outlive its connection.
 *
 * postgres.js 3.4.9 rejects `begin` when the connection closes, but keeps the connection's object: later statements of
 * the work, and the `commit` or `rollback` at its end, are sent on whatever that object is by then: on no socket, which
 * ends the process or leaves the pool one connection short for ever, or inside another caller's transaction
 * (https://github.com/porsager/postgres/issues/1216). So work that is told of the close is held, and work that goes on
 * is refused.
 *
 * @param mode what follows `begin`, such as `isolation level repeatable read`
 * @throws with code `CONNECTION_CLOSED` when the connection was cut or its line was silent (deadlines.ts); nothing was
 *   stored then, unless that came while the commit was on its way
 */
export async function inTransaction<T>(
  sql: Sql,
  mode: string,
  work: (transaction: TransactionSql) => Promise<T>,
): Promise<T> {
  let over = false;
  const transaction = sql.begin(mode, async (open) => {
    const guarded = new Proxy(open, {
      apply(target, _, statement: Parameters<TransactionSql>) {
        const made = target(...statement) as object;
        beforeSending(made, (query, send) => (over ? query.reject(closed()) : send(query)));
        return made;
      },
    });
    try {
      return { value: await work(guarded) };
    } catch (error) {
      // A statement that fails with its connection is rejected in the same turn as the transaction, a little earlier.
      await new Promise((resolve) => setImmediate(resolve));
      throw error;
    } finally {
      if (over) await forEver();
    }
  });
  try {
    return (await transaction).value;
  } finally {
    over = true;
  }
}

/** For work whose outcome nobody may act on any more. A promise of its own, with which the work can be forgotten. */
const forEver = (): Promise<never> => new Promise(() => undefined);

const closed = (): Error => new CodedError('CONNECTION_CLOSED', 'The connection of this transaction is closed.');
