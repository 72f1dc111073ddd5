import { useEffect } from 'react';
import type { TooltipContentProps } from 'recharts';
import type { Revenue } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { announce } from '../../shared/page/announce.js';
import { messages } from './messages.en.js';
import { pointName, pointText } from './point-text.js';
import styles from './point-tooltip.module.css';
import { type DrawnPoint, movementsOf, type SeriesPoint } from './points.js';

export interface PointTooltipProps {
  readonly unit: Revenue['unit'];
  /** Told which point is pointed at. */
  readonly onPoint: (point: SeriesPoint) => void;
}

/** What the chart shows at the point that is pointed at. */
export function PointTooltip({ active, payload, ...rest }: Partial<TooltipContentProps> & PointTooltipProps) {
  const drawn = payload?.[0]?.payload as DrawnPoint | undefined;
  return active === true && drawn !== undefined ? (
    <Tooltip point={drawn.point} unit={rest.unit} onPoint={rest.onPoint} />
  ) : null;
}

function Tooltip({ point, unit, onPoint }: PointTooltipProps & { point: SeriesPoint }) {
  const text = pointText(point, unit);
  useEffect(() => {
    // Read out to whoever walks the points by keyboard; a mouse that merely passes stays silent.
    if (document.activeElement?.getAttribute('role') === 'application') announce(text);
  }, [text]);
  useEffect(() => onPoint(point), [point, onPoint]);
  const moved = movementsOf(point);
  return (
    <div className={styles['tooltip']} aria-hidden="true">
      <p className={styles['day']}>{pointName(point, unit)}</p>
      <dl>
        <dt>{messages.mrr}</dt>
        <dd>{formatMoney(point.mrr)}</dd>
        {moved.map((name) => (
          <div key={name} className={styles['row']}>
            <dt>{messages.movements[name]}</dt>
            <dd>{formatMoneyChange(point[name])}</dd>
          </div>
        ))}
      </dl>
      {moved.length === 0 && <p className="subdued">{messages.noMovement}</p>}
      {!point.complete && <p className={styles['incomplete']}>{messages.incomplete}</p>}
    </div>
  );
}
