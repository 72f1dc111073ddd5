import type { ContractRecord } from '../../ledger/contracts.js';
import type {
  AppEventType,
  AppRecord,
  ChargeRecord,
  LedgerEvent,
  ShopRecord,
  TransactionTypename,
} from '../../ledger/rows.js';
import type { Random } from '../../random.js';
import { type Draft, plainTransaction } from '../drafts.js';
import { type Price, priceText, split } from '../prices.js';
import { DAY, midnight, MINUTE, SECOND, wholeSecond } from '../time.js';
import type { Currency, Plan } from './catalogue.js';
import { type Goodbye, goodbye } from './reasons.js';
import { Subscription, type Terms } from './subscription.js';

/** Who a life is about, and within which time it is told. */
export interface Cast {
  readonly app: AppRecord;
  readonly shop: ShopRecord;
  readonly currency: Currency;
  readonly random: Random;
  /** “Today” when the world is made. Lives go on after it, up to `horizon`, and become visible as time passes. */
  readonly anchor: number;
  readonly horizon: number;
  /** Charges of this life count up from here. */
  readonly firstCharge: number;
}

/** One shop's life with one app, told in the product's words; every sentence leaves the rows Shopify would have. */
export class Life {
  readonly rows: Draft[] = [];
  private readonly subscriptions: Subscription[] = [];
  private nextCharge: number;

  constructor(readonly cast: Cast) {
    this.nextCharge = cast.firstCharge;
  }

  get random(): Random {
    return this.cast.random;
  }

  get horizon(): number {
    return this.cast.horizon;
  }

  /** Some moment so many days ago (negative: to come). */
  ago(mostDays: number, leastDays = mostDays): number {
    const days = this.random.between(leastDays, mostDays);
    return wholeSecond(this.cast.anchor - days * DAY + this.random.between(-11 * 60, 11 * 60) * MINUTE);
  }

  soonAfter(at: number, least = 20 * SECOND, most = 20 * MINUTE): number {
    return wholeSecond(at + this.random.between(least / SECOND, most / SECOND) * SECOND);
  }

  install(at: number): number {
    this.event(at, 'RELATIONSHIP_INSTALLED');
    return at;
  }

  /** Everything that still runs ends here, unless the merchant comes back with the charge unbroken. */
  uninstall(at: number, { unbroken = false }: { unbroken?: boolean } = {}): void {
    this.event(at, 'RELATIONSHIP_UNINSTALLED', null, goodbye(this.random));
    if (!unbroken) for (const subscription of this.subscriptions) subscription.leave(at);
  }

  /** The shop's own Shopify account is closed or paused. */
  deactivate(at: number): void {
    this.event(at, 'RELATIONSHIP_DEACTIVATED');
    for (const subscription of this.subscriptions) subscription.stopBilling(at);
  }

  reactivate(at: number): void {
    this.event(at, 'RELATIONSHIP_REACTIVATED');
    for (const subscription of this.subscriptions) subscription.billAgain(at);
  }

  /** The merchant accepts a plan and it starts. */
  subscribe(at: number, plan: Plan, terms: Terms = {}): Subscription {
    const subscription = new Subscription(this, plan, at, this.chargeNumber(), terms);
    this.subscriptions.push(subscription);
    return subscription;
  }

  /** An offer that came to nothing. */
  offer(at: number, plan: Plan, answer: 'DECLINED' | 'EXPIRED'): void {
    const charge = this.charge('AppSubscription', plan.name, this.price(plan));
    this.event(at, `SUBSCRIPTION_CHARGE_${answer}`, charge);
  }

  offerOnce(at: number, name: string, minor: number, answer: 'DECLINED' | 'EXPIRED'): void {
    const charge = this.charge('AppPurchaseOneTime', name, { minor, currencyCode: this.cast.currency });
    this.event(at, `ONE_TIME_CHARGE_${answer}`, charge);
  }

  buyOnce(at: number, name: string, minor: number): void {
    const price = { minor, currencyCode: this.cast.currency };
    const charge = this.charge('AppPurchaseOneTime', name, price);
    this.event(at - 10 * SECOND, 'ONE_TIME_CHARGE_ACCEPTED', charge);
    this.event(at, 'ONE_TIME_CHARGE_ACTIVATED', charge);
    this.sale('AppOneTimeSale', at, price, charge);
  }

  use(at: number, name: string, minor: number): void {
    const price = { minor, currencyCode: this.cast.currency };
    const charge = this.charge('AppUsageRecord', name, price);
    this.event(at, 'USAGE_CHARGE_APPLIED', charge);
    this.sale('AppUsageSale', at, price, charge);
  }

  credit(at: number, name: string, minor: number): void {
    const price = { minor, currencyCode: this.cast.currency };
    const charge = this.charge('AppCredit', name, price);
    this.event(at - MINUTE, 'CREDIT_PENDING', charge);
    this.event(at, 'CREDIT_APPLIED', charge);
    this.sale('AppSaleCredit', at, { ...price, minor: -minor }, charge);
  }

  /** Root `events` alone tell that a charge is to end on a day to come. */
  schedule(at: number, on: number, charge: ChargeRecord): void {
    const { app, shop } = this.cast;
    const words = { reason: null, description: null, asSent: { cancelEffectiveOn: midnight(on).slice(0, 10) } };
    const type = 'SUBSCRIPTION_CANCELLATION_SCHEDULED';
    this.write({ ...words, feed: 'event', type, at, visibleAt: at, app, shop, charge });
  }

  /** The contracts of an app that is sold by Shopify App Pricing. */
  contracts(): ContractRecord[] {
    const { app, shop } = this.cast;
    return this.subscriptions.flatMap((subscription) => {
      const contract = subscription.contract();
      return contract === null ? [] : [{ ...contract, app, shop }];
    });
  }

  event(at: number, type: AppEventType, charge: ChargeRecord | null = null, words: Partial<Goodbye> = {}): void {
    const { app, shop } = this.cast;
    const { reason = null, description = null } = words;
    const row: Omit<LedgerEvent, 'tie'> = {
      feed: 'event',
      type,
      at,
      visibleAt: at,
      app,
      shop,
      charge,
      reason,
      description,
    };
    this.write(row);
  }

  /**
   * The payout side of a charge: recorded some days later than it was charged, and now and then shown only days after
   * the time that it carries.
   */
  sale(
    typename: TransactionTypename,
    chargedAt: number,
    price: Price,
    charge: ChargeRecord | null,
    billingInterval: Plan['interval'] | null = null,
  ): void {
    const { app, shop, random } = this.cast;
    const at = wholeSecond(chargedAt + random.between(6 * 60, 6 * 24 * 60) * MINUTE);
    const visibleAt = at + (random.chance(0.12) ? random.between(1, 12) * DAY : random.between(0, 30) * MINUTE);
    const chargeId = charge && charge.id.replace('partners', 'shopify');
    const amounts = split(price, random);
    this.write({ ...plainTransaction, ...amounts, typename, at, visibleAt, app, shop, chargeId, billingInterval });
  }

  /** What the price page says in this merchant's currency. */
  price(plan: Plan, currencyCode: Currency = this.cast.currency): Price {
    return { minor: plan.price[currencyCode] ?? plan.price.USD, currencyCode };
  }

  /** A charge as events tell it. Events say `gid://partners/…` where transactions say `gid://shopify/…`. */
  charge(kind: string, name: string, price: Price, details: Partial<ChargeRecord> = {}): ChargeRecord {
    const id = `gid://partners/${kind}/${this.chargeNumber()}`;
    return { id, name, amount: priceText(price, this.random), test: false, billingOn: null, ...details };
  }

  /** Settles all subscriptions: their sales up to the horizon. Call once, when the life is told. */
  told(): Draft[] {
    for (const subscription of this.subscriptions) subscription.bill();
    return this.rows;
  }

  private chargeNumber(): number {
    return this.nextCharge++;
  }

  private write(row: Draft): void {
    if (row.at <= this.horizon) this.rows.push(row);
  }
}
