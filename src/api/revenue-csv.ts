import { formatUnits } from '../money.js';
import { MOVEMENTS } from '../revenue/movements.js';
import type { Revenue } from '../revenue/revenue.js';
import { csvRow, decimal } from './csv.js';

/** The series as a table: one row a currency and day, plain decimals. */
export function* revenueCsv({ currencies }: Revenue): Generator<string> {
  yield csvRow(['date', 'currency', 'mrr', ...MOVEMENTS, 'complete']);
  for (const { currency, points } of currencies) {
    for (const { date, mrr, movements, complete } of points) {
      const amounts = [mrr, ...MOVEMENTS.map((movement) => movements[movement])];
      const shown = amounts.map((units) => decimal(formatUnits(units, currency)));
      yield csvRow([date, currency, ...shown, String(complete)]);
    }
  }
}
