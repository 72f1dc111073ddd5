import { movementsOf, type SeriesPoint } from './points.js';

/** Where an axis begins and ends, and its ticks where they are not left to the chart. */
export interface Axis {
  readonly domain: [number | 'auto', number | 'auto'];
  readonly ticks?: number[];
}

/** Of a value: its ticks are known, so that its beginning can be said. */
export interface ValueAxis extends Axis {
  readonly domain: [number, number];
  readonly ticks: number[];
}

/** Steps between two ticks that people count in. */
const STEPS = [1, 2, 2.5, 5, 10];
const TICKS = 4;

/**
 * From zero where that leaves the changes to be seen; else close to the line, and then the page says so. Numbers are for
 * places on the screen only.
 */
export function mrrAxis(series: readonly Pick<SeriesPoint, 'mrr'>[]): ValueAxis {
  const amounts = series.map(({ mrr }) => Number(mrr.amount));
  const [least, most] = [Math.min(0, ...amounts), Math.max(0, ...amounts)];
  if (least === most) return { domain: [0, 1], ticks: [0] };
  const lowest = Math.min(...amounts);
  const isFlat = lowest > 0 && most - lowest < most / 2 && most !== lowest;
  return scaled(isFlat ? lowest : least, most);
}

/** The value that the axis begins with; null when that is zero, as readers take for granted, or below. */
export function raisedStart({ domain: [start] }: ValueAxis): number | null {
  return start > 0 ? start : null;
}

/** Nothing that moved has no scale: the zero alone is shown. */
export function movementAxis(series: readonly SeriesPoint[]): Axis {
  return series.some((point) => movementsOf(point).length > 0)
    ? { domain: ['auto', 'auto'] }
    : { domain: [-1, 1], ticks: [0] };
}

function scaled(least: number, most: number): ValueAxis {
  const rough = (most - least) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(least / step);
  const last = Math.ceil(most / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { domain: [first * step, last * step], ticks };
}
