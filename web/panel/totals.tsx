import { FIGURES } from '../../src/merchants/definitions/figures.js';
import type { Merchant } from '../shared/api/types.js';
import { moneyText } from './app-figures.js';
import styles from './app-section.module.css';
import { FigureRow } from './figure-row.js';
import { messages } from './messages.en.js';

/** All apps together, as the api has summed them: one amount a currency. */
export function Totals({ merchant: { apps, mrr, lifetimeValue } }: { merchant: Merchant }) {
  const { totals } = messages.why;
  return (
    <section className={styles['app']} aria-label={messages.allApps(apps.length)}>
      <h2 className={styles['heading']}>{messages.allApps(apps.length)}</h2>
      <FigureRow
        figure={{
          name: 'mrr',
          value: { text: mrr.length === 0 ? messages.none : messages.aMonth(moneyText(mrr)) },
          meaning: `${totals} ${FIGURES.MRR}`,
          reasons: [],
          hasCaveat: true,
        }}
      />
      <FigureRow
        figure={{
          name: 'lifetimeValue',
          value: { text: moneyText(lifetimeValue) },
          meaning: FIGURES['Lifetime value'],
          reasons: [],
        }}
      />
    </section>
  );
}
