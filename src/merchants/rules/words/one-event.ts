import type { Instant } from '../../../values/instant.js';
import { compareNumbers, compareText, orderOfType } from './order-at-one-instant.js';
import type { FoldRow } from './rows.js';

/**
 * The rows that count, each once, in the one order: dated up to `asOf`, and of conflicting copies of one event or
 * transaction the one from the later request.
 * Rule: first paragraph, "One event = …".
 */
export function eachOnce(rows: readonly FoldRow[], asOf: Instant): FoldRow[] {
  const kept = new Map<string, FoldRow>();
  for (const row of rows) {
    if (row.at > asOf) continue;
    const key = keyOf(row);
    const rival = kept.get(key);
    if (rival === undefined || isLaterCopy(row, rival)) kept.set(key, row);
  }
  return [...kept.values()].sort(compareRows);
}

function keyOf(row: FoldRow): string {
  return row.source === 'event' ? `${row.type} ${row.at} ${row.chargeNumber ?? ''}` : row.id;
}

/** Two copies of the same request cannot be ranked by time; any rule does that does not look at their order. */
function isLaterCopy(row: FoldRow, rival: FoldRow): boolean {
  if (row.requestedAt !== rival.requestedAt) return row.requestedAt > rival.requestedAt;
  return content(row) > content(rival);
}

function content(row: FoldRow): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

function compareRows(one: FoldRow, other: FoldRow): number {
  return (
    compareText(one.at, other.at) ||
    orderOfType(one.type) - orderOfType(other.type) ||
    compareNumbers(one.chargeNumber ?? '', other.chargeNumber ?? '') ||
    compareText(one.type, other.type) ||
    compareText(one.id, other.id)
  );
}
