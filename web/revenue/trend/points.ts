import type { Movement } from '../../../src/contract/revenue-words.js';
import type { CurrencyRevenue } from '../../shared/api/types.js';
import { isZero } from '../../shared/format/money.js';

export type SeriesPoint = CurrencyRevenue['series'][number];
export type MovementName = Movement;

/** In the order in which they are shown. */
export const MOVEMENT_NAMES = [
  'new',
  'reactivation',
  'expansion',
  'resumed',
  'contraction',
  'paused',
  'churn',
] as const satisfies readonly MovementName[];

/** A day as it is drawn. Numbers are for places on the screen only; what is read is the point's own text. */
export interface DrawnPoint extends Readonly<Record<MovementName, number>> {
  readonly date: string;
  readonly mrr: number;
  readonly point: SeriesPoint;
}

export function drawnPoint(point: SeriesPoint): DrawnPoint {
  const place = (name: MovementName | 'mrr') => Number(point[name].amount);
  return {
    date: point.date,
    mrr: place('mrr'),
    new: place('new'),
    reactivation: place('reactivation'),
    expansion: place('expansion'),
    resumed: place('resumed'),
    contraction: place('contraction'),
    paused: place('paused'),
    churn: place('churn'),
    point,
  };
}

/** The movements of a day that moved anything. */
export function movementsOf(point: SeriesPoint): MovementName[] {
  return MOVEMENT_NAMES.filter((name) => !isZero(point[name]));
}

/** Stretches of days that are not complete, each from its first to its last. */
export function incompleteStretches(series: readonly SeriesPoint[]): { from: string; to: string }[] {
  const stretches: { from: string; to: string }[] = [];
  let isOpen = false;
  for (const { date, complete } of series) {
    const last = stretches.at(-1);
    if (complete) isOpen = false;
    else if (isOpen && last !== undefined) last.to = date;
    else {
      stretches.push({ from: date, to: date });
      isOpen = true;
    }
  }
  return stretches;
}
