import { daysBetween } from '../../../src/values/day.js';
import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { formatMonthShort } from '../../shared/format/time.js';
import { messages } from '../messages.en.js';
import type { AskedDays } from '../period/asked.js';
import type { ChangeView } from '../view/use-view.js';
import { FigureCard } from './figure-card.js';
import { FIGURE_NAMES, type FigureName, figureOf } from './figures.js';
import styles from './figures-section.module.css';

export interface FiguresSectionProps {
  readonly days: AskedDays;
  readonly period: string;
  readonly revenue: Revenue;
  readonly shown: CurrencyRevenue;
  readonly isComparable: boolean;
  readonly onChange: ChangeView;
}

/** The cards, and which days they are of. */
export function FiguresSection({ days, period, revenue, shown, isComparable, onChange }: FiguresSectionProps) {
  const { heading, comparedWith, comparedWithBefore, notCompared } = messages.figures;
  const before = days.kind === 'named' ? comparedWith[days.range] : comparedWithBefore(daysBetween(days.from, days.to));
  return (
    <section className={styles['section']}>
      <h2 className="visually-hidden">{heading}</h2>
      <p className="subdued">
        {period}, {isComparable ? before : notCompared}
      </p>
      <FigureCards revenue={revenue} shown={shown} isComparable={isComparable} onChange={onChange} />
    </section>
  );
}

export interface FigureCardsProps {
  readonly revenue: Revenue;
  readonly shown: CurrencyRevenue;
  readonly isComparable: boolean;
  readonly onChange: ChangeView;
}

function FigureCards({ revenue, shown, isComparable, onChange }: FigureCardsProps) {
  return (
    <dl className={styles['cards']}>
      {FIGURE_NAMES.map((name) => (
        <FigureCard
          key={name}
          name={name}
          isComparable={isComparable}
          onChange={onChange}
          compared={figureOf(name, revenue, shown)}
          more={moreOf(name, revenue, shown)}
        />
      ))}
    </dl>
  );
}

/** What a figure is of, where its name alone would mislead. */
function moreOf(name: FigureName, { currencies }: Revenue, { currencyCode, activeMerchants, churn }: CurrencyRevenue) {
  const { inCurrency, inMonth } = messages.figures;
  const month = churn.at(-1)?.month;
  if (name === 'activeMerchants' && currencies.length > 1) return inCurrency(activeMerchants.value, currencyCode);
  return (name === 'merchantChurn' || name === 'mrrChurn') && month !== undefined
    ? inMonth(formatMonthShort(month))
    : undefined;
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
