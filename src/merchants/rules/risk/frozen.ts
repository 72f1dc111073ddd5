import type { RiskReason } from '../../../contract/merchant-words.js';
import { freezeAt } from '../charges/life.js';
import type { RiskQuestion } from './risk-question.js';

/**
 * Shopify froze a charge, and has not lifted that.
 * Rule: Risk, *frozen*.
 */
export function frozen({ standing }: Pick<RiskQuestion, 'standing'>): RiskReason | null {
  const freezes = standing
    .flatMap(({ course }) => freezeAt(course.life)?.from ?? [])
    .sort((one, other) => (one.at < other.at ? -1 : 1));
  const [first] = freezes;
  if (first === undefined) return null;
  const evidence = [...new Set(freezes.map(({ id }) => id))];
  return { code: 'frozen', since: first.at, until: null, rule: 'risk: frozen', confidence: 'stated', evidence };
}
