import type { Amount } from '../../contract/merchant-words.js';

/** What other definitions ask of one app on one shop, at one moment. Amounts are exact units. */
export interface PairStanding {
  readonly connectionId: string;
  readonly appNumber: string;
  /** A subscription sale above zero was recorded, of whichever charge. */
  readonly hasPaid: boolean;
  /** Live and frozen ones. Where none is alive, not even in a trial: those that were live when the last one ended. */
  readonly charges: readonly ChargeStanding[];
  /** Gross usage sales of the 30 days before, one entry a currency. */
  readonly usage: readonly RecentSales[];
  /** Credits of the 30 days before, above zero, one entry a currency. */
  readonly credits: readonly RecentSales[];
}

export interface ChargeStanding {
  readonly chargeNumber: string;
  readonly state: 'live' | 'frozen' | 'ended';
  /** List price a month: what it adds to our MRR while it is live. */
  readonly monthly: Amount;
  /** What was billed last, spread over a month; null: nothing was, or in another currency. */
  readonly billed: LastBill | null;
  /** It has ended, and what was paid for has not. */
  readonly isPaidFor: boolean;
}

export interface LastBill extends Amount {
  /** Of the sale. */
  readonly id: string;
}

export interface RecentSales extends Amount {
  /** Of the sales, newest first, as far as they are asked for. */
  readonly ids: readonly string[];
}

export interface ShopStanding {
  readonly shopNumber: string;
  readonly pairs: readonly PairStanding[];
}
