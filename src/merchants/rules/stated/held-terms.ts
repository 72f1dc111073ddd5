import type { Amount, BillingInterval } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import type { FoldEvent, StatedTerms } from '../words/rows.js';

/** What a charge costs at one moment of the walk, as far as anything was said of it. */
interface Terms {
  readonly price: Amount | null;
  /** Of answers alone: the older feed states no interval, and may have another name for the plan. */
  readonly interval: BillingInterval | null;
  readonly plan: string | null;
  /** When something was said last. */
  readonly since: Instant | null;
}

const NOTHING: Terms = { price: null, interval: null, plan: null, since: null };

/** The terms that hold of each charge while the rows are walked. Rule: What Shopify states, "Other terms". */
export class HeldTerms {
  private readonly terms = new Map<string, Terms>();

  of(number: string): Terms {
    return this.terms.get(number) ?? NOTHING;
  }

  /** A row of the older feed names the price. */
  told(number: string, { at, amount }: FoldEvent): void {
    const held = this.of(number);
    this.terms.set(number, { ...held, price: amount ?? held.price, since: at });
  }

  stated(number: string, at: Instant, { price, interval, plan }: StatedTerms): void {
    const held = this.of(number);
    const terms = { price: price ?? held.price, interval: interval ?? held.interval, plan: plan ?? held.plan };
    this.terms.set(number, { ...terms, since: at });
  }

  /** Whether these are others; what was not said before, or is not said now, is none. */
  differ(number: string, { price, interval, plan }: StatedTerms): boolean {
    const held = this.of(number);
    return (
      (price !== null &&
        held.price !== null &&
        (price.units !== held.price.units || price.currency !== held.price.currency)) ||
      (interval !== null && held.interval !== null && interval !== held.interval) ||
      (plan !== null && held.plan !== null && plan !== held.plan)
    );
  }

  /** What was said of a life that is over says nothing of the next. Returns whether that has other terms. */
  beginAnew(number: string, terms: StatedTerms): boolean {
    const isOther = this.differ(number, terms);
    this.terms.delete(number);
    return isOther;
  }

  /** An answer with the terms that hold in place of its own. */
  instead(number: string, terms: StatedTerms): StatedTerms {
    const { price, interval, plan } = this.of(number);
    const held = { price: price ?? terms.price, interval: interval ?? terms.interval, plan: plan ?? terms.plan };
    return { ...terms, ...held, discountedPrice: null };
  }
}
