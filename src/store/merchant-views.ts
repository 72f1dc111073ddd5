import type { Instant } from '../instant.js';
import type { Detail, EventType, Figure, Interval, Status, Why, Confidence } from '../merchants/vocabulary.js';
import type { Money } from '../money.js';

/** A shop of the organization with what every visible app of it knows. Money lists have one entry a currency. */
export interface MerchantView {
  readonly shopId: string;
  readonly shopNumber: string;
  readonly myshopifyDomain: string;
  readonly name: string;
  readonly firstSeenAt: Instant;
  readonly lastEventAt: Instant;
  readonly mrr: Money[];
  readonly lifetimeValue: Money[];
  readonly apps: MerchantAppView[];
}

/** One app on one shop. `mrr`, `effectiveMrr` and `usageMrr` are of the shown plan's currency. */
export interface MerchantAppView {
  readonly appId: string;
  readonly appName: string | null;
  readonly plan: string | null;
  readonly lastPlan: string | null;
  readonly status: Status;
  readonly detail: Detail | null;
  readonly interval: Interval | null;
  readonly mrr: Money | null;
  readonly effectiveMrr: Money | null;
  readonly usageMrr: Money | null;
  readonly trialEndsAt: Instant | null;
  readonly installedAt: Instant | null;
  readonly firstSubscribedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
  readonly lifetimeValue: Money[];
  /** By figure: `plan`, `status`, `mrr` always; others where there is something to say. */
  readonly why: Partial<Record<Figure, Why>>;
}

export interface MerchantEventView {
  readonly id: string;
  readonly type: EventType;
  readonly occurredAt: Instant;
  readonly appId: string;
  readonly plan: string | null;
  readonly mrrChange: Money | null;
  readonly amount: Money | null;
  readonly reason: string | null;
  readonly description: string | null;
  readonly test: boolean;
  readonly suppressed: boolean;
  readonly rule: string;
  readonly confidence: Confidence;
  readonly evidence: string[];
}

export interface MerchantChargeView {
  readonly chargeNumber: string;
  readonly appId: string;
  readonly plan: string | null;
  readonly interval: Interval;
  readonly amount: Money | null;
  readonly activatedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endReason: string | null;
  readonly test: boolean;
}
