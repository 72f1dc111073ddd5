import type { Sql } from '../../../src/postgres/sql.js';
import type { Heard, Listener } from './news.js';

/** Tells of each shop whose event is stored, when its transaction commits. */
export async function watchStoredRows(sql: Sql, heard: Heard): Promise<Listener> {
  await sql`
    create function tell_stored_rows() returns trigger language plpgsql as $$
    begin
      perform pg_notify('stored_rows', shop_number::text) from stored;
      return null;
    end $$
  `;
  await sql`
    create trigger tell_stored_rows after insert on app_events
      referencing new table as stored for each statement execute function tell_stored_rows()
  `;
  const listening = await sql.listen('stored_rows', (shopNumber) => heard(shopNumber, performance.now()));
  return { ready: Promise.resolve(), stop: () => listening.unlisten() };
}
