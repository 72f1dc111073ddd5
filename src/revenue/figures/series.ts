import type { MerchantEventType } from '../../contract/merchant-words.js';
import type { HistoryCoverage, SeriesUnit } from '../../contract/revenue-words.js';
import { type Day, plusDays, startOf } from '../../values/day.js';
import { groupBy } from '../../values/group-by.js';
import type { Instant } from '../../values/instant.js';
import type { Units } from '../../values/money.js';
import { eachMovement, type Movements, movementsOf, sumOf } from './movements.js';
import { begins, type Range } from './range.js';

/** What events of one type changed on one day. Days of the range before stand under its first, older ones under null. */
export interface DayChange {
  readonly day: Day | null;
  readonly type: MerchantEventType;
  readonly change: Units;
}

/** How far a connection's rows are known. */
export interface Knowledge {
  /** Without the beginning of its past no later sum is whole. */
  readonly backfilled: boolean;
  /** Of its last whole head scan. */
  readonly lastSyncedAt: Instant | null;
  /** All of the first sync is there, and derived. */
  readonly isWhole: boolean;
  /** Nothing goes on with it. */
  readonly isDisconnected: boolean;
}

/**
 * A half-read past that nobody goes on with stays half for good. It does not keep the others from ever being compared;
 * where it is all there is, it is still half.
 */
export function historyOf(connections: readonly Knowledge[]): HistoryCoverage {
  if (connections.length === 0) return 'none';
  const lasting = connections.filter(({ isWhole, isDisconnected }) => isWhole || !isDisconnected);
  return lasting.length > 0 && lasting.every(({ isWhole }) => isWhole) ? 'whole' : 'partial';
}

export interface Point {
  /** The first day of it. */
  readonly date: Day;
  /** At the end of it. */
  readonly mrr: Units;
  /** Whether every connection has reached that end: what a stopped one cannot know is not invented. */
  readonly complete: boolean;
  readonly movements: Movements;
}

export interface Series {
  readonly points: readonly Point[];
  /** MRR at the end of the day before the range. */
  readonly opening: Units;
  /** Of the whole range, and of the equally long one before. */
  readonly movements: Movements;
  readonly movementsBefore: Movements;
}

/** One currency's days: MRR of a day is that of the day before and the day's movements. Rule: Revenue page. */
export function seriesOf(range: Range, changes: readonly DayChange[], connections: readonly Knowledge[]): Series {
  const { from, days, previousFrom } = range;
  const isOfRange = ({ day }: DayChange) => day !== null && day >= from;
  const byDay = groupBy(changes.filter(isOfRange), ({ day }) => day);
  const before = changes.filter((change) => !isOfRange(change));
  const opening = before.reduce((sum, { change }) => sum + change, 0n);
  let mrr = opening;
  const points = days.map((date) => {
    const movements = movementsOf(byDay.get(date) ?? []);
    mrr += sumOf(movements);
    return { date, mrr, complete: connections.every((connection) => reaches(connection, date)), movements };
  });
  return {
    points,
    opening,
    movements: movementsOf(changes.filter(isOfRange)),
    movementsBefore: movementsOf(before.filter(({ day }) => day === previousFrom)),
  };
}

function reaches({ backfilled, lastSyncedAt }: Knowledge, day: Day): boolean {
  return backfilled && lastSyncedAt !== null && lastSyncedAt >= startOf(plusDays(day, 1));
}

/** Points of days put together to points of a longer unit: their movements, and how it ended. */
export function pointsOf(unit: SeriesUnit, days: readonly Point[]): Point[] {
  const points: Point[] = [];
  days.forEach((day, index) => {
    const last = points.at(-1);
    if (last === undefined || begins(unit, day.date, days[index - 1]?.date)) points.push(day);
    else points[points.length - 1] = joined(last, day);
  });
  return points;
}

function joined({ date, complete, movements }: Point, next: Point): Point {
  return {
    date,
    mrr: next.mrr,
    complete: complete && next.complete,
    movements: eachMovement((movement) => movements[movement] + next.movements[movement]),
  };
}
