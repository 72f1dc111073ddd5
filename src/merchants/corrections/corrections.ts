import { type Amount, CORRECTED_DATES, type CorrectedDate } from '../../contract/merchant-words.js';
import type { Instant } from '../../values/instant.js';
import { PastFigures } from '../rules/figures/past-figures.js';
import type { Span } from '../rules/figures/spans.js';
import { compareText } from '../rules/words/order-at-one-instant.js';

/** A figure of the past that is another one than was shown. */
export type Correction =
  | { readonly figure: 'mrr'; readonly at: Instant; readonly from: Amount; readonly to: Amount }
  | {
      readonly figure: 'plan' | 'status';
      readonly at: Instant;
      readonly from: string | null;
      readonly to: string | null;
    }
  /** A date has no stretch of time in which it holds: it is one itself. */
  | {
      readonly figure: CorrectedDate;
      readonly at: null;
      readonly from: Instant | null;
      readonly to: Instant | null;
    };

/** The figures of one pair that reach into the past. */
export interface Past extends Readonly<Record<CorrectedDate, Instant | null>> {
  readonly spans: readonly Span[];
}

export interface CorrectionQuestion {
  readonly before: Past;
  readonly after: Past;
  /** The same without the rows since `until`: those are news, and correct no date. */
  readonly afterUntil: () => Past;
  /** The past ends here (exclusive). */
  readonly until: Instant;
}

/**
 * What the second of two results says otherwise of the past than the first: one correction for each figure and each
 * longest stretch of time in which it differs in the same way, dated by its beginning.
 * Rule: Why, "Corrections".
 */
export function correctionsOf({ before, after, afterUntil, until }: CorrectionQuestion): Correction[] {
  const all = [...before.spans, ...after.spans];
  const turns = instantsUntil(all, until).map((at) => ({
    at,
    from: new PastFigures(before.spans, at),
    to: new PastFigures(after.spans, at),
  }));
  return [
    ...currenciesIn(all).flatMap((currency) =>
      mrrCorrections(
        currency,
        turns.map((turn) => turnOf(turn, (figures) => figures.mrr(currency))),
      ),
    ),
    ...textCorrections(
      'plan',
      turns.map((turn) => turnOf(turn, (figures) => figures.plan())),
    ),
    ...textCorrections(
      'status',
      turns.map((turn) => turnOf(turn, (figures) => figures.status())),
    ),
    ...dateCorrections(before, after, afterUntil, until),
  ];
}

/** One figure in two results, from `at` to the next turning point. */
interface PastTurn<T> {
  readonly at: Instant;
  readonly from: T;
  readonly to: T;
}

function turnOf<T>({ at, from, to }: PastTurn<PastFigures>, read: (figures: PastFigures) => T): PastTurn<T> {
  return { at, from: read(from), to: read(to) };
}

function mrrCorrections(currency: string, turns: readonly PastTurn<bigint>[]): Correction[] {
  return beginnings(turns, ({ from, to }) => (to === from ? null : (to - from).toString())).map(({ at, from, to }) => ({
    figure: 'mrr',
    at,
    from: { units: from, currency },
    to: { units: to, currency },
  }));
}

function textCorrections(figure: 'plan' | 'status', turns: readonly PastTurn<string | null>[]): Correction[] {
  const difference = ({ from, to }: PastTurn<string | null>) => (from === to ? null : JSON.stringify([from, to]));
  return beginnings(turns, difference).map(({ at, from, to }) => ({ figure, at, from, to }));
}

/** The turns at which another difference begins. */
function beginnings<T>(turns: readonly PastTurn<T>[], difference: (turn: PastTurn<T>) => string | null): PastTurn<T>[] {
  let last: string | null = null;
  return turns.filter((turn) => {
    const own = difference(turn);
    const isBeginning = own !== null && own !== last;
    last = own;
    return isBeginning;
  });
}

/**
 * What happened since `until` changes dates as well, and is news: a date is corrected if it lies in the past itself, and
 * is another one without the news.
 */
function dateCorrections(before: Past, after: Past, afterUntil: () => Past, until: Instant): Correction[] {
  const differing = CORRECTED_DATES.filter((figure) => {
    const [from, to] = [before[figure], after[figure]];
    return from !== to && (from === null || from < until) && (to === null || to < until);
  });
  if (differing.length === 0) return [];
  const withoutNews = afterUntil();
  return differing
    .filter((figure) => before[figure] !== withoutNews[figure])
    .map((figure) => ({ figure, at: null, from: before[figure], to: after[figure] }));
}

function instantsUntil(spans: readonly Span[], until: Instant): Instant[] {
  const instants = spans.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  return [...new Set(instants)].filter((at) => at < until).sort(compareText);
}

function currenciesIn(spans: readonly Span[]): string[] {
  return [...new Set(spans.map(({ carried }) => carried.currency))].sort(compareText);
}
