import type { Amount } from '../../../contract/merchant-words.js';
import { MOST_BYTES } from '../../../values/bounded-text.js';
import { parseGid } from '../../../values/gid.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import { parseUnits, type Units } from '../../../values/money.js';
import type { FoldAnswer, FoldTimelineEvent, StatedTerms } from '../../rules/words/rows.js';
import { amountOf, billingInterval, boundedText, instantOf, objectOf } from './raw-values.js';

/** A stored row of `subscription_answers`: what `activeSubscription` answered; null for no contract. */
export interface StoredAnswer {
  readonly appNumber: string;
  readonly shopNumber: string;
  readonly observedAt: Instant;
  readonly raw: unknown;
}

/** A stored row of `timeline_events`: a node of root `events` as received, with the columns that identify it. */
export interface StoredTimelineEvent {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly raw: unknown;
  readonly requestedAt: Instant;
}

export function toFoldAnswer({ appNumber, shopNumber, observedAt, raw }: StoredAnswer): FoldAnswer {
  return {
    source: 'answer',
    id: `answer/${appNumber}/${shopNumber}/${observedAt}`,
    type: 'ActiveSubscription',
    at: observedAt,
    requestedAt: observedAt,
    terms: raw === null ? null : statedTerms(objectOf(raw), observedAt),
  };
}

export function toFoldTimelineEvent({
  id,
  type,
  occurredAt,
  raw,
  requestedAt,
}: StoredTimelineEvent): FoldTimelineEvent {
  const node = objectOf(raw);
  return {
    source: 'timeline',
    id: `timeline/${id}`,
    type,
    at: occurredAt,
    requestedAt,
    chargeNumber: legacyNumber(type, objectOf(node.metadata).legacyChargeId),
    name: boundedText(node.description, MOST_BYTES.name) ?? boundedText(node.planHandle, MOST_BYTES.name),
    amount: amountOf(node.amount ?? node.money),
    reason: boundedText(node.reason, MOST_BYTES.prose),
    description: boundedText(node.reasonDescription, MOST_BYTES.prose),
    cancelsOn: dayOf(node.cancelEffectiveOn),
    terms: node.plan == null ? null : termsOfPlan(objectOf(node.plan), occurredAt),
  };
}

const CHARGE_KINDS: Readonly<Partial<Record<string, string>>> = {
  CHARGE_ONE_TIME: 'AppPurchaseOneTime',
  CHARGE_USAGE: 'AppUsageRecord',
};

/** The number of the charge itself. Numbers are unique within one kind only, so that one of another kind is none. */
function legacyNumber(type: string, id: unknown): string | null {
  if (typeof id !== 'string') return null;
  if (/^[1-9]\d{0,18}$/.test(id)) return id;
  const gid = parseGid(id);
  return gid !== null && gid.kind === CHARGE_KINDS[type] ? gid.number : null;
}

/** Rule: What Shopify states. */
function statedTerms(raw: Record<string, unknown>, observedAt: Instant): StatedTerms {
  const items = (Array.isArray(raw.items) ? raw.items : []).map(objectOf);
  const prices = items.map(flatPrice);
  const trialEndsAt = instantOf(raw.trialEndsAt);
  const endsAt = instantOf(objectOf(raw.currentBillingCycle).endTime) ?? trialEndsAt;
  const price = sumOf(prices);
  const discounts = items.map((item, index) => discountOf(objectOf(item.discount), prices[index] ?? null, observedAt));
  const discount = discounts.reduce((sum, own) => sum + own, 0n);
  const [first = {}] = items;
  return {
    chargeNumber:
      parseGid(typeof raw.legacySubscriptionId === 'string' ? raw.legacySubscriptionId : '')?.number ?? null,
    plan: boundedText(first.description, MOST_BYTES.name) ?? boundedText(first.handle, MOST_BYTES.name),
    interval: billingInterval(raw.billingPeriod),
    price,
    discountedPrice: price === null || discount === 0n ? null : { ...price, units: positive(price.units - discount) },
    trialEndsAt,
    cancelsOn: raw.cancelAtEndOfCycle === true && endsAt !== null ? endsAt.slice(0, 10) : null,
  };
}

/**
 * One that is not `active` is what the merchant still pays after the plan got another price. What is charged by use, as
 * tiers are, recurs with 0.
 */
function flatPrice({ price }: Record<string, unknown>): Amount | null {
  const { __typename, amount, currency } = objectOf(price);
  if (typeof currency !== 'string') return null;
  if (__typename !== 'FlatRatePrice') return { units: 0n, currency };
  return amountOf({ amount, currencyCode: currency });
}

/** Null without any, where one cannot be read, and in several currencies. */
function sumOf(prices: readonly (Amount | null)[]): Amount | null {
  const [first] = prices;
  if (first === undefined) return null;
  return prices.reduce<Amount | null>(
    (sum, price) =>
      sum === null || price?.currency !== sum.currency
        ? null
        : { units: sum.units + price.units, currency: sum.currency },
    { units: 0n, currency: first?.currency ?? '' },
  );
}

/** What is taken off a cycle's price, as long as the discount lasts. */
function discountOf(discount: Record<string, unknown>, price: Amount | null, observedAt: Instant): Units {
  const until = instantOf(discount.discountEndsAt);
  if (price === null || discount.remainingDiscountCycles === 0 || (until !== null && until <= observedAt)) return 0n;
  const { amount, percentage } = discount;
  const fixed = typeof amount === 'string' ? parseUnits(amount) : null;
  if (fixed !== null) return fixed;
  // JSON has a number here. As decimal text it is exact again, as far as units go: a third has no end.
  const share = typeof percentage === 'number' ? parseUnits(percentage.toFixed(6)) : null;
  const whole = parseUnits('1') ?? 1n;
  if (share === null || share < 0n) return 0n;
  // Whether it is a share of 1 or of 100 no document says; nobody gives one per cent or less.
  return (price.units * share) / (share <= whole ? whole : whole * 100n);
}

function positive(units: Units): Units {
  return units < 0n ? 0n : units;
}

const DAY_MS = 86_400_000;

/** Of a root event; the plan's price is known where it names one alone. */
function termsOfPlan(plan: Record<string, unknown>, occurredAt: Instant): StatedTerms | null {
  const prices = (Array.isArray(plan.prices) ? plan.prices : []).map(objectOf);
  const [only] = prices;
  const price = prices.length === 1 ? amountOf(only) : null;
  if (price === null) return null;
  const trialDays = plan.trialDaysRemaining ?? plan.trialDays;
  const hasTrial = typeof trialDays === 'number' && Number.isInteger(trialDays) && trialDays > 0 && trialDays < 10_000;
  return {
    chargeNumber: null,
    plan: boundedText(plan.handle, MOST_BYTES.name),
    interval: billingInterval(plan.billingPeriod),
    price,
    discountedPrice: null,
    trialEndsAt: hasTrial ? plusMs(occurredAt, trialDays * DAY_MS) : null,
    cancelsOn: null,
  };
}

function dayOf(value: unknown): string | null {
  return typeof value === 'string' && instantOf(`${value}T00:00:00Z`) !== null ? value : null;
}
