import { DAY, HOUR, MINUTE } from './time.js';

/**
 * How the rows of an account lie in time: `even`; `growing`, each month twice the last; `billing`, all transactions of a
 * month within an hour; `migration`, a third of everything within twenty minutes.
 */
export const worldShapes = ['even', 'growing', 'billing', 'migration'] as const;
export type WorldShape = (typeof worldShapes)[number];

const MONTH = 30 * DAY;
const MIGRATED_SHARE = 1 / 3;
const MIGRATION = 20 * MINUTE;

/**
 * Where a row lies in a world of so many microseconds.
 * @param share of the rows of its kind that are older, from 0 to 1
 * @returns microseconds after the world's beginning; never less for a greater share
 */
export function placeOf(shape: WorldShape, kind: 'transaction' | 'event', share: number, span: number): number {
  switch (shape) {
    case 'even':
      return share * span;
    case 'growing':
      return MONTH * Math.log2(1 + share * (2 ** (span / MONTH) - 1));
    case 'billing':
      return kind === 'event' ? share * span : billed(share, span);
    case 'migration':
      return migrated(share, span);
  }
}

function billed(share: number, span: number): number {
  const months = Math.max(1, Math.floor(span / MONTH));
  const month = Math.floor(share * months);
  return month * MONTH + (share * months - month) * HOUR;
}

/** Even, but for a burst in the middle. */
function migrated(share: number, span: number): number {
  const before = (1 - MIGRATED_SHARE) / 2;
  const begins = (span - MIGRATION) / 2;
  if (share < before) return (share / before) * begins;
  const migrating = share - before;
  if (migrating < MIGRATED_SHARE) return begins + (migrating / MIGRATED_SHARE) * MIGRATION;
  return begins + MIGRATION + ((migrating - MIGRATED_SHARE) / before) * begins;
}
