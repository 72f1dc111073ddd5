import type { ReactNode } from 'react';
import { FIGURES, MOVEMENT_MEANINGS } from '../../../src/merchants/definitions/figures.js';
import { Icon } from '../../shared/ui/icon.js';
import { messages as behind } from '../behind/messages.en.js';
import { messages } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import { ViewLink } from '../view/view-link.js';
import type { Compared } from './change.js';
import { ChangeLine, shown } from './change-line.js';
import styles from './figure-card.module.css';
import { type FigureName, LOSSES } from './figures.js';

/** What every figure means, in the words of the definitions. */
const MEANINGS: Readonly<Record<FigureName, string>> = {
  mrr: FIGURES.MRR,
  arr: FIGURES.ARR,
  activeMerchants: FIGURES['Active merchants'],
  newMrr: MOVEMENT_MEANINGS.new,
  churnedMrr: MOVEMENT_MEANINGS.churn,
  merchantChurn: messages.figures.merchantChurnMeaning,
  mrrChurn: messages.figures.mrrChurnMeaning,
  arpu: FIGURES.ARPU,
  projectedLtv: FIGURES['Projected LTV'],
};

export interface FigureCardProps {
  readonly name: FigureName;
  readonly compared: Compared;
  /** False while the past is not whole: half of it would be compared with the whole. */
  readonly isComparable: boolean;
  readonly onChange: ChangeView;
  readonly more?: ReactNode;
}

/** One figure with its change and, on demand, what it means. The figure leads to the merchants behind it. */
export function FigureCard({ name, compared, isComparable, onChange, more }: FigureCardProps) {
  const title = messages.figures.names[name];
  return (
    <div className={styles['card']} data-figure={name}>
      <dt>{title}</dt>
      <dd className={styles['value']} data-known={compared.value !== null}>
        {compared.value === null ? (
          messages.figures.notEnough
        ) : (
          <ViewLink
            to={{ behind: name, on: null }}
            onChange={onChange}
            label={behind.open(shown(compared.value), title)}
            className={styles['open']}
          >
            {shown(compared.value)}
          </ViewLink>
        )}
      </dd>
      {compared.value !== null && isComparable && (
        <dd className={styles['change']}>
          <ChangeLine compared={compared} isMoreGood={!LOSSES.has(name)} isLoss={name === 'churnedMrr'} />
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
