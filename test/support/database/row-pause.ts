import type { Sql } from '../../../src/postgres/sql.js';
import { waitFor } from '../servers/wait-for.js';
import { reserved } from './reserved.js';

const LOCK = 4711;

/** Stops whoever stores one certain row, in the middle of its transaction, until it is released. */
export interface RowPause {
  /** Resolves when a transaction stands at the row. */
  reached(): Promise<void>;
  /**
   * Has the transaction that stands there ended by a deadlock: wants the connection's row, which it holds. Its session must
   * have been opened with a `deadlock_timeout` that leaves time for this.
   */
  deadlock(connectionId: string): Promise<void>;
  /** Lets go whoever stands there, and does not wait for it. */
  letGo(): Promise<void>;
  /** Resolves when no transaction stands there any more. */
  release(): Promise<void>;
}

/**
 * A trigger in the test's database that waits for an advisory lock.
 * @param id of a row in `transactions`
 */
export async function pauseAtRow(sql: Sql, organizationId: string, id: string): Promise<RowPause> {
  const holder = await reserved(sql);
  await holder`select pg_advisory_lock(${LOCK})`;
  await sql`create table paused_rows (organization_id text, id text)`;
  await sql`insert into paused_rows values (${organizationId}, ${id})`;
  // The worker's own lock timeout would end the wait on a slow machine; its role cannot read the table.
  await sql`
    create function pause_at_row() returns trigger
      language plpgsql security definer set lock_timeout = '60s'
      as $$
    begin
      if exists (select from paused_rows p where p.organization_id = new.organization_id and p.id = new.id) then
        perform pg_advisory_xact_lock(4711);
      end if;
      return new;
    end $$
  `;
  await sql`create trigger pause before insert on transactions for each row execute function pause_at_row()`;
  const waiting = () => sql`
    select pid from pg_locks
    where locktype = 'advisory' and objid = ${LOCK} and not granted
      and database = (select oid from pg_database where datname = current_database())
  `;
  const letGo = async () => {
    await sql`delete from paused_rows`;
    await holder`select pg_advisory_unlock(${LOCK})`;
    holder.release();
  };
  return {
    reached: async () => {
      await waitFor('a transaction at the row', async () => (await waiting()).length > 0);
    },
    deadlock: async (connectionId) => {
      // Of two that wait for each other the one is ended that has waited for its `deadlock_timeout`.
      await holder`select set_config('deadlock_timeout', '60s', false), set_config('lock_timeout', '60s', false)`;
      await holder`select from connections where id = ${connectionId} for update`;
    },
    letGo,
    release: async () => {
      const pids = (await waiting()).map(({ pid }) => Number(pid));
      await letGo();
      await waitFor('the transaction to end', async () => {
        const left = await sql`select pid from pg_locks where pid = any(${pids}) limit 1`;
        return left.length === 0;
      });
    },
  };
}
