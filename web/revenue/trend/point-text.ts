import { monthOf } from '../../../src/values/day.js';
import type { Revenue } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { formatDay, formatDayShort, formatMonthShort } from '../../shared/format/time.js';
import { messages } from './messages.en.js';
import { movementsOf, type SeriesPoint } from './points.js';

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

/** A point in one sentence, for those who hear the chart. */
export function pointText(point: SeriesPoint, unit: Revenue['unit']): string {
  const { movements, movement, read } = messages;
  const changes = movementsOf(point).map((name) => movement(movements[name], formatMoneyChange(point[name])));
  return read(pointName(point, unit), formatMoney(point.mrr), changes, point.complete);
}
