import { groupBy } from '../../../values/group-by.js';
import { plusMs } from '../../../values/instant.js';
import { MINUTE_MS, within } from '../words/durations.js';
import type { FoldEvent, FoldTimelineEvent } from '../words/rows.js';

/** What a root event is called in the older feed. Rule: Two feeds of events, "What happened". */
const OLDER_TYPES: ReadonlyMap<string, string> = new Map([
  ['RELATIONSHIP_INSTALLED', 'RELATIONSHIP_INSTALLED'],
  ['RELATIONSHIP_UNINSTALLED', 'RELATIONSHIP_UNINSTALLED'],
  ['RELATIONSHIP_DEACTIVATED', 'RELATIONSHIP_DEACTIVATED'],
  ['RELATIONSHIP_REACTIVATED', 'RELATIONSHIP_REACTIVATED'],
  ['SUBSCRIPTION_CREATED', 'SUBSCRIPTION_CHARGE_ACTIVATED'],
  ['SUBSCRIPTION_CANCELED', 'SUBSCRIPTION_CHARGE_CANCELED'],
  ['SUBSCRIPTION_FROZEN', 'SUBSCRIPTION_CHARGE_FROZEN'],
  ['SUBSCRIPTION_UNFROZEN', 'SUBSCRIPTION_CHARGE_UNFROZEN'],
  ['CHARGE_ONE_TIME', 'ONE_TIME_CHARGE_ACTIVATED'],
  ['CHARGE_USAGE', 'USAGE_CHARGE_APPLIED'],
  ['CREDIT_APPLIED', 'CREDIT_APPLIED'],
  ['CREDIT_PENDING', 'CREDIT_PENDING'],
  ['CREDIT_FAILED', 'CREDIT_FAILED'],
]);

/** Null for what the older feed does not tell, and for what nobody knows. */
export function olderType(type: string): string | null {
  return OLDER_TYPES.get(type) ?? null;
}

/** Clocks of two feeds: the same event may carry instants so far apart. */
export const SAME_EVENT_MS = 5 * MINUTE_MS;

/** A subscription that is told twice by root events themselves. */
const REPEATED_MS = MINUTE_MS;

/**
 * The root events that the older feed does not tell: by the charge's number where both have one, else by what happened
 * and when. The older feed decides: beside a row of its own nothing is added, however often the newer one tells it.
 * Rule: Two feeds of events, "Which one".
 * @param timeline in time's order
 * @param older rows that count, in theirs
 */
export function unpairedEvents(
  timeline: readonly FoldTimelineEvent[],
  older: readonly FoldEvent[],
): FoldTimelineEvent[] {
  if (timeline.length === 0) return [];
  const numbered = new Set(older.map(({ type, chargeNumber }) => `${type} ${chargeNumber ?? ''}`));
  const olderOfType = groupBy(older, ({ type }) => type);
  const alone = timeline.filter((row) => {
    const type = olderType(row.type) ?? '';
    if (row.chargeNumber !== null && numbered.has(`${type} ${row.chargeNumber}`)) return false;
    return !isToldNear(row, olderOfType.get(type) ?? []);
  });
  return withoutRepeated(alone);
}

/** By time only where one of the two has no number: two numbers are two charges. */
function isToldNear({ at, chargeNumber }: FoldTimelineEvent, older: readonly FoldEvent[]): boolean {
  const from = plusMs(at, -SAME_EVENT_MS);
  const to = plusMs(at, SAME_EVENT_MS);
  return older.some((event) => {
    const isNear = from <= event.at && event.at <= to;
    return isNear && (chargeNumber === null || event.chargeNumber === null);
  });
}

/** A relationship that is told twice says nothing new by itself; charges and credits are told apart by their numbers. */
function withoutRepeated(alone: readonly FoldTimelineEvent[]): FoldTimelineEvent[] {
  const last = new Map<string, FoldTimelineEvent>();
  return alone.filter((row) => {
    if (!row.type.startsWith('SUBSCRIPTION_')) return true;
    const key = `${row.type} ${row.chargeNumber ?? ''} ${row.cancelsOn ?? ''}`;
    const before = last.get(key);
    last.set(key, row);
    return before === undefined || !within(before.at, row.at, REPEATED_MS);
  });
}
