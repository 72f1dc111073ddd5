import type { Ratio } from '../money.js';
import type { Day } from './day.js';
import { completeMonths } from './moments.js';
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
  const sum = shares.reduce(plus, { numerator: 0n, denominator: 1n });
  if (shares.length < LEAST_MONTHS || sum.numerator === 0n) return null;
  return { numerator: sum.numerator, denominator: sum.denominator * BigInt(shares.length) };
}

function plus(one: Ratio, other: Ratio): Ratio {
  return {
    numerator: one.numerator * other.denominator + other.numerator * one.denominator,
    denominator: one.denominator * other.denominator,
  };
}
