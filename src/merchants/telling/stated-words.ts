import type { FoldAnswer, FoldTimelineEvent } from '../rules/words/rows.js';
import { listed, moneyWords, quoted, timeWords } from './phrases.js';

/** A root event, as a sentence: by its type, which the older feed tells in words of its own. */
export function timelineWords({ type, chargeNumber, name, amount, cancelsOn }: FoldTimelineEvent): string {
  const details = [
    ...(chargeNumber === null ? [] : [`charge ${chargeNumber}`]),
    ...(name === null || name === '' ? [] : [quoted(name)]),
    ...(amount === null ? [] : [moneyWords(amount)]),
    ...(cancelsOn === null ? [] : [`to end on ${cancelsOn}`]),
  ];
  return `The timeline says ${quoted(type)}${details.length === 0 ? '' : `: ${listed(details)}`}.`;
}

/** An answer of `activeSubscription`, as a sentence. */
export function answerWords({ terms }: FoldAnswer): string {
  if (terms === null) return 'Asked for the subscription, Shopify named none.';
  const { chargeNumber, plan, interval, price, discountedPrice, trialEndsAt, cancelsOn } = terms;
  const details = [
    chargeNumber === null ? 'a contract without a charge’s number' : `charge ${chargeNumber}`,
    ...(plan === null ? [] : [quoted(plan)]),
    ...(price === null ? [] : [moneyWords(price)]),
    ...(discountedPrice === null ? [] : [`less a discount ${moneyWords(discountedPrice)}`]),
    ...(interval === null ? [] : [interval === 'ANNUAL' ? 'billed once a year' : 'billed every 30 days']),
    ...(trialEndsAt === null ? [] : [`in a trial until ${timeWords(trialEndsAt)}`]),
    ...(cancelsOn === null ? [] : [`to end on ${cancelsOn}`]),
  ];
  return `Asked for the subscription, Shopify stated ${listed(details)}.`;
}
