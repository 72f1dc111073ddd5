import { useId } from 'react';
import type { RunHour } from '../../shared/api/types.js';
import { formatClock } from '../../shared/format/time.js';
import styles from './day-strip.module.css';
import { messages } from './messages.en.js';
import { dayText, hourState, hourText } from './run-hours.js';

/** The last 24 hours at a glance: one mark an hour. What the marks say is said in words above and below. */
export function DayStrip({ hours }: { hours: readonly RunHour[] }) {
  const headingId = useId();
  const { title, legend, now } = messages.day;
  const [first] = hours;
  return (
    <div className={styles['day']}>
      <h4 id={headingId}>{title}</h4>
      <p>{dayText(hours)}</p>
      <ol className={styles['strip']} aria-labelledby={headingId}>
        {hours.map((hour) => (
          <li key={hour.from} data-state={hourState(hour)} title={hourText(hour)}>
            <span className="visually-hidden">{hourText(hour)}</span>
          </li>
        ))}
      </ol>
      <div className={styles['ends']} aria-hidden="true">
        <span>{first !== undefined && formatClock(first.from)}</span>
        <span>{now}</span>
      </div>
      <ul className={styles['legend']} aria-hidden="true">
        {(['ok', 'failed', 'none'] as const).map((state) => (
          <li key={state}>
            <span data-state={state} />
            {legend[state]}
          </li>
        ))}
      </ul>
    </div>
  );
}
