import { instantToMicros, parseInstant } from '../../../values/instant.js';
import type { ContractRecord } from '../../ledger/contracts.js';
import type { AppEventType, ChargeRecord, TransactionTypename } from '../../ledger/rows.js';
import type { Random } from '../../random.js';
import { type Price, priceText } from '../prices.js';
import { DAY, midnight, SECOND } from '../time.js';
import type { Currency, Plan } from './catalogue.js';

export interface Terms {
  /** The plan's own unless said: 0 for merchants who had their trial. */
  readonly trialDays?: number;
  readonly test?: boolean;
  /** The merchant pays this much of the list price. */
  readonly percent?: number;
  /** Nothing is ever collected: an expired trial, a plan without a price. */
  readonly unpaid?: boolean;
  readonly currency?: Currency;
  /** Started before app events were kept: only its sales are known. */
  readonly withoutEvents?: boolean;
}

/** What a charge needs of the life that it is part of. */
interface LifeAround {
  readonly random: Random;
  readonly horizon: number;
  price(plan: Plan, currency?: Currency): Price;
  schedule(at: number, on: number, charge: ChargeRecord): void;
  subscribe(at: number, plan: Plan, terms: Terms): Subscription;
  event(at: number, type: AppEventType, charge: ChargeRecord): void;
  sale(
    typename: TransactionTypename,
    at: number,
    price: Price,
    charge: ChargeRecord,
    interval?: Plan['interval'],
  ): void;
}

const CYCLE_DAYS = { EVERY_30_DAYS: 30, ANNUAL: 365 };

/** One charge from its activation on. Told like the life it is part of; the sales follow from what was told. */
export class Subscription {
  readonly charge: ChargeRecord;
  readonly paysFrom: number;
  private readonly price: Price;
  /** Stretches without billing; the last may be open. */
  private readonly pauses: { from: number; to: number }[] = [];
  private cancelled = false;
  private endsAt = Infinity;
  private cancelsSince: number | null = null;

  constructor(
    private readonly life: LifeAround,
    readonly plan: Plan,
    readonly startedAt: number,
    number: number,
    private readonly terms: Terms,
  ) {
    const { trialDays = plan.trialDays, test = false, currency } = terms;
    this.price = life.price(plan, currency);
    this.paysFrom = startedAt + trialDays * DAY;
    const firstBill = trialDays > 0 ? this.paysFrom : startedAt + CYCLE_DAYS[plan.interval] * DAY;
    this.charge = {
      id: `gid://partners/AppSubscription/${number}`,
      name: plan.name,
      amount: priceText(this.price, life.random),
      test,
      billingOn: midnight(firstBill),
    };
    if (terms.withoutEvents) return;
    life.event(startedAt - life.random.between(2, 9) * SECOND, 'SUBSCRIPTION_CHARGE_ACCEPTED', this.charge);
    this.tell(startedAt, 'SUBSCRIPTION_CHARGE_ACTIVATED');
  }

  cancel(at: number): void {
    this.tell(at, 'SUBSCRIPTION_CHARGE_CANCELED');
    this.stopBilling(at);
    this.cancelled = true;
    this.endsAt = at;
  }

  /** The merchant says that it is to end with the cycle that is on, and so it does. */
  endWithCycle(saidAt: number): void {
    const cycle = CYCLE_DAYS[this.plan.interval] * DAY;
    const end = this.paysFrom + Math.ceil((saidAt - this.paysFrom) / cycle) * cycle;
    this.cancelsSince = saidAt;
    this.life.schedule(saidAt, end, this.charge);
    this.cancel(end);
  }

  /** With the shop everything ends that does not go on unbroken. */
  leave(at: number): void {
    this.stopBilling(at);
    this.endsAt = Math.min(this.endsAt, at);
  }

  /** What Shopify App Pricing states of it; null for a test, and for one of which events tell nothing. */
  contract(): Omit<ContractRecord, 'app' | 'shop'> | null {
    const { test = false, withoutEvents = false } = this.terms;
    if (test || withoutEvents) return null;
    const { id, name, amount, billingOn } = this.charge;
    const trialEnd = this.paysFrom > this.startedAt && billingOn !== null ? parseInstant(billingOn) : null;
    return {
      from: this.startedAt,
      to: this.endsAt,
      legacySubscriptionId: id.replace('partners', 'shopify'),
      plan: name,
      price: amount,
      interval: this.plan.interval,
      trialEndsAt: trialEnd && instantToMicros(trialEnd),
      cancelledAt: this.cancelsSince,
      discountPercent: null,
    };
  }

  freeze(at: number): void {
    this.tell(at, 'SUBSCRIPTION_CHARGE_FROZEN');
    this.stopBilling(at);
  }

  unfreeze(at: number): void {
    this.tell(at, 'SUBSCRIPTION_CHARGE_UNFROZEN');
    this.billAgain(at);
  }

  /** The same charge once more, after a reinstall. */
  activateAgain(at: number): void {
    this.tell(at, 'SUBSCRIPTION_CHARGE_ACTIVATED');
    this.cancelled = false;
    this.endsAt = Infinity;
    this.billAgain(at);
  }

  /** The new plan starts; this one is cancelled `cancelAfter` later, which may be at once or before. */
  changeTo(plan: Plan, at: number, { cancelAfter = 0, ...terms }: Terms & { cancelAfter?: number } = {}): Subscription {
    const trialLeft = Math.max(0, Math.round((this.paysFrom - at) / DAY));
    const next = this.life.subscribe(at, plan, { trialDays: trialLeft, ...terms });
    this.cancel(at + cancelAfter);
    return next;
  }

  tell(at: number, type: AppEventType): void {
    this.life.event(at, type, this.charge);
  }

  refund(at: number, minor: number): void {
    this.life.sale('AppSaleAdjustment', at, { ...this.price, minor: -minor }, this.charge);
  }

  /** For one who ended already, nothing changes. */
  stopBilling(at: number): void {
    if (this.pauses.at(-1)?.to !== Infinity) this.pauses.push({ from: at, to: Infinity });
  }

  billAgain(at: number): void {
    const pause = this.pauses.at(-1);
    if (pause && !this.cancelled) pause.to = at;
  }

  /** One sale a cycle, while it runs. */
  bill(): void {
    const { percent = 100, unpaid = false, test = false } = this.terms;
    const minor = Math.round((this.price.minor * percent) / 100);
    if (unpaid || test || this.price.minor === 0) return;
    const cycle = CYCLE_DAYS[this.plan.interval] * DAY;
    for (let at = this.paysFrom; at <= this.life.horizon; at += cycle) {
      if (this.pauses.some(({ from, to }) => from <= at && at < to)) continue;
      this.life.sale('AppSubscriptionSale', at, { ...this.price, minor }, this.charge, this.plan.interval);
    }
  }
}
