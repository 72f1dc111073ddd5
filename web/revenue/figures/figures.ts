import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import type { Compared, Rate } from './change.js';

export type FigureName = keyof CurrencyRevenue['cards'] | 'activeMerchants' | 'merchantChurn' | 'mrrChurn';

/** In the order in which they are shown. */
export const FIGURE_NAMES = [
  'mrr',
  'arr',
  'activeMerchants',
  'newMrr',
  'churnedMrr',
  'merchantChurn',
  'mrrChurn',
  'arpu',
  'projectedLtv',
] as const satisfies readonly FigureName[];

/** Of these more is no gain. */
export const LOSSES: ReadonlySet<FigureName> = new Set(['churnedMrr', 'merchantChurn', 'mrrChurn']);

/** Half of the past would be compared with the whole. As the api has it, which compares where `history` is not partial. */
export const isComparable = ({ history }: Pick<Revenue, 'history'>): boolean => history !== 'partial';

/** A shop that pays in two currencies is one merchant: merchants are counted over all of them, money never is. */
export function figureOf(
  name: FigureName,
  revenue: Pick<Revenue, 'activeMerchants'>,
  shown: CurrencyRevenue,
): Compared {
  switch (name) {
    case 'activeMerchants':
      return revenue.activeMerchants;
    case 'merchantChurn':
      return rateFigure(shown.churnRate.merchants);
    case 'mrrChurn':
      return rateFigure(shown.churnRate.mrr);
    default:
      return shown.cards[name];
  }
}

function rateFigure({ value, previous }: CurrencyRevenue['churnRate']['mrr']): Compared {
  return { value: rate(value), previous: rate(previous) };
}

const rate = (percent: string | null): Rate | null => (percent === null ? null : { percent });
