import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { formatDay } from '../../shared/format/time.js';
import { messages } from '../messages.en.js';
import { movementsOf, type SeriesPoint } from './points.js';

/** A day in one sentence, for those who hear the chart. */
export function pointText(point: SeriesPoint): string {
  const { movements, movement, read } = messages.trend;
  const changes = movementsOf(point).map((name) => movement(movements[name], formatMoneyChange(point[name])));
  return read(formatDay(point.date), formatMoney(point.mrr), changes, point.complete);
}
