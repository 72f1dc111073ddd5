import { FIGURES, MOVEMENTS } from '../../../src/merchants/definitions/figures.js';
import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import type { Compared } from './change.js';

export type FigureName = keyof CurrencyRevenue['cards'] | 'activeMerchants';

/** What every figure means, in the words of the definitions. */
export const MEANINGS: Readonly<Record<FigureName, string>> = {
  mrr: FIGURES.MRR,
  arr: FIGURES.ARR,
  activeMerchants: FIGURES['Active merchants'],
  newMrr: MOVEMENTS.new,
  churnedMrr: MOVEMENTS.churn,
  arpu: FIGURES.ARPU,
  projectedLtv: FIGURES['Projected LTV'],
};

/** In the order in which they are shown. */
export const FIGURE_NAMES = [
  'mrr',
  'arr',
  'activeMerchants',
  'newMrr',
  'churnedMrr',
  'arpu',
  'projectedLtv',
] as const satisfies readonly FigureName[];

/** A shop that pays in two currencies is one merchant: merchants are counted over all of them, money never is. */
export function figureOf(name: FigureName, revenue: Revenue, { cards }: CurrencyRevenue): Compared {
  return name === 'activeMerchants' ? revenue.activeMerchants : cards[name];
}
