import { groupBy } from '../../../values/group-by.js';
import { around, DAY_MS, microsBetween, MINUTE_MS, SAME_EVENT_MS, within } from '../words/durations.js';
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

/** What a charge goes through more than once: frozen again, cancelled again after it came back. */
const RECURRING: ReadonlySet<string> = new Set([
  'SUBSCRIPTION_CANCELED',
  'SUBSCRIPTION_FROZEN',
  'SUBSCRIPTION_UNFROZEN',
]);

/** Null for what the older feed does not tell, and for what nobody knows. */
export function olderType(type: string): string | null {
  return OLDER_TYPES.get(type) ?? null;
}

/** A subscription that is told twice by root events themselves. */
const REPEATED_MS = MINUTE_MS;

/** The same event of the same charge, told late by one of the feeds; nobody is frozen or cancelled again so soon. */
const SAME_CHARGE_MS = DAY_MS;

/**
 * The root events that the older feed does not tell: by the charge's number where both have one, else by what happened
 * and when. The older feed decides: near a row of its own nothing is added, however often the newer one tells it. What
 * a charge goes through again and again is paired one to one.
 * Rule: Two feeds of events, "Which one".
 * @param timeline in time's order
 * @param older rows that count, in theirs
 */
export function unpairedEvents(
  timeline: readonly FoldTimelineEvent[],
  older: readonly FoldEvent[],
): FoldTimelineEvent[] {
  if (timeline.length === 0) return [];
  const olderOfType = groupBy(older, ({ type }) => type);
  const numbered = new Set(older.map(({ type, chargeNumber }) => `${type} ${chargeNumber ?? ''}`));
  // Of what happens once the number says it; usage charges are too many to be compared each with each.
  const isToldByNumber = ({ type, chargeNumber }: FoldTimelineEvent) =>
    chargeNumber !== null && !RECURRING.has(type) && numbered.has(`${olderType(type) ?? ''} ${chargeNumber}`);
  const rivalsOf = (row: FoldTimelineEvent) => olderOfType.get(olderType(row.type) ?? '') ?? [];
  const told = new Set<FoldEvent>();
  const alone = timeline.filter((row) => {
    if (isToldByNumber(row)) return false;
    const near = rivalsOf(row).filter(sameAs(row));
    for (const event of near) told.add(event);
    return near.length === 0;
  });
  const once = withoutRepeated(alone);
  const paired = pairedByNumber(once, (row) => rivalsOf(row).filter((event) => !told.has(event)));
  return once.filter((row) => !paired.has(row));
}

/**
 * By time, and where both have a number by that, too: two numbers are two charges. A charge starts once in root events, and
 * a one-time or usage charge is but one event: those are the same however far apart, and were found by their number.
 */
function sameAs({ at, chargeNumber }: FoldTimelineEvent): (event: FoldEvent) => boolean {
  const isNear = around(at, SAME_EVENT_MS);
  return (event) => {
    const isOther = chargeNumber !== null && event.chargeNumber !== null && chargeNumber !== event.chargeNumber;
    return !isOther && isNear(event.at);
  };
}

/** The nearest first; a row of the older feed is one event, so that it stands for one. */
function pairedByNumber(
  rows: readonly FoldTimelineEvent[],
  rivalsOf: (row: FoldTimelineEvent) => readonly FoldEvent[],
): ReadonlySet<FoldTimelineEvent> {
  const pairs = rows
    .filter(({ type, chargeNumber }) => chargeNumber !== null && RECURRING.has(type))
    .flatMap((row) =>
      rivalsOf(row)
        .filter(({ at, chargeNumber }) => chargeNumber === row.chargeNumber && within(at, row.at, SAME_CHARGE_MS))
        .map((event) => ({ row, event, distance: Math.abs(microsBetween(row.at, event.at)) })),
    )
    .sort((one, other) => one.distance - other.distance);
  const paired = new Set<FoldTimelineEvent>();
  const taken = new Set<FoldEvent>();
  for (const { row, event } of pairs) {
    if (paired.has(row) || taken.has(event)) continue;
    paired.add(row);
    taken.add(event);
  }
  return paired;
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
