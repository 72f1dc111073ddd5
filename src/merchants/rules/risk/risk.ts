import {
  type MerchantStatus,
  type Risk,
  RISK_CODES,
  RISK_LEVEL_OF,
  RISK_LEVELS,
  type RiskLevel,
  type RiskReason,
} from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import { earliest } from '../words/durations.js';
import { cancelling } from './cancelling.js';
import { downgraded } from './downgraded.js';
import { frozen } from './frozen.js';
import { paymentLate } from './payment-late.js';
import type { RiskQuestion } from './risk-question.js';
import { trialEndingUnused } from './trial-ending-unused.js';
import { uninstalledBefore } from './uninstalled-before.js';

const NO_RISK: Risk = { level: 'none', reasons: [] };

const CUSTOMERS: readonly MerchantStatus[] = ['trialing', 'active', 'frozen'];

/**
 * What speaks for it that a customer leaves, as far as the rows up to `asOf` tell.
 * Rule: Risk.
 * @returns with when time alone begins or ends a reason; null when it does not
 */
export function riskOf(question: RiskQuestion, asOf: Instant): { risk: Risk; nextChangeAt: Instant | null } {
  if (!CUSTOMERS.includes(question.status)) return { risk: NO_RISK, nextChangeAt: null };
  // Each over all of its time, which may lie ahead or be over.
  const spells = [
    frozen(question),
    cancelling(question),
    paymentLate(question),
    downgraded(question),
    trialEndingUnused(question),
    uninstalledBefore(question),
  ].filter((spell) => spell !== null);
  const turns = spells.flatMap(({ since, until }) => [since, until]);
  return {
    risk: asRisk(spells.filter(({ since, until }) => since <= asOf && (until === null || asOf < until))),
    nextChangeAt: earliest(...turns.map((at) => (at !== null && at > asOf ? at : null))),
  };
}

/**
 * What a merchant is at risk by: the highest of its apps'.
 * @param levels null for an app that older rules derived
 * @returns null where nothing is known of any
 */
export function highestOf(levels: readonly (RiskLevel | null)[]): RiskLevel | null {
  return RISK_LEVELS.find((level) => levels.includes(level)) ?? null;
}

/**
 * The level of a list of reasons is that of its heaviest.
 * Rule: Risk, "The level".
 */
export function asRisk(reasons: readonly RiskReason[]): Risk {
  const sorted = reasons.toSorted((one, other) => RISK_CODES.indexOf(one.code) - RISK_CODES.indexOf(other.code));
  const [heaviest] = sorted;
  return heaviest === undefined ? NO_RISK : { level: RISK_LEVEL_OF[heaviest.code], reasons: sorted };
}
