import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { messages } from '../messages.en.js';
import type { AskedDays } from '../period/asked.js';
import { daysBetween } from '../../../src/values/day.js';
import type { ChangeView } from '../view/use-view.js';
import { FigureCards } from './figure-cards.js';
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
