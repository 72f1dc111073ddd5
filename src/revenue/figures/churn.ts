import { type Day, monthOf } from '../../values/day.js';
import { groupBy } from '../../values/group-by.js';
import type { Ratio, Units } from '../../values/money.js';
import { movementsOf, sumOf } from './movements.js';
import { completeMonths } from './range.js';
import type { DayChange } from './series.js';
import type { ShopCounts } from './shop-counts.js';

const LEAST_MONTHS = 3;

/**
 * The mean of the monthly shares of paying merchants that stopped to pay, over the last 12 complete months before
 * `end`. A month that nobody paid at the start of says nothing and is left out.
 * @returns exact; null when fewer than three months say something, or nobody left
 */
export function meanMonthlyChurn(counts: ShopCounts, end: Day): Ratio | null {
  const starts = completeMonths(end);
  const shares = starts.slice(0, -1).flatMap((start, index): Ratio[] => {
    const paying = counts.paying(start);
    const lost = counts.stoppedPaying(start, starts[index + 1] ?? end);
    return paying === 0 ? [] : [{ numerator: BigInt(lost), denominator: BigInt(paying) }];
  });
  const sum = shares.reduce(addRatios, { numerator: 0n, denominator: 1n });
  if (shares.length < LEAST_MONTHS || sum.numerator === 0n) return null;
  return { numerator: sum.numerator, denominator: sum.denominator * BigInt(shares.length) };
}

function addRatios(one: Ratio, other: Ratio): Ratio {
  return {
    numerator: one.numerator * other.denominator + other.numerator * one.denominator,
    denominator: one.denominator * other.denominator,
  };
}

/** How much was lost in one calendar month. */
export interface ChurnMonth {
  /** `2026-11` */
  readonly month: string;
  /** Merchants with MRR above zero when it began, and those of them who had none when it ended. */
  readonly paying: number;
  readonly stopped: number;
  /** When it began. */
  readonly mrr: Units;
  /** The movement; a loss is negative. */
  readonly churned: Units;
}

/**
 * The last 12 complete months before `end`, oldest first.
 * @param changes those before the first of these months stand under no day, the others under the first day of theirs
 */
export function churnByMonth(counts: ShopCounts, end: Day, changes: readonly DayChange[]): ChurnMonth[] {
  const starts = completeMonths(end);
  const byMonth = groupBy(changes, ({ day }) => day);
  let mrr = sumOf(movementsOf(byMonth.get(null) ?? []));
  return starts.slice(0, -1).map((start, index) => {
    const movements = movementsOf(byMonth.get(start) ?? []);
    const month: ChurnMonth = {
      month: monthOf(start),
      paying: counts.paying(start),
      stopped: counts.stoppedPaying(start, starts[index + 1] ?? end),
      mrr,
      churned: movements.churn,
    };
    mrr += sumOf(movements);
    return month;
  });
}

/** The share of the merchants that paid when the month began; null when nobody did. */
export function merchantChurnRate({ paying, stopped }: ChurnMonth): Ratio | null {
  return paying === 0 ? null : { numerator: BigInt(stopped), denominator: BigInt(paying) };
}

/** The share of the MRR when the month began; above one when more came and left within it. Null when there was none. */
export function mrrChurnRate({ mrr, churned }: ChurnMonth): Ratio | null {
  return mrr <= 0n ? null : { numerator: -churned, denominator: mrr };
}
