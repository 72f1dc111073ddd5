import { FIGURES, MOVEMENT_MEANINGS } from '../../../src/merchants/definitions/figures.js';
import { messages } from '../messages.en.js';
import type { FigureName } from './figures.js';

/** What every figure means, in the words of the definitions. */
export const MEANINGS: Readonly<Record<FigureName, string>> = {
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
