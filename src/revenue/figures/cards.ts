import type { Movement } from '../../contract/revenue-words.js';
import type { Day } from '../../values/day.js';
import type { Ratio, Units } from '../../values/money.js';
import { meanMonthlyChurn } from './churn.js';
import type { Range } from './range.js';
import type { Series } from './series.js';
import type { ShopCounts } from './shop-counts.js';

/** A figure at the end of the range, and what it was at the end of the day before the range. */
export interface ComparedFigure<Value> {
  readonly value: Value;
  /** Null while the history is not whole: what is missing would show as growth. */
  readonly previous: Value | null;
}

/** One currency's figures, exact. Null is *not enough data*. Rule: Revenue page. */
export interface Cards {
  readonly mrr: ComparedFigure<Units>;
  readonly arr: ComparedFigure<Units>;
  /** Of the range, and of the equally long one before; as in the series, a loss is negative. */
  readonly newMrr: ComparedFigure<Units>;
  readonly churnedMrr: ComparedFigure<Units>;
  readonly arpu: ComparedFigure<Ratio | null>;
  readonly projectedLtv: ComparedFigure<Ratio | null>;
}

/** @param isComparable whether the history is whole */
export function cardsOf({ from, end }: Range, series: Series, counts: ShopCounts, isComparable: boolean): Cards {
  const { points, opening, movements, movementsBefore } = series;
  const last = points.at(-1)?.mrr ?? opening;
  const both = <Value>(figure: (units: Units, at: Day) => Value): ComparedFigure<Value> => ({
    value: figure(last, end),
    previous: isComparable ? figure(opening, from) : null,
  });
  const sums = (movement: Movement): ComparedFigure<Units> => ({
    value: movements[movement],
    previous: isComparable ? movementsBefore[movement] : null,
  });
  return {
    mrr: both((units) => units),
    arr: both((units) => units * 12n),
    newMrr: sums('new'),
    churnedMrr: sums('churn'),
    arpu: both((units, at) => arpu(units, counts.paying(at))),
    projectedLtv: both((units, at) => projectedLtv(arpu(units, counts.paying(at)), meanMonthlyChurn(counts, at))),
  };
}

function arpu(mrr: Units, paying: number): Ratio | null {
  return paying === 0 ? null : { numerator: mrr, denominator: BigInt(paying) };
}

function projectedLtv(mean: Ratio | null, churn: Ratio | null): Ratio | null {
  if (mean === null || churn === null) return null;
  return {
    numerator: mean.numerator * churn.denominator,
    denominator: mean.denominator * churn.numerator,
  };
}
