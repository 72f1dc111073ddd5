import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { Badge } from '../../shared/ui/badge.js';
import { messages as behind } from '../behind/messages.en.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import { pointKey, pointName } from './point-name.js';
import { MOVEMENT_NAMES, movementsOf, type MovementName, type SeriesPoint } from './points.js';
import styles from './series-table.module.css';

export interface SeriesTableProps {
  readonly revenue: CurrencyRevenue;
  readonly unit: Revenue['unit'];
  readonly period: string;
  readonly onChange: ChangeView;
}

/** The chart's numbers, every one of them, newest first. Each movement leads to whom it is made of. */
export function SeriesTable({ revenue, unit, period, onChange }: SeriesTableProps) {
  const { region, caption, date, mrr, movements } = messages.trend;
  return (
    <div className={styles['region']} role="region" aria-label={region(unit)} tabIndex={0}>
      <table className={styles['table']}>
        <caption>
          <span>{caption(revenue.currencyCode, period, unit)}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{date[unit]}</th>
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
            <SeriesRow key={point.date} point={point} unit={unit} onChange={onChange} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SeriesRowProps {
  readonly point: SeriesPoint;
  readonly unit: Revenue['unit'];
  readonly onChange: ChangeView;
}

function SeriesRow({ point, unit, onChange }: SeriesRowProps) {
  const moved = new Set(movementsOf(point));
  return (
    <tr>
      <th scope="row">
        <time dateTime={pointKey(point, unit)}>{pointName(point, unit)}</time>{' '}
        {!point.complete && <Badge tone="caution">{messages.trend.incomplete}</Badge>}
      </th>
      <td>{formatMoney(point.mrr)}</td>
      {MOVEMENT_NAMES.map((name) => (
        <td key={name} data-moved={moved.has(name)}>
          {moved.has(name) ? (
            <MovementLink name={name} point={point} unit={unit} onChange={onChange} />
          ) : (
            formatMoneyChange(point[name])
          )}
        </td>
      ))}
    </tr>
  );
}

function MovementLink({ name, point, unit, onChange }: SeriesRowProps & { readonly name: MovementName }) {
  const amount = formatMoneyChange(point[name]);
  const what = messages.trend.ofPoint(messages.trend.movements[name], pointName(point, unit));
  return (
    <ViewLink to={{ behind: name, on: pointKey(point, unit) }} onChange={onChange} label={behind.open(amount, what)}>
      {amount}
    </ViewLink>
  );
}
