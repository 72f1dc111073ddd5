import type {
  BillingInterval,
  ChargeState,
  Confidence,
  FigureWithReason,
  LeavingCause,
  MerchantEventType,
  MerchantStatus,
  Risk,
  RiskLevel,
  StatusDetail,
  Why,
} from '../../contract/merchant-words.js';
import type { Instant } from '../../values/instant.js';
import type { Money } from '../../values/money.js';

/** A segment, as what it is called. */
export interface SegmentName {
  readonly id: string;
  readonly name: string;
}

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
  /** The highest of its apps'; null where older rules derived them all. */
  readonly risk: RiskLevel | null;
  /** Those that it is in, by their names. */
  readonly segments: readonly SegmentName[];
  readonly apps: MerchantAppView[];
}

/** A subscription charge that is live, in its trial or frozen. */
export interface CurrentCharge {
  readonly chargeNumber: string;
  readonly plan: string | null;
  readonly state: ChargeState;
  readonly since: Instant | null;
  readonly interval: BillingInterval;
  /** As it is billed: a yearly one undivided. */
  readonly price: Money;
  /** What it adds to MRR now. */
  readonly mrr: Money;
}

/** A raw row that a conclusion was read from, with what can be told of it in words. */
export interface EvidenceRow {
  readonly id: string;
  /** Shopify's: an app event's type, or the kind of a transaction. Open. */
  readonly type: string;
  readonly occurredAt: Instant;
  /** The plan or purchase as the row names it. */
  readonly plan: string | null;
  /** An event's list price, or what a transaction billed. */
  readonly amount: Money | null;
  readonly interval: BillingInterval | null;
  /** The day of the next bill, where the row tells it. */
  readonly billingOn: Instant | null;
}

/** One app on one shop. `mrr`, `effectiveMrr` and `usageMrr` are of the shown plan's currency. */
export interface MerchantAppView {
  readonly appId: string;
  readonly appName: string | null;
  /** The number of the Partner organization that the app is of. */
  readonly partnerOrganizationId: string;
  readonly plan: string | null;
  readonly lastPlan: string | null;
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  readonly interval: BillingInterval | null;
  /** Of the shown plan, as it is billed. */
  readonly price: Money | null;
  readonly charges: readonly CurrentCharge[];
  readonly mrr: Money | null;
  readonly effectiveMrr: Money | null;
  readonly usageMrr: Money | null;
  readonly trialEndsAt: Instant | null;
  /** When the charge of the shown plan is to end, as Shopify states it: a UTC day, by its midnight. */
  readonly cancelsAt: Instant | null;
  readonly installedAt: Instant | null;
  readonly firstSubscribedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
  readonly lifetimeValue: Money[];
  /** By figure: `plan`, `status`, `mrr` always; others where there is something to say. */
  readonly why: Partial<Record<FigureWithReason, Why>>;
  /** Why it may be about to leave; null until it is derived by rules that know. */
  readonly risk: Risk | null;
}

/** Why and when the merchant was no customer, between two times in which they were. */
export interface Absence {
  readonly from: Instant;
  readonly to: Instant;
  readonly cause: LeavingCause;
  /** In the merchant's words. */
  readonly reason: string | null;
  readonly description: string | null;
}

/** Since when, and with which absences, a shop subscribes to any visible app. */
export interface Tenure {
  /** The first subscription that was not a trial. */
  readonly since: Instant | null;
  /** When the last one ended; null while one is live or frozen, and where there never was any. */
  readonly until: Instant | null;
  readonly absences: readonly Absence[];
  /** The last trial; null when there is a later subscription, or was none. */
  readonly trial: { readonly from: Instant; readonly to: Instant | null } | null;
  /** False while rows of the past are still on their way. */
  readonly isWhole: boolean;
}

/** A merchant as one is shown by itself: with the whole past, and the rows that figures were read from. */
export interface MerchantInFull extends Omit<MerchantView, 'apps'> {
  /** Shopify is being asked for it now: what is newer is stored within seconds. */
  readonly refreshing: boolean;
  readonly tenure: Tenure;
  readonly apps: (MerchantAppView & { readonly rows: EvidenceRow[] })[];
}

export interface MerchantEventView {
  readonly id: string;
  readonly type: MerchantEventType;
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
  readonly rows: EvidenceRow[];
}

/** A line of the history: an event, or what an app charged for usage in one UTC month. */
export type HistoryLineView =
  | { readonly kind: 'event'; readonly event: MerchantEventView }
  | { readonly kind: 'usage'; readonly usage: UsageMonthView };

export interface UsageMonthView {
  readonly id: string;
  readonly appId: string;
  /** `2026-11` */
  readonly month: string;
  readonly count: number;
  /** One amount a currency. */
  readonly amounts: Money[];
  readonly lastAt: Instant;
  readonly test: boolean;
}

export interface MerchantChargeView {
  readonly chargeNumber: string;
  readonly appId: string;
  readonly plan: string | null;
  readonly interval: BillingInterval;
  readonly amount: Money | null;
  readonly activatedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endReason: string | null;
  readonly test: boolean;
}
