import type { BillingInterval, ChargeState } from '../../../contract/merchant-words.js';
import { parseInstant, storedInstant } from '../../../values/instant.js';
import { money } from '../../../values/money.js';
import { shownFirst } from '../../../values/shown-first.js';
import type { CurrentCharge } from '../merchant-views.js';

/** A charge that goes on, as JSON of the database has it; amounts are units. */
export interface StoredCharge {
  readonly chargeNumber: string;
  readonly plan: string | null;
  readonly state: ChargeState;
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

const STATES: readonly StoredCharge['state'][] = ['live', 'trialing', 'frozen'];

/** The charges of one app on one shop that go on, the one whose plan is shown first. */
export function currentCharges(stored: readonly StoredCharge[]): CurrentCharge[] {
  return STATES.flatMap((state) =>
    shownFirst(
      stored.filter((charge) => charge.state === state),
      (charge) => ({
        m: priceOf(charge) / (charge.interval === 'ANNUAL' ? 12n : 1n),
        currency: charge.currency,
        startAt: storedInstant(charge.activatedAt ?? charge.since),
        number: charge.chargeNumber,
      }),
    ),
  ).map((charge) => ({
    chargeNumber: charge.chargeNumber,
    plan: charge.plan,
    state: charge.state,
    since: parseInstant(charge.since),
    interval: charge.interval,
    price: money(priceOf(charge), charge.currency),
    mrr: money(BigInt(charge.mrr), charge.currency),
  }));
}

/** Of a charge that is known by its sales alone what it carries tells what it costs. */
function priceOf({ price, mrr, carried, interval }: StoredCharge): bigint {
  if (price !== null) return BigInt(price);
  return BigInt(carried ?? mrr) * (interval === 'ANNUAL' ? 12n : 1n);
}
