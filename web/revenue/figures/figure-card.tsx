import type { ReactNode } from 'react';
import { Icon } from '../../shared/ui/icon.js';
import { messages } from '../messages.en.js';
import type { Compared } from './change.js';
import { ChangeLine, shown } from './change-line.js';
import styles from './figure-card.module.css';
import { MEANINGS, type FigureName } from './figures.js';

/** One figure with its change and, on demand, what it means. */
export function FigureCard({ name, compared, more }: { name: FigureName; compared: Compared; more?: ReactNode }) {
  const title = messages.figures.names[name];
  return (
    <div className={styles['card']} data-figure={name}>
      <dt>{title}</dt>
      <dd className={styles['value']} data-known={compared.value !== null}>
        {compared.value === null ? messages.figures.notEnough : shown(compared.value)}
      </dd>
      {compared.value !== null && (
        <dd className={styles['change']}>
          <ChangeLine compared={compared} isLoss={name === 'churnedMrr'} />
        </dd>
      )}
      {more !== undefined && <dd className={styles['more']}>{more}</dd>}
      <dd>
        <details>
          <summary>
            <Icon name="info" />
            <span className="visually-hidden">{messages.figures.meaning(title)}</span>
          </summary>
          <p className="subdued">{MEANINGS[name]}</p>
        </details>
      </dd>
    </div>
  );
}
