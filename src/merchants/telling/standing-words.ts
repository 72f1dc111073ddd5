import type { FigureWithReason, MerchantStatus, StatusDetail, Why } from '../../contract/merchant-words.js';
import { CONFIDENCES, STATUSES } from '../definitions/merchant-words.js';
import { RULES } from '../definitions/rules.js';
import type { Folded } from '../rules/fold.js';
import { amountsWords, listed, quoted, timeWords } from './phrases.js';
import { riskWords } from './risk-words.js';

/** What the merchant is today, and why, each reason once with all figures that it gives. */
export function standingWords(folded: Folded): string[] {
  const told = STANDING[folded.status](folded);
  const detail = folded.detail === null ? '' : ` ${DETAILS[folded.detail]}`;
  const ends = folded.cancelsOn === null ? '' : ` Shopify states that it ends on ${folded.cancelsOn}.`;
  return [`${told}${detail}${ends}`, ...reasonWords(folded), ...riskWords(folded)];
}

const STANDING: Readonly<Record<MerchantStatus, (folded: Folded) => string>> = {
  trialing: ({ plan, trialEndsAt }) =>
    `On a trial of ${planWords(plan)}${trialEndsAt === null ? '' : ` until ${timeWords(trialEndsAt)}`}. MRR is 0 until it converts.`,
  active: ({ plan, mrr, interval }) =>
    `Active on ${planWords(plan)}, billed ${interval === 'ANNUAL' ? 'once a year' : 'every 30 days'}: MRR is ${amountsWords(mrr)}.`,
  frozen: ({ plan }) => `Frozen on ${planWords(plan)}. MRR is 0, and it is not churn.`,
  churned: ({ lastPlan }) => `Churned${lastPlan === null ? '' : `, last on ${quoted(lastPlan)}`}. MRR is 0.`,
  installed: () => STATUSES.installed,
};

const DETAILS: Readonly<Record<StatusDetail, string>> = {
  cancelled: 'The last charge was cancelled.',
  uninstalled: 'The shop uninstalled the app.',
  deactivated: 'The shop’s own Shopify account was closed or paused.',
  trial_expired: 'The last trial ran out without ever being paid for.',
  free: 'It costs nothing, and there was no usage in the last 30 days.',
  usage: 'It costs nothing but usage, of which there was some in the last 30 days.',
};

const FIGURES: Readonly<Record<FigureWithReason, string>> = {
  status: 'status',
  plan: 'plan',
  mrr: 'MRR',
  interval: 'billing interval',
  effectiveMrr: 'effective MRR',
};

/** `Why status and plan: by the rule trial, inferred. … Evidence: …` */
function reasonWords({ why }: Folded): string[] {
  const figuresOf = new Map<string, { readonly why: Why; readonly figures: string[] }>();
  for (const [figure, name] of Object.entries(FIGURES)) {
    const own = why[figure as FigureWithReason];
    if (own === undefined) continue;
    const key = JSON.stringify(own);
    const known = figuresOf.get(key);
    if (known === undefined) figuresOf.set(key, { why: own, figures: [name] });
    else known.figures.push(name);
  }
  return [...figuresOf.values()].map(({ why: { rule, confidence, evidence }, figures }) => {
    const rows = evidence.length === 0 ? '' : ` Evidence: ${evidence.join(', ')}.`;
    return `Why ${listed(figures)}: rule “${rule}”, ${confidence}. ${RULES[rule]} ${CONFIDENCES[confidence]}${rows}`;
  });
}

function planWords(plan: string | null): string {
  return plan === null ? 'a plan without a known name' : quoted(plan);
}
