import { useEffect } from 'react';
import type { TooltipContentProps } from 'recharts';
import { formatMoney, formatMoneyChange } from '../../shared/format/money.js';
import { formatDay } from '../../shared/format/time.js';
import { announce } from '../../shared/ui/announce.js';
import { messages } from '../messages.en.js';
import { movementsOf, type DrawnPoint, type SeriesPoint } from './points.js';
import { pointText } from './point-text.js';
import styles from './point-tooltip.module.css';

/** What the chart shows at the day that is pointed at. */
export function PointTooltip({ active, payload }: TooltipContentProps) {
  const drawn = payload[0]?.payload as DrawnPoint | undefined;
  return active && drawn !== undefined ? <DayTooltip point={drawn.point} /> : null;
}

function DayTooltip({ point }: { point: SeriesPoint }) {
  const text = pointText(point);
  useEffect(() => {
    // Read out to whoever walks the days by keyboard; a mouse that merely passes stays silent.
    if (document.activeElement?.getAttribute('role') === 'application') announce(text);
  }, [text]);
  const moved = movementsOf(point);
  return (
    <div className={styles['tooltip']} aria-hidden="true">
      <p className={styles['day']}>{formatDay(point.date)}</p>
      <dl>
        <dt>{messages.trend.mrr}</dt>
        <dd>{formatMoney(point.mrr)}</dd>
        {moved.map((name) => (
          <div key={name} className={styles['row']}>
            <dt>{messages.trend.movements[name]}</dt>
            <dd>{formatMoneyChange(point[name])}</dd>
          </div>
        ))}
      </dl>
      {moved.length === 0 && <p className="subdued">{messages.trend.noMovement}</p>}
      {!point.complete && <p className={styles['incomplete']}>{messages.trend.incomplete}</p>}
    </div>
  );
}
