import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { messages } from '../messages.en.js';
import { FigureCard } from './figure-card.js';
import styles from './figure-cards.module.css';
import { FIGURE_NAMES, figureOf } from './figures.js';

export function FigureCards({ revenue, shown }: { revenue: Revenue; shown: CurrencyRevenue }) {
  const { currencyCode, activeMerchants } = shown;
  const inCurrency = messages.figures.inCurrency(activeMerchants.value, currencyCode);
  return (
    <dl className={styles['cards']}>
      {FIGURE_NAMES.map((name) => (
        <FigureCard
          key={name}
          name={name}
          compared={figureOf(name, revenue, shown)}
          more={name === 'activeMerchants' && revenue.currencies.length > 1 ? inCurrency : undefined}
        />
      ))}
    </dl>
  );
}

/** As large as the cards will be. */
export function FigureCardsSkeleton() {
  return (
    <div className={styles['cards']} aria-busy="true">
      <span className="visually-hidden">{messages.figures.loading}</span>
      {FIGURE_NAMES.map((name) => (
        <div key={name} className={styles['waiting']} data-figure={name} />
      ))}
    </div>
  );
}
