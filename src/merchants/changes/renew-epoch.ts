import type { Sql } from '../../postgres/sql.js';

/**
 * Ends the epoch of every organization's feed: its readers begin anew. For when the database was put back in a way that it
 * cannot see itself, such as a volume's snapshot.
 */
export async function renewFeedEpoch(sql: Sql): Promise<void> {
  await sql`update feed_epoch set renewals = renewals + 1`;
}
