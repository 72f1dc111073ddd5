import type { Revenue } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { messages } from '../messages.en.js';
import { pointName } from './point-name.js';
import { movementsOf, type SeriesPoint } from './points.js';

/** A point in one sentence, for those who hear the chart. */
export function pointText(point: SeriesPoint, unit: Revenue['unit']): string {
  const { movements, movement, read } = messages.trend;
  const changes = movementsOf(point).map((name) => movement(movements[name], formatMoneyChange(point[name])));
  return read(pointName(point, unit), formatMoney(point.mrr), changes, point.complete);
}
