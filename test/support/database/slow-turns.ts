import type { Sql } from '../../../src/postgres/sql.js';

/**
 * Has the database take its time over each turn, and more than a request may be late: over the statement that grants it,
 * or over the commit of the lease that comes with it.
 * @returns what makes it quick again
 */
export async function slowTurns(owner: Sql, what: 'statement' | 'commit'): Promise<() => Promise<void>> {
  await owner`
    create function be_slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.4); return new; end $$
  `;
  if (what === 'statement') {
    await owner`create trigger slow before update on token_paces for each row execute function be_slow()`;
  } else {
    await owner`
      create constraint trigger slow after insert or update on sync_leases
      deferrable initially deferred for each row execute function be_slow()
    `;
  }
  return async () => {
    await owner`drop function be_slow cascade`;
  };
}
