import type { Sql } from '../../../src/postgres/sql.js';
import type { Simulator } from '../../../src/simulator/simulator.js';
import { judgeCheckpoints, type StoredHead, type StoredWindow } from '../invariants/checkpoints.js';
import { type Claims, judgeClaims } from '../invariants/claims.js';
import { readLedger, readStored } from '../invariants/read-rows.js';

type Window = StoredWindow & { readonly kind: string };

/**
 * Takes what a connection says of itself, how far its cursors have come, and its rows, in one snapshot, and judges them.
 * @returns undefined when the database did not answer, or somebody holds the tables
 */
export async function lookAt(
  { sql, simulator }: { readonly sql: Sql; readonly simulator: Pick<Simulator, 'world'> },
  { connectionId, partnerOrganizationId }: { readonly connectionId: string; readonly partnerOrganizationId: string },
): Promise<string[] | undefined> {
  const seen = await sql
    .begin('isolation level repeatable read read only', async (snapshot) => {
      await snapshot`set local lock_timeout = '1s'`;
      const [claims] = await snapshot<Claims[]>`
        select
          c.status, s.last_synced_at, s.data_through, s.backfilled, c.token_ciphertext is not null as has_token,
          greatest(
            (select max(created_at) from transactions where connection_id = c.id),
            (select max(occurred_at) from app_events where connection_id = c.id)
          ) as newest
        from connections c
        join sync_status s on s.connection_id = c.id
        where c.id = ${connectionId}
      `;
      const heads = await snapshot<StoredHead[]>`
        select feed, head_from from sync_feeds where connection_id = ${connectionId}
      `;
      const windows = await snapshot<Window[]>`
        select feed, kind, from_at, to_at, stop_at, reached_at from sync_windows where connection_id = ${connectionId}
      `;
      const troubled = await snapshot<{ feed: string }[]>`
        select 'events/' || app_number as feed from apps where connection_id = ${connectionId} and problem is not null
      `;
      return { claims, heads, windows, troubled, stored: await readStored(snapshot, connectionId) };
    })
    .catch(() => undefined);
  if (seen?.claims === undefined) return undefined;
  const { claims, heads, windows, troubled, stored } = seen;
  const ledger = readLedger(simulator, partnerOrganizationId);
  const known = new Set(heads.filter(({ headFrom }) => headFrom !== null).map(({ feed }) => feed));
  const unknown = ledger.filter(({ feed }) => !known.has(feed));
  // An app's own trouble, shown on that app, holds up nobody else; what it left open is read as soon as it is over.
  const pastLeft = windows.filter(
    ({ kind, feed }) => kind === 'backfill' || (kind === 'head' && feed !== 'transactions'),
  );
  return [
    ...judgeCheckpoints({ heads, windows }, ledger, stored),
    ...judgeClaims(claims, ledger, stored, [...pastLeft, ...troubled, ...unknown]),
  ];
}
