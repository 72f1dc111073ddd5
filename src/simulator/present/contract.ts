import { instantFromMicros } from '../../values/instant.js';
import type { ContractRecord } from '../ledger/contracts.js';
import { merge } from './as-sent.js';
import { presentAppReference, presentShopReference } from './timeline-event.js';

const DAY = 86_400_000_000;
const CYCLE_DAYS = { EVERY_30_DAYS: 30, ANNUAL: 365 };

/** A contract as `ActiveSubscription` of the schema, at one moment. */
export function presentContract(contract: ContractRecord, now: number): object {
  const { app, shop, plan, price, interval, legacySubscriptionId, cancelledAt, discountPercent } = contract;
  const isInTrial = contract.trialEndsAt !== null && now < contract.trialEndsAt;
  const node = {
    app: presentAppReference(app),
    shop: presentShopReference(shop),
    billingPeriod: interval,
    cancelAtEndOfCycle: cancelledAt !== null && cancelledAt <= now,
    // Null inside a trial, and no trial after it, as the documentation has both.
    currentBillingCycle: isInTrial ? null : cycleAt(contract, now),
    trialEndsAt: isInTrial ? instantFromMicros(contract.trialEndsAt) : null,
    legacySubscriptionId,
    pendingUpdate: null,
    items: [
      {
        handle: plan.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        description: plan,
        discount: discountPercent === null ? null : discount(discountPercent),
        price: { __typename: 'FlatRatePrice', active: true, amount: price.amount, currency: price.currencyCode },
        usage: null,
      },
    ],
  };
  return merge(node, contract.asSent);
}

function cycleAt({ from, trialEndsAt, interval }: ContractRecord, now: number): object {
  const cycle = CYCLE_DAYS[interval] * DAY;
  const first = trialEndsAt ?? from;
  const start = first + Math.floor((now - first) / cycle) * cycle;
  return { startTime: instantFromMicros(start), endTime: instantFromMicros(start + cycle) };
}

function discount(percentage: number): object {
  const cycles = { originalDiscountCycles: null, remainingDiscountCycles: null, discountEndsAt: null };
  return { amount: null, percentage, ...cycles };
}
