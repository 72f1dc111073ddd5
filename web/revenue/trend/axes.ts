import { movementsOf, type SeriesPoint } from './points.js';

/** Where an axis begins and ends, and its ticks where they are not left to the chart. */
export interface Axis {
  readonly domain: [number | 'auto', number | 'auto'];
  readonly ticks?: number[];
}

/** Close to the line, so that small changes show; from zero where there is none. */
export function mrrAxis(series: readonly SeriesPoint[]): Axis {
  const [first, ...others] = series.map(({ mrr }) => Number(mrr.amount));
  if (first === undefined || others.some((amount) => amount !== first)) return { domain: ['auto', 'auto'] };
  return first === 0 ? { domain: [0, 1], ticks: [0] } : { domain: [0, 'auto'] };
}

/** Nothing that moved has no scale: the zero alone is shown. */
export function movementAxis(series: readonly SeriesPoint[]): Axis {
  return series.some((point) => movementsOf(point).length > 0)
    ? { domain: ['auto', 'auto'] }
    : { domain: [-1, 1], ticks: [0] };
}
