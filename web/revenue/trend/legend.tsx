import { MOVEMENTS } from '../../../src/merchants/definitions/figures.js';
import { messages } from '../messages.en.js';
import { MOVEMENT_NAMES } from './points.js';
import styles from './legend.module.css';

/** The colours of the bars. Gains stand above the line and losses below it. */
export function Legend() {
  return (
    <ul className={styles['legend']}>
      {MOVEMENT_NAMES.map((name) => (
        <li key={name} data-movement={name}>
          {messages.trend.movements[name]}
        </li>
      ))}
    </ul>
  );
}

/** What the movements mean, in the words of the definitions. */
export function MovementMeanings() {
  return (
    <details className={styles['meanings']}>
      <summary>{messages.trend.aboutMovements}</summary>
      <dl>
        {MOVEMENT_NAMES.map((name) => (
          <div key={name}>
            <dt>{messages.trend.movements[name]}</dt>
            <dd className="subdued">{MOVEMENTS[name]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
