import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { Badge } from '../../shared/ui/badge.js';
import { messages as behind } from '../behind/messages.en.js';
import { DataTable, NumberCell } from '../parts/data-table.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import { messages } from './messages.en.js';
import { pointKey, pointName } from './point-text.js';
import { MOVEMENT_NAMES, type MovementName, movementsOf, type SeriesPoint } from './points.js';

export interface SeriesTableProps {
  readonly revenue: CurrencyRevenue;
  readonly unit: Revenue['unit'];
  readonly period: string;
  readonly onChange: ChangeView;
}

/** The chart's numbers, every one of them, newest first. Each movement leads to whom it is made of. */
export function SeriesTable({ revenue, unit, period, onChange }: SeriesTableProps) {
  const { region, caption, date, mrr, movements } = messages;
  return (
    <DataTable
      isLong
      caption={caption(revenue.currencyCode, period, unit)}
      label={region(unit)}
      columns={[
        { name: date[unit] },
        ...[mrr, ...MOVEMENT_NAMES.map((name) => movements[name])].map((name) => ({ name, isNumber: true })),
      ]}
    >
      {revenue.series.toReversed().map((point) => (
        <SeriesRow key={point.date} point={point} unit={unit} onChange={onChange} />
      ))}
    </DataTable>
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
        {!point.complete && <Badge tone="caution">{messages.incomplete}</Badge>}
      </th>
      <NumberCell>{formatMoney(point.mrr)}</NumberCell>
      {MOVEMENT_NAMES.map((name) => (
        <NumberCell key={name}>
          {moved.has(name) ? (
            <MovementLink name={name} point={point} unit={unit} onChange={onChange} />
          ) : (
            <span className="subdued">{formatMoneyChange(point[name])}</span>
          )}
        </NumberCell>
      ))}
    </tr>
  );
}

function MovementLink({ name, point, unit, onChange }: SeriesRowProps & { readonly name: MovementName }) {
  const amount = formatMoneyChange(point[name]);
  const what = messages.ofPoint(messages.movements[name], pointName(point, unit));
  return (
    <ViewLink to={{ behind: name, on: pointKey(point, unit) }} onChange={onChange} label={behind.open(amount, what)}>
      {amount}
    </ViewLink>
  );
}
