import { type Movement, MOVEMENTS } from '../../contract/revenue-words.js';
import type { RangeRevenue } from '../../revenue/figures/revenue.js';
import { formatUnits } from '../../values/money.js';
import { csvRow, decimal, type Separator } from './csv.js';

const TITLES: Readonly<Record<Movement, string>> = {
  new: 'New',
  reactivation: 'Reactivation',
  expansion: 'Expansion',
  contraction: 'Contraction',
  paused: 'Paused',
  resumed: 'Resumed',
  churn: 'Churn',
};

/** The series as a table: one row a currency and day or month, plain decimals. */
export function* revenueCsv({ currencies, unit }: RangeRevenue, separator: Separator): Generator<string> {
  const first = unit === 'day' ? 'Day (UTC)' : 'Month from (UTC)';
  const titles = MOVEMENTS.map((movement) => TITLES[movement]);
  yield csvRow([first, 'Currency', 'MRR', ...titles, 'Complete'], separator);
  for (const { currency, points } of currencies) {
    for (const { date, mrr, movements, complete } of points) {
      const amounts = [mrr, ...MOVEMENTS.map((movement) => movements[movement])];
      const shown = amounts.map((units) => decimal(formatUnits(units, currency)));
      yield csvRow([date, currency, ...shown, complete ? 'yes' : 'no'], separator);
    }
  }
}
