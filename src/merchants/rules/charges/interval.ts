import { type Amount, type BillingInterval, CYCLE_DAYS, type Why } from '../../../contract/merchant-words.js';
import type { IntervalRule } from '../../../contract/rule-names.js';
import { plusMs } from '../../../values/instant.js';
import type { Statement } from '../stated/statements.js';
import { DAY_MS, SETTLEMENT_LAG_MS } from '../words/durations.js';
import type { FoldEvent, FoldTransaction } from '../words/rows.js';

/** What one pair cannot know itself, both of its own app. */
export interface Hints {
  /** What the operator has set, by the plan's name. */
  readonly intervalByOperator: ReadonlyMap<string, BillingInterval>;
  /** What the sales of other shops say of a plan at a price, where they all agree. */
  readonly intervalElsewhere: ReadonlyMap<PriceKey, BillingInterval>;
}

/** Plan, currency and exact list price of one app. */
export type PriceKey = string & { readonly __brand: 'PriceKey' };

export function priceKey(plan: string, price: Amount): PriceKey {
  return `${price.currency} ${price.units} ${plan}` as PriceKey;
}

export const noHints: Hints = { intervalByOperator: new Map(), intervalElsewhere: new Map() };

export interface IntervalAnswer extends Why {
  readonly rule: IntervalRule;
  readonly interval: BillingInterval;
}

/** What the ladder looks at; rows in the one order. */
export interface IntervalQuestion {
  readonly plan: string | null;
  readonly price: Amount | null;
  readonly activations: readonly FoldEvent[];
  readonly sales: readonly FoldTransaction[];
  readonly statements: readonly Statement[];
  /** Ids of those activations that replaced an annual charge. */
  readonly afterAnnual?: ReadonlySet<string>;
}

/** Days after activation from which a first bill can only be a year's. */
const YEAR_AHEAD_MS = 360 * DAY_MS;

/**
 * How often a charge bills.
 * Rule: Interval, first rung that answers.
 */
export function intervalOf(question: IntervalQuestion, hints: Hints): IntervalAnswer {
  return (
    byStatement(question) ??
    bySale(question) ??
    byBillingDate(question) ??
    byOperator(question, hints) ??
    byName(question) ??
    elsewhere(question, hints) ??
    byBillingDateAfterAnnual(question) ??
    assumed
  );
}

/** A sale is recorded late: only one that must be newer than the answer speaks against it. Rule: Interval, rung 1. */
function byStatement({ statements, sales }: IntervalQuestion): IntervalAnswer | null {
  const statement = statements.findLast(({ terms }) => terms.interval !== null);
  const stated = statement?.terms.interval;
  if (statement === undefined || !stated) return null;
  const isOver = plusMs(statement.at, SETTLEMENT_LAG_MS);
  if (sales.some(({ at, interval }) => interval !== null && interval !== stated && at > isOver)) return null;
  return { interval: stated, rule: 'interval: stated', confidence: 'stated', evidence: [statement.id] };
}

/** Rule: Interval, rung 2. */
function bySale({ sales }: IntervalQuestion): IntervalAnswer | null {
  const sale = sales.findLast(({ interval }) => interval !== null);
  if (!sale?.interval) return null;
  return { interval: sale.interval, rule: 'interval: its latest sale', confidence: 'stated', evidence: [sale.id] };
}

/** Rule: Interval, rung 3. */
function byBillingDate({ activations, afterAnnual }: IntervalQuestion): IntervalAnswer | null {
  const activation = activations.find((row) => isBilledAYearAhead(row) && afterAnnual?.has(row.id) !== true);
  return activation === undefined ? null : annual('interval: billed a year ahead', activation);
}

/**
 * What replaces an annual charge may wait for its first bill until the end of the year already paid, so that its date
 * says little. Rule: Interval, rung 3, "this rung comes after rung 6".
 */
function byBillingDateAfterAnnual({ activations }: IntervalQuestion): IntervalAnswer | null {
  const activation = activations.find(isBilledAYearAhead);
  return activation === undefined ? null : annual('interval: billed a year ahead after an annual charge', activation);
}

function isBilledAYearAhead({ at, billingOn }: FoldEvent): boolean {
  return billingOn !== null && billingOn >= plusMs(at, YEAR_AHEAD_MS);
}

function annual(rule: IntervalRule, { id }: FoldEvent): IntervalAnswer {
  return { interval: 'ANNUAL', rule, confidence: 'inferred', evidence: [id] };
}

/** The operator knows the plan and states it; no row of the merchant's says so. Rule: Interval, rung 4. */
function byOperator({ plan }: IntervalQuestion, hints: Hints): IntervalAnswer | null {
  const interval = plan === null ? undefined : hints.intervalByOperator.get(plan);
  if (interval === undefined) return null;
  return { interval, rule: 'interval: the operator’s setting', confidence: 'stated', evidence: [] };
}

/** Rule: Interval, rung 5. */
function byName({ plan }: IntervalQuestion): IntervalAnswer | null {
  const interval = plan === null ? null : intervalInName(plan);
  return interval && { interval, rule: 'interval: the plan’s name', confidence: 'inferred', evidence: [] };
}

/** Rule: Interval, rung 6. */
function elsewhere({ plan, price }: IntervalQuestion, hints: Hints): IntervalAnswer | null {
  if (plan === null || price === null) return null;
  const interval = hints.intervalElsewhere.get(priceKey(plan, price));
  if (interval === undefined) return null;
  return { interval, rule: 'interval: other shops’ sales', confidence: 'inferred', evidence: [] };
}

/** Rule: Interval, rung 7. */
const assumed: IntervalAnswer = {
  interval: 'EVERY_30_DAYS',
  rule: 'interval: every 30 days',
  confidence: 'assumed',
  evidence: [],
};

/** One billing cycle as Shopify counts it. Rule: Trials, "the cycle (30 or 365 days)". */
export function cycleMs(interval: BillingInterval): number {
  return CYCLE_DAYS[interval] * DAY_MS;
}

/**
 * A price spread over a month: an annual one is a twelfth, exact in these units.
 * Rule: Words, *m*.
 */
export function monthly(price: Amount, interval: BillingInterval): Amount {
  return interval === 'ANNUAL' ? { units: price.units / 12n, currency: price.currency } : price;
}

// The one list of words. Latin letters only: developers name plans for themselves, mostly in English.
const ANNUAL = wordsOf(
  'annual|annually|yearly|year|years|yr|12[ _-]?(?:months?|mo)|365[ _-]?days?|jährlich|jahr|annuel|anual|annuale',
);
const MONTHLY = wordsOf('monthly|month|mo|30[ _-]?days?|monatlich|mensuel|mensual|mensile|mensal');

/**
 * What a plan's name says of its interval; null when it says nothing, or both.
 * Rule: Interval, rung 5.
 */
export function intervalInName(plan: string): BillingInterval | null {
  const words = plan.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'); // ProYearly is two words
  const annual = ANNUAL.test(words);
  // What is left: the months of "12 months" are a year's.
  const monthly = MONTHLY.test(words.replace(ANNUAL, ' '));
  if (annual === monthly) return null;
  return annual ? 'ANNUAL' : 'EVERY_30_DAYS';
}

/** Whole words: no letter on either side, while digits and underscores may touch them. */
function wordsOf(list: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, 'iu');
}
