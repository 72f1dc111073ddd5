import type { z } from 'zod';
import { DEFAULT_LIMIT } from '../schemas/common.js';
import type { Cursors, CursorScope } from './cursors.js';

export interface Pagination<Position> {
  readonly limit: number;
  readonly after: Position | null;
  /** Cuts rows, read one beyond the limit, to the page, and says where the next one begins. */
  cut<Row>(rows: readonly Row[], positionOf: (row: Row) => Position): { items: Row[]; nextCursor: string | null };
  /** For queries that find the next position themselves. */
  cursorOf(next: Position | null): string | null;
}

/** @param scope tenant, list and filters: a cursor of any other is refused */
export function readPagination<Position extends object>(
  cursors: Cursors,
  scope: CursorScope,
  query: { limit?: number | undefined; cursor?: string | undefined },
  position: z.ZodType<Position>,
): Pagination<Position> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const cursorOf = (next: Position | null) => (next === null ? null : cursors.write(scope, next));
  return {
    limit,
    after: query.cursor === undefined ? null : cursors.read(scope, query.cursor, position),
    cut: (rows, positionOf) => {
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: cursorOf(last === undefined ? null : positionOf(last)) };
    },
    cursorOf,
  };
}
