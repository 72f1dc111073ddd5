import type { Sql } from '../../../src/postgres/sql.js';
import type { Instant } from '../../../src/values/instant.js';
import { type PageName, pageName } from './asked-pages.js';

/**
 * Notes, in the transaction that stores a page, that it is stored: a window that moves on from a cursor, or ends, has
 * stored the page that it stood at.
 */
export async function watchStoredPages(sql: Sql): Promise<void> {
  await sql`
    create table stored_pages (
      connection_id uuid, feed text, from_at timestamptz, to_at timestamptz, cursor text, stored_at timestamptz
    )
  `;
  // The worker's role cannot write to the table.
  await sql`
    create function note_stored_page() returns trigger language plpgsql security definer as $$
    begin
      if tg_table_name = 'sync_feeds' then
        insert into stored_pages values (old.connection_id, old.feed, null, null, null, clock_timestamp());
      else
        insert into stored_pages
        values (old.connection_id, old.feed, old.from_at, old.to_at, old.cursor, clock_timestamp());
      end if;
      return null;
    end $$
  `;
  await sql`
    create trigger note_moved after update on sync_windows for each row
      when (new.cursor is distinct from old.cursor) execute function note_stored_page()
  `;
  await sql`create trigger note_done after delete on sync_windows for each row execute function note_stored_page()`;
  // The newest page of a feed is asked for without a bound until it was stored.
  await sql`
    create trigger note_first after update on sync_feeds for each row
      when (old.head_from is null and new.head_from is not null) execute function note_stored_page()
  `;
}

/** When each page was stored, by its name. */
export async function storedPages(sql: Sql, connectionId: string): Promise<Map<string, Instant>> {
  const rows = await sql<(PageName & { storedAt: Instant })[]>`
    select feed, from_at as "from", to_at as "to", cursor, stored_at
    from stored_pages
    where connection_id = ${connectionId}
  `;
  return new Map(rows.map((row) => [pageName(row), row.storedAt]));
}
