import { FIGURES } from '../../../src/merchants/definitions/figures.js';
import type { MerchantApp } from '../../shared/api/types.js';
import { formatList } from '../../shared/format/numbers.js';
import { unbroken } from '../../shared/format/text.js';
import { formatDate } from '../../shared/format/time.js';
import { messages } from '../messages.en.js';

type RiskReason = NonNullable<MerchantApp['risk']>['reasons'][number];

/** Why the merchant may leave the app, a sentence a reason; false without any. */
export function riskFigure({ risk }: Pick<MerchantApp, 'risk'>) {
  if (risk === null || risk.reasons.length === 0) return false;
  return {
    name: 'risk' as const,
    value: { text: messages.risk(messages.riskLevels[risk.level], formatList(risk.reasons.map(nameOf))) },
    meaning: FIGURES.Risk,
    calculation: risk.reasons.map(sentenceOf),
    reasons: risk.reasons.map((reason) => ({ about: nameOf(reason), why: reason })),
  };
}

const names: Readonly<Record<string, string | undefined>> = messages.risks;
const sentences: Readonly<Record<string, ((days: { since: string; until: string }) => string) | undefined>> =
  messages.riskSentences;

/** One that this page does not know yet, for the api is newer, is named at least. */
function nameOf({ code }: RiskReason): string {
  return names[code] ?? code.replaceAll('_', ' ');
}

function sentenceOf(reason: RiskReason): string {
  const days = {
    since: unbroken(formatDate(reason.since)),
    until: reason.until === null ? '' : unbroken(formatDate(reason.until)),
  };
  return sentences[reason.code]?.(days) ?? `${nameOf(reason)}.`;
}
