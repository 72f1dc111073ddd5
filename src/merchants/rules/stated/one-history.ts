import type { Instant } from '../../../values/instant.js';
import { compareText } from '../words/order-at-one-instant.js';
import {
  type FoldAnswer,
  type FoldEvent,
  type FoldRow,
  type FoldTimelineEvent,
  type FoldTransaction,
  isPayment,
  type RawRow,
} from '../words/rows.js';
import { compareRows, eachOnce, isOfKnownType } from '../words/rows-that-count.js';
import { StatedWalk } from './stated-walk.js';
import type { Stated } from './statements.js';
import { unpairedEvents } from './unpaired-events.js';

export interface OneHistory {
  /** The rows of the older feeds that count, and the root events and answers that stand for one, in the one order. */
  readonly known: readonly FoldRow[];
  readonly stated: Stated;
  /** When a row last said that something of a subscription changes: then Shopify is asked what is on. */
  readonly changedAt: Instant | null;
}

/**
 * Makes one history of all feeds: of what two of them tell each event once, and of what Shopify states the charge that
 * it is said of. The same rows give the same history, whichever feed came first, late, twice or never.
 * Rule: Two feeds of events, one history; What Shopify states.
 */
export function oneHistory(rows: readonly RawRow[], asOf: Instant): OneHistory {
  const older = eachOnce(rows.filter(isOlder).filter(isOfKnownType), asOf);
  const events = older.filter((row): row is FoldEvent => row.source === 'event');
  const alone = unpairedEvents(latest(rows.filter(isOfTimeline), asOf), events);
  const answers = latest(rows.filter(isAnswer), asOf);
  const changedAt = lastChange([...events, ...alone]);
  const none = { statements: new Map(), schedules: new Map(), changes: new Map() };
  if (alone.length === 0 && answers.length === 0) return { known: older, stated: none, changedAt };
  const sales = older.filter(isSubscriptionSale);
  const { made, ...stated } = new StatedWalk({ events, sales, alone, answers }).result();
  return { known: [...older, ...made].sort(compareRows), stated, changedAt };
}

/** Whether a row of this type can tell anything. */
export function isRead(row: RawRow): boolean {
  return isOlder(row) ? isOfKnownType(row) : true;
}

function isOlder(row: RawRow): row is FoldRow {
  return row.source === 'event' || row.source === 'transaction';
}

function isSubscriptionSale(row: FoldRow): row is FoldTransaction {
  return row.source === 'transaction' && row.type === 'AppSubscriptionSale' && isPayment(row);
}

function isOfTimeline(row: RawRow): row is FoldTimelineEvent {
  return row.source === 'timeline';
}

function isAnswer(row: RawRow): row is FoldAnswer {
  return row.source === 'answer';
}

/** Of copies of one row the one of the later request. */
function latest<Row extends FoldTimelineEvent | FoldAnswer>(rows: readonly Row[], asOf: Instant): Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows) {
    const rival = kept.get(row.id);
    if (row.at <= asOf && (rival === undefined || rival.requestedAt < row.requestedAt)) kept.set(row.id, row);
  }
  return [...kept.values()].sort((one, other) => compareText(one.at, other.at) || compareText(one.id, other.id));
}

function lastChange(rows: readonly (FoldEvent | FoldTimelineEvent)[]): Instant | null {
  const own = rows.filter((row) => row.type.startsWith('SUBSCRIPTION_') && !(row.source === 'event' && row.test));
  return own.reduce<Instant | null>((last, { at }) => (last === null || at > last ? at : last), null);
}
