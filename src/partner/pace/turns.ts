import type { Fragment, Sql, TransactionSql } from '../../postgres/sql.js';
import type { Instant } from '../../values/instant.js';

export interface TurnRequest {
  /** Names the token (`token-key.ts`). */
  readonly tokenKey: string;
  /** In which four turns are given. */
  readonly windowMs: number;
  /** How much longer than that this one counts. */
  readonly marginMs: number;
  /** Goes next, but one at a time: until the one before it counts no more, there is no other. */
  readonly isPriority: boolean;
}

/** Leave to send one request with a token. Durations alone: the clocks of machines differ. */
export interface Turn {
  readonly granted: true;
  /** Until the request may leave. */
  readonly waitMs: number;
  /** Until the turn behind it is due. */
  readonly nextInMs: number;
  /** Database time at which the request leaves. */
  readonly leavesAt: Instant;
  /** Database time at which it counts no more; names the turn. */
  readonly freeAt: Instant;
}

/** What the database says to who asks for a token's next turn. */
export type TurnAnswer =
  | Turn
  /** The next one is too far ahead, or the latest priority turn still counts. Nothing is reserved. */
  | { readonly granted: false; /** Until it is time to ask again. */ readonly waitMs: number };

/**
 * A table with the `TurnAnswer` as its one row, for the statement that asks for it. The token's pace is locked until the
 * transaction ends: nothing in it may wait for others from here on.
 */
export function turnTable(
  sql: Sql | TransactionSql,
  { tokenKey, windowMs, marginMs, isPriority }: TurnRequest,
): Fragment {
  return sql`take_turn(${tokenKey}, ${windowMs}, ${marginMs}, ${isPriority})`;
}

/** Asks for a turn by itself. */
export async function takeTurn(sql: Sql, request: TurnRequest): Promise<TurnAnswer> {
  const [answer] = await sql<[TurnAnswer]>`select * from ${turnTable(sql, request)}`;
  return answer;
}

/** The request left later than its turn said, and counts for so much longer. */
export async function delayTurn(sql: Sql, tokenKey: string, turn: Turn, lateMs: number): Promise<void> {
  await sql`select delay_turn(${tokenKey}, ${turn.freeAt}, ${lateMs})`;
}

/** A request that was sent so long ago was throttled: everybody goes slower with this token. */
export async function yieldTurns(sql: Sql, tokenKey: string, sentMsAgo: number): Promise<void> {
  await sql`select yield_turns(${tokenKey}, ${sentMsAgo})`;
}
