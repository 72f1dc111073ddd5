import { MOVEMENT_MEANINGS } from '../../../src/merchants/definitions/figures.js';
import { messages as behind } from '../behind/messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import styles from './legend.module.css';
import { messages } from './messages.en.js';
import { MOVEMENT_NAMES } from './points.js';

/** The colours of the bars. Gains stand above the line and losses below it. Each leads to whose they are in all days. */
export function Legend({ onChange }: { onChange: ChangeView }) {
  const { movements, inAll } = messages;
  return (
    <ul className={styles['legend']}>
      {MOVEMENT_NAMES.map((name) => (
        <li key={name} data-movement={name}>
          <ViewLink
            to={{ behind: name, on: null }}
            onChange={onChange}
            label={behind.open(movements[name], inAll(movements[name]))}
          >
            {movements[name]}
          </ViewLink>
        </li>
      ))}
    </ul>
  );
}

/** What the movements mean, in the words of the definitions. */
export function MovementMeanings() {
  return (
    <details className={styles['meanings']}>
      <summary>{messages.aboutMovements}</summary>
      <dl>
        {MOVEMENT_NAMES.map((name) => (
          <div key={name}>
            <dt>{messages.movements[name]}</dt>
            <dd className="subdued">{MOVEMENT_MEANINGS[name]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
