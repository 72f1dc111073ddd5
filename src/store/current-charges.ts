import { parseInstant, type Instant } from '../instant.js';
import { money, type Money } from '../money.js';

type BillingInterval = 'EVERY_30_DAYS' | 'ANNUAL';

/** A charge that goes on, as JSON of the database has it; amounts are units. */
export interface StoredCharge {
  readonly chargeNumber: string;
  readonly plan: string | null;
  readonly state: 'trialing' | 'live' | 'frozen';
  /** Since when it is in this state. */
  readonly since: string;
  readonly currency: string;
  readonly mrr: string;
  /** List price a cycle; null where only sales are known. */
  readonly price: string | null;
  readonly activatedAt: string | null;
  readonly interval: BillingInterval;
  /** What it carried when it was live last; null while it is live, or never was. */
  readonly carried: string | null;
}

/** A subscription charge that is live, in its trial or frozen. */
export interface CurrentCharge {
  readonly chargeNumber: string;
  readonly plan: string | null;
  readonly state: StoredCharge['state'];
  readonly since: Instant | null;
  readonly interval: BillingInterval;
  /** As it is billed: a yearly one undivided. */
  readonly price: Money;
  /** What it adds to MRR now. */
  readonly mrr: Money;
}

const STATES: readonly StoredCharge['state'][] = ['live', 'trialing', 'frozen'];

/**
 * The charges of one app on one shop that go on, the one whose plan is shown first. As the rules choose it: of those
 * that make the status the highest monthly amount; across currencies, which cannot be compared, the newest.
 */
export function currentCharges(stored: readonly StoredCharge[]): CurrentCharge[] {
  return stored
    .map((charge) => ({ charge, price: priceOf(charge) }))
    .sort((one, other) => {
      const byState = STATES.indexOf(one.charge.state) - STATES.indexOf(other.charge.state);
      const isOneCurrency = one.charge.currency === other.charge.currency;
      const byAmount = isOneCurrency ? monthly(other) - monthly(one) : 0n;
      return byState || (byAmount === 0n ? newest(one.charge, other.charge) : byAmount > 0n ? 1 : -1);
    })
    .map(({ charge, price }) => ({
      chargeNumber: charge.chargeNumber,
      plan: charge.plan,
      state: charge.state,
      since: parseInstant(charge.since),
      interval: charge.interval,
      price: money(price, charge.currency),
      mrr: money(BigInt(charge.mrr), charge.currency),
    }));
}

interface Priced {
  readonly charge: StoredCharge;
  readonly price: bigint;
}

/** Of a charge that is known by its sales alone what it carries tells what it costs. */
function priceOf({ price, mrr, carried, interval }: StoredCharge): bigint {
  if (price !== null) return BigInt(price);
  return BigInt(carried ?? mrr) * (interval === 'ANNUAL' ? 12n : 1n);
}

function monthly({ charge: { interval }, price }: Priced): bigint {
  return interval === 'ANNUAL' ? price / 12n : price;
}

function newest(one: StoredCharge, other: StoredCharge): number {
  const startOf = ({ activatedAt, since }: StoredCharge) => Date.parse(activatedAt ?? since);
  return startOf(other) - startOf(one) || (BigInt(other.chargeNumber) > BigInt(one.chargeNumber) ? 1 : -1);
}
