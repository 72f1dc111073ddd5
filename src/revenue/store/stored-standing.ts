import type { BillingInterval } from '../../contract/merchant-words.js';
import { type Instant, instantToMs, storedInstant } from '../../values/instant.js';
import { parseUnits } from '../../values/money.js';
import { type Bill, billedMonthly } from '../mrr-definitions/last-bill.js';
import { paidUntilMs } from '../mrr-definitions/paid-until.js';
import type { ChargeStanding, PairStanding, RecentSales, ShopStanding } from '../mrr-definitions/standing.js';

/** A shop as standings-query.ts reads it. */
export interface ShopRow {
  readonly shopNumber: string;
  readonly pairs: readonly StoredPair[];
}

/** As JSON of the database has it; amounts of charges are units as text, those of sales as Shopify sent them. */
interface StoredPair {
  readonly connectionId: string;
  readonly appNumber: string;
  readonly hasPaid: boolean;
  readonly charges: readonly StoredCharge[];
  readonly recent: readonly StoredSales[] | null;
}

interface StoredCharge {
  readonly chargeNumber: string;
  readonly state: ChargeStanding['state'];
  readonly currency: string;
  readonly monthly: string;
  readonly interval: BillingInterval;
  readonly countedFrom: string | null;
  readonly endedAt: string | null;
  readonly isOnTime: boolean;
  readonly bill: (SoldAmount & Pick<Bill, 'id' | 'isFirstAfterChange'>) | null;
}

interface SoldAmount {
  readonly amount: string;
  readonly currency: string;
}

interface StoredSales extends SoldAmount {
  readonly type: 'AppUsageSale' | 'AppSaleCredit';
  readonly ids: readonly string[] | null;
}

/** @param at the moment that was asked for */
export function shopStanding({ shopNumber, pairs }: ShopRow, at: Instant): ShopStanding {
  return { shopNumber, pairs: pairs.map((pair) => pairStanding(pair, at)) };
}

function pairStanding({ connectionId, appNumber, hasPaid, charges, recent }: StoredPair, at: Instant): PairStanding {
  const of = (type: StoredSales['type']) => (recent ?? []).filter((sales) => sales.type === type).map(recentSalesOf);
  return {
    ...{ connectionId, appNumber, hasPaid },
    charges: charges.map((charge) => chargeStanding(charge, at)),
    usage: of('AppUsageSale'),
    // Shopify sends them as what is taken off.
    credits: of('AppSaleCredit').map((credits) => ({
      ...credits,
      units: credits.units < 0n ? -credits.units : credits.units,
    })),
  };
}

function recentSalesOf({ amount, currency, ids }: StoredSales): RecentSales {
  return { units: unitsOf(amount), currency, ids: ids ?? [] };
}

function chargeStanding(stored: StoredCharge, at: Instant): ChargeStanding {
  const { chargeNumber, state, currency, interval, countedFrom, endedAt, isOnTime } = stored;
  const monthly = { units: BigInt(stored.monthly), currency };
  const bill = stored.bill === null ? null : { ...stored.bill, units: unitsOf(stored.bill.amount) };
  return {
    ...{ chargeNumber, state, monthly },
    billed: bill === null ? null : billedMonthly(bill, monthly, interval),
    isPaidFor:
      countedFrom !== null &&
      endedAt !== null &&
      isOnTime &&
      paidUntilMs(interval, storedInstant(countedFrom), storedInstant(endedAt)) > instantToMs(at),
  };
}

/** What cannot be read was set aside when it came, so that this is never the case. */
function unitsOf(amount: string): bigint {
  return parseUnits(amount) ?? 0n;
}
