import { createHash } from 'node:crypto';
import { GraphqlRefusal } from '../graphql/refusal.js';
import type { Position } from '../ledger/sorted-rows.js';

/** Everything that decides which rows a query walks. A cursor is good only for the walk that gave it. */
export type Walk = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Opaque to clients: where in the walk it stands, and a digest that only this walk and this place have. */
export function cursorAt({ at, tie, feed }: Position, walk: Walk): string {
  return Buffer.from(`${at} ${tie} ${feed} ${digest(at, tie, feed, walk)}`).toString('base64url');
}

/** @throws Refusal for a cursor that is damaged or comes from a query with other filters. */
export function positionOf(cursor: string, walk: Walk): Position {
  const [at, tie, feed, seal] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const position = { at: Number(at), tie: Number(tie), feed: feed === 'event' ? 'event' : 'transaction' } as const;
  if (seal !== digest(position.at, position.tie, position.feed, walk)) {
    throw new GraphqlRefusal('Invalid cursor for the given filters');
  }
  return position;
}

function digest(at: number, tie: number, feed: string, walk: Walk): string {
  return createHash('sha256')
    .update(JSON.stringify([at, tie, feed, walk]))
    .digest('base64url')
    .slice(0, 12);
}
