import type { Revenue } from '../../shared/api/types.js';
import { formatDay, formatDayShort, formatMonthShort } from '../../shared/format/time.js';
import { monthOf } from '../../../src/values/day.js';
import type { SeriesPoint } from './points.js';

type Unit = Revenue['unit'];

/** What a point stands for, as it is read. */
export const pointName = ({ date }: Pick<SeriesPoint, 'date'>, unit: Unit): string =>
  unit === 'month' ? formatMonthShort(date) : formatDay(date);

/** The same, as short as the ticks of a chart. */
export const tickName = (date: string, unit: Unit): string =>
  unit === 'month' ? formatMonthShort(date) : formatDayShort(date);

/** The day or the month that it stands for, as the address names it. */
export const pointKey = ({ date }: Pick<SeriesPoint, 'date'>, unit: Unit): string =>
  unit === 'month' ? monthOf(date) : date;
