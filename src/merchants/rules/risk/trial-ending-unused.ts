import { type MerchantEventType, type RiskReason, TRIAL_ENDING_DAYS } from '../../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import { chargeKey } from '../charges/charges.js';
import { DAY_MS } from '../words/durations.js';
import type { RiskQuestion } from './risk-question.js';

/** Rows that only come of use: something was bought, or a cap on usage is near or was raised. */
const SIGNS_OF_USE: ReadonlySet<string> = new Set([
  'USAGE_CHARGE_APPLIED',
  'AppUsageSale',
  'ONE_TIME_CHARGE_ACTIVATED',
  'AppOneTimeSale',
  'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
  'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED',
]);
/** Who approves another plan has looked at what it is for. */
const CHANGES_OF_PLAN: readonly MerchantEventType[] = ['upgraded', 'downgraded'];

/**
 * A trial is about to end, and since it began no row shows that the app was used. That no row says so is no proof: who
 * uses what costs nothing by itself leaves none.
 * Rule: Risk, *trial ending unused*.
 */
export function trialEndingUnused(question: RiskQuestion): RiskReason | null {
  const { status, primary, story } = question;
  const endsAt = primary?.trial?.endsAt;
  const begun = story.lines.findLast(({ type }) => type === 'trial_started');
  if (status !== 'trialing' || endsAt === undefined || begun === undefined) return null;
  if (isUsedSince(begun.at, question)) return null;
  const ending = plusMs(endsAt, -TRIAL_ENDING_DAYS * DAY_MS);
  return {
    ...{ code: 'trial_ending_unused', since: ending > begun.at ? ending : begun.at, until: endsAt },
    ...{ rule: 'risk: trial ending unused', confidence: 'assumed', evidence: begun.evidence },
  };
}

function isUsedSince(begunAt: Instant, { known, tests, story }: RiskQuestion): boolean {
  return (
    known.some((row) => row.at >= begunAt && SIGNS_OF_USE.has(row.type) && !tests.has(chargeKey(row))) ||
    story.lines.some(({ at, type }) => at > begunAt && CHANGES_OF_PLAN.includes(type))
  );
}
