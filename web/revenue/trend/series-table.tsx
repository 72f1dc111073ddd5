import type { CurrencyRevenue } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { formatDay } from '../../shared/format/time.js';
import { Badge } from '../../shared/ui/badge.js';
import { messages } from '../messages.en.js';
import { MOVEMENT_NAMES, type SeriesPoint } from './points.js';
import styles from './series-table.module.css';

/** The chart's numbers, every one of them, newest day first. */
export function SeriesTable({ revenue, period }: { revenue: CurrencyRevenue; period: string }) {
  const { region, caption, date, mrr, movements } = messages.trend;
  return (
    <div className={styles['region']} role="region" aria-label={region} tabIndex={0}>
      <table className={styles['table']}>
        <caption>
          <span>{caption(revenue.currencyCode, period)}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{date}</th>
            <th scope="col">{mrr}</th>
            {MOVEMENT_NAMES.map((name) => (
              <th key={name} scope="col">
                {movements[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {revenue.series.toReversed().map((point) => (
            <SeriesRow key={point.date} point={point} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SeriesRow({ point }: { point: SeriesPoint }) {
  return (
    <tr>
      <th scope="row">
        <time dateTime={point.date}>{formatDay(point.date)}</time>{' '}
        {!point.complete && <Badge tone="caution">{messages.trend.incomplete}</Badge>}
      </th>
      <td>{formatMoney(point.mrr)}</td>
      {MOVEMENT_NAMES.map((name) => (
        <td key={name} data-moved={Number(point[name].amount) !== 0}>
          {formatMoneyChange(point[name])}
        </td>
      ))}
    </tr>
  );
}
