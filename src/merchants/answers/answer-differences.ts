import type { Amount, MerchantStatus } from '../../contract/merchant-words.js';
import { formatUnits } from '../../values/money.js';
import { monthly } from '../rules/charges/interval.js';
import type { StatedTerms } from '../rules/words/rows.js';

/** What came of asking for a pair's subscription; `disagrees`: it was another shop's or app's answer, and dropped. */
export type AnswerOutcome = 'stated' | 'none' | 'disagrees';

export interface ComparedPair {
  readonly outcome: AnswerOutcome;
  /** Of the answer; null without one. */
  readonly terms: StatedTerms | null;
  readonly status: MerchantStatus;
  readonly plan: string | null;
  readonly mrr: readonly Amount[];
}

/** One thing of which Shopify's answer and what we derived say something else, each in words. */
export interface AnswerDifference {
  readonly what: 'shop' | 'status' | 'plan' | 'mrr';
  readonly stated: string;
  readonly derived: string;
}

const ON: readonly MerchantStatus[] = ['trialing', 'active', 'frozen'];

/**
 * Where the two differ. That is no mistake by itself: rows that say more than an answer, such as the name of a plan, come
 * first (rule book, "What Shopify states"). Pure.
 */
export function answerDifferences({ outcome, terms, status, plan, mrr }: ComparedPair): AnswerDifference[] {
  if (outcome === 'disagrees') return [{ what: 'shop', stated: 'of another shop or app', derived: status }];
  const isOn = ON.includes(status);
  if (outcome === 'none' || terms === null) {
    return isOn ? [{ what: 'status', stated: 'no contract', derived: status }] : [];
  }
  const { price, interval } = terms;
  // What costs nothing, or only what is used, is no subscription here.
  if (!isOn) return price?.units === 0n ? [] : [{ what: 'status', stated: 'a contract', derived: status }];
  const differences: AnswerDifference[] = [];
  if (terms.plan !== null && plan !== null && terms.plan !== plan) {
    differences.push({ what: 'plan', stated: terms.plan, derived: plan });
  }
  if (status === 'active' && price !== null && interval !== null) {
    const stated = monthly(price, interval);
    const derived = {
      units: mrr.find(({ currency }) => currency === price.currency)?.units ?? 0n,
      currency: price.currency,
    };
    if (derived.units !== stated.units)
      differences.push({ what: 'mrr', stated: inWords(stated), derived: inWords(derived) });
  }
  return differences;
}

function inWords({ units, currency }: Amount): string {
  return `${formatUnits(units, currency)} ${currency}`;
}
