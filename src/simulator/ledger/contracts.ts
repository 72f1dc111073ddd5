import type { BillingInterval } from '../../contract/merchant-words.js';
import type { Money } from '../../values/money.js';
import type { AppRecord, ShopRecord } from './rows.js';

/** A contract of Shopify App Pricing: what `activeSubscription` tells while it is on. Instants as those of rows. */
export interface ContractRecord {
  readonly app: AppRecord;
  readonly shop: ShopRecord;
  readonly from: number;
  /** Exclusive; Infinity while nobody ended it. */
  readonly to: number;
  /** The charge that the older feeds tell of it; null for a contract that they do not know. */
  readonly legacySubscriptionId: string | null;
  readonly plan: string;
  readonly price: Money;
  readonly interval: BillingInterval;
  readonly trialEndsAt: number | null;
  /** Since when it is to end with the cycle; null: it goes on. */
  readonly cancelledAt: number | null;
  readonly discountPercent: number | null;
  /** As of rows: values served in place of these. */
  readonly asSent?: Readonly<Record<string, unknown>> | undefined;
}

/** Contracts by whose they are; a pair may have several, one after another. */
export class Contracts {
  private readonly byPair = new Map<string, ContractRecord[]>();

  add(contract: ContractRecord): void {
    const key = keyOf(contract.app.number, contract.shop.shopifyNumber);
    this.byPair.set(key, [...(this.byPair.get(key) ?? []), contract]);
  }

  removeOf(app: AppRecord, shop: ShopRecord): boolean {
    return this.byPair.delete(keyOf(app.number, shop.shopifyNumber));
  }

  /** @param shopifyNumber the shop's number under gid://shopify/ */
  at(appNumber: string, shopifyNumber: string, now: number): ContractRecord | null {
    const own = this.byPair.get(keyOf(appNumber, shopifyNumber)) ?? [];
    return own.findLast(({ from, to }) => from <= now && now < to) ?? null;
  }
}

function keyOf(appNumber: string, shopifyNumber: string): string {
  return `${appNumber}/${shopifyNumber}`;
}
