import type { RiskReason } from '../../../contract/merchant-words.js';
import type { RiskQuestion } from './risk-question.js';

/**
 * Shopify states on which day the shown charge is to end.
 * Rule: Risk, *cancelling*.
 */
export function cancelling({ cancellation }: Pick<RiskQuestion, 'cancellation'>): RiskReason | null {
  if (cancellation === null) return null;
  const { saidBy, isOverAt } = cancellation;
  return {
    ...{ code: 'cancelling', since: saidBy.at, until: isOverAt },
    ...{ rule: 'risk: cancelling', confidence: 'stated', evidence: [saidBy.id] },
  };
}
