import { DOWNGRADE_DAYS, type MerchantEventType, type RiskReason } from '../../../contract/merchant-words.js';
import { plusMs } from '../../../values/instant.js';
import type { HistoryLine } from '../history/history-line.js';
import { DAY_MS } from '../words/durations.js';
import type { RiskQuestion } from './risk-question.js';

/** What a merchant chose to pay for. */
const CHOICES: readonly MerchantEventType[] = ['subscribed', 'resubscribed', 'trial_started', 'upgraded', 'downgraded'];

/**
 * The last thing that the merchant chose was to pay less. One who went up again has taken it back, and a change of
 * currency, or into a trial, is not less of anything.
 * Rule: Risk, *downgraded*.
 */
export function downgraded({ story }: Pick<RiskQuestion, 'story'>): RiskReason | null {
  const choices = story.lines.filter(isChoice);
  const last = choices.at(-1);
  if (last === undefined) return null;
  const together = choices.filter(({ at }) => at === last.at);
  if (together.some(({ type }) => type !== 'downgraded')) return null;
  const { at, confidence, evidence } = last;
  return {
    ...{ code: 'downgraded', since: at, until: plusMs(at, DOWNGRADE_DAYS * DAY_MS) },
    ...{ rule: 'risk: downgraded', confidence, evidence },
  };
}

/** That sales stopped nobody chose; and who ends a charge that carried nothing, in its trial or frozen, pays no less. */
function isChoice({ type, rule, mrrChange }: HistoryLine): boolean {
  const endsNothing = rule === 'cancel' && mrrChange?.units === 0n;
  return CHOICES.includes(type) && rule !== 'sales stopped' && !endsNothing;
}
