import { groupBy } from '../../../values/group-by.js';
import { plusMs } from '../../../values/instant.js';
import { MINUTE_MS } from '../words/durations.js';
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
const SAME_EVENT_MS = MINUTE_MS;

/**
 * The root events that the older feed does not tell: by the charge's number where there is one, then by what happened
 * and when, one to one.
 * Rule: Two feeds of events, "Which one".
 * @param timeline in time's order
 * @param older rows that count, in theirs
 */
export function unpairedEvents(
  timeline: readonly FoldTimelineEvent[],
  older: readonly FoldEvent[],
): FoldTimelineEvent[] {
  if (timeline.length === 0) return [];
  const byCharge = new Map<string, FoldEvent>();
  for (const row of older) if (row.chargeNumber !== null) byCharge.set(`${row.type} ${row.chargeNumber}`, row);
  const taken = new Set<FoldEvent>();
  const left = timeline.filter((row) => {
    const same = byCharge.get(`${olderType(row.type) ?? ''} ${row.chargeNumber ?? ''}`);
    if (same !== undefined) taken.add(same);
    return same === undefined;
  });
  const paired = pairedByTime(
    left,
    older.filter((row) => !taken.has(row)),
  );
  return left.filter((row) => !paired.has(row));
}

/** As many as can be, each kind in time's order. */
function pairedByTime(left: readonly FoldTimelineEvent[], older: readonly FoldEvent[]): Set<FoldTimelineEvent> {
  const olderOfType = groupBy(older, ({ type }) => type);
  const paired = new Set<FoldTimelineEvent>();
  for (const [type, rows] of groupBy(left, (row) => olderType(row.type) ?? '')) {
    const events = [...(olderOfType.get(type) ?? [])];
    for (const row of rows) {
      const at = events.findIndex((event) => plusMs(event.at, SAME_EVENT_MS) >= row.at);
      events.splice(0, at === -1 ? events.length : at); // those before are too old for all that follow, too
      const [event] = events;
      if (event === undefined || plusMs(event.at, -SAME_EVENT_MS) > row.at) continue;
      paired.add(row);
      events.shift();
    }
  }
  return paired;
}
