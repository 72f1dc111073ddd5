import type { RiskReason } from '../../contract/merchant-words.js';
import { CONFIDENCES } from '../definitions/merchant-words.js';
import { RISKS } from '../definitions/risk.js';
import { RULES } from '../definitions/rules.js';
import type { Folded } from '../rules/fold.js';
import { timeWords } from './phrases.js';

/** Why the customer may leave, a sentence a reason; none without any. */
export function riskWords({ risk: { level, reasons } }: Pick<Folded, 'risk'>): string[] {
  return reasons.map((reason, index) => (index === 0 ? `Risk: ${level}. ${reasonWords(reason)}` : reasonWords(reason)));
}

function reasonWords({ code, since, until, rule, confidence, evidence }: RiskReason): string {
  const over = until === null ? '' : ` until ${timeWords(until)}`;
  return `${RISKS[code]} Since ${timeWords(since)}${over}: rule “${rule}”, ${confidence}. ${RULES[rule]} ${CONFIDENCES[confidence]} Evidence: ${evidence.join(', ')}.`;
}
