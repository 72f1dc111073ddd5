import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { messages } from '../messages.en.js';
import type { View } from '../view/view.js';
import { FigureCards } from './figure-cards.js';
import styles from './figures-section.module.css';

export interface FiguresSectionProps {
  readonly range: View['range'];
  readonly period: string;
  readonly revenue: Revenue;
  readonly shown: CurrencyRevenue;
}

/** The cards, and which days they are of. */
export function FiguresSection({ range, period, revenue, shown }: FiguresSectionProps) {
  const { heading, comparedWith } = messages.figures;
  return (
    <section className={styles['section']}>
      <h2 className="visually-hidden">{heading}</h2>
      <p className="subdued">
        {period}, {comparedWith[range]}
      </p>
      <FigureCards revenue={revenue} shown={shown} />
    </section>
  );
}
