import type { Instant } from '../values/instant.js';
import type { Units } from '../values/money.js';
import type { RuleName } from './rule-names.js';

/** What a merchant is to one app. Rule book: Status shown. */
export const MERCHANT_STATUSES = ['trialing', 'active', 'frozen', 'churned', 'installed'] as const;
export type MerchantStatus = (typeof MERCHANT_STATUSES)[number];

/** Why the status is so; null where it needs no reason. */
export const STATUS_DETAILS = ['cancelled', 'uninstalled', 'deactivated', 'trial_expired', 'free', 'usage'] as const;
export type StatusDetail = (typeof STATUS_DETAILS)[number];

/** A current charge, as it stands at one time. */
export const CHARGE_STATES = ['trialing', 'live', 'frozen'] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];

/** How often a charge is billed, in Shopify's names. */
export const BILLING_INTERVALS = ['EVERY_30_DAYS', 'ANNUAL'] as const;
export type BillingInterval = (typeof BILLING_INTERVALS)[number];

/** Stated by a row; inferred from rows by a rule; assumed for want of any row. The surest first. */
export const CONFIDENCE_LEVELS = ['stated', 'inferred', 'assumed'] as const;
export type Confidence = (typeof CONFIDENCE_LEVELS)[number];

/** Why a figure is what it is: the rule's name, and the ids of the raw rows that it read. */
export interface Why {
  readonly rule: RuleName;
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
}

/** The figures that carry a reason. */
export const FIGURES_WITH_REASON = ['plan', 'status', 'mrr', 'interval', 'effectiveMrr'] as const;
export type FigureWithReason = (typeof FIGURES_WITH_REASON)[number];

export const MERCHANT_EVENT_TYPES = [
  'installed',
  'reinstalled',
  'uninstalled',
  'deactivated',
  'reactivated',
  'trial_started',
  'trial_converted',
  'trial_expired',
  'subscribed',
  'resubscribed',
  'upgraded',
  'downgraded',
  'unsubscribed',
  'frozen',
  'unfrozen',
  'cancellation_scheduled',
  'charge_abandoned',
  'one_time_purchase',
  'usage_charge',
  'credit',
  'refund',
] as const;
export type MerchantEventType = (typeof MERCHANT_EVENT_TYPES)[number];

/** Why a merchant was no customer for a time, by what ended the subscription. */
export const LEAVING_CAUSES = ['cancelled', 'uninstalled', 'deactivated'] as const;
export type LeavingCause = (typeof LEAVING_CAUSES)[number];

/** Dates that a correction may be of: they hold at no stretch of time, and are one themselves. */
export const CORRECTED_DATES = ['installedAt', 'firstSubscribedAt', 'uninstalledAt'] as const;
export type CorrectedDate = (typeof CORRECTED_DATES)[number];
export const CORRECTED_FIGURES = ['mrr', 'plan', 'status', ...CORRECTED_DATES] as const;
export type CorrectedFigure = (typeof CORRECTED_FIGURES)[number];

/** By a row that came or changed; by time alone; by rules that are newer than those of the last fold. */
export const CORRECTION_CAUSES = ['row', 'time', 'rule'] as const;
export type CorrectionCause = (typeof CORRECTION_CAUSES)[number];

/** What the list of merchants is sorted by. */
export const MERCHANT_SORTS = ['mrr', 'lifetimeValue', 'lastEventAt', 'installedAt'] as const;
export type MerchantSort = (typeof MERCHANT_SORTS)[number];

export const SORT_ORDERS = ['asc', 'desc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** Why a customer may be about to leave. Rule book: Risk. */
export const RISK_CODES = [
  'frozen',
  'cancelling',
  'payment_late',
  'downgraded',
  'trial_ending_unused',
  'uninstalled_before',
] as const;
export type RiskCode = (typeof RISK_CODES)[number];

/** How much a customer is at risk, the heaviest first. */
export const RISK_LEVELS = ['high', 'medium', 'low', 'none'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** High: something has stopped already. Medium: a sign of these weeks. Low: one of the past. Rule: Risk, "The level". */
export const RISK_LEVEL_OF: Readonly<Record<RiskCode, Exclude<RiskLevel, 'none'>>> = {
  frozen: 'high',
  cancelling: 'high',
  payment_late: 'high',
  downgraded: 'medium',
  trial_ending_unused: 'medium',
  uninstalled_before: 'low',
};

/** For so long a downgrade counts as a sign. */
export const DOWNGRADE_DAYS = 60;

/** So long before its end a trial is ending. */
export const TRIAL_ENDING_DAYS = 7;

/** One reason why a customer may leave, and the rows that say so. */
export interface RiskReason extends Why {
  readonly code: RiskCode;
  readonly since: Instant;
  /** When time alone ends it; null where a row has to. */
  readonly until: Instant | null;
}

/** What speaks for it that a customer leaves. */
export interface Risk {
  readonly level: RiskLevel;
  /** The heaviest first; none for who is no customer. */
  readonly reasons: readonly RiskReason[];
}

/** An exact amount of one currency. */
export interface Amount {
  readonly units: Units;
  readonly currency: string;
}

/** What a person looks at first; `mrr` with one entry a currency. */
export interface MerchantSummary {
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  readonly plan: string | null;
  readonly mrr: readonly Amount[];
}

/** One line of a merchant's history. */
export interface HistoryEvent extends Why {
  /** Stable: the same event derived again has the same id. */
  readonly id: string;
  readonly type: MerchantEventType;
  readonly occurredAt: Instant;
  /** Position among the events of the same instant, so that the history has one order. */
  readonly rank: number;
  readonly plan: string | null;
  readonly mrrChange: Amount | null;
  readonly amount: Amount | null;
  readonly reason: string | null;
  readonly description: string | null;
  readonly test: boolean;
  /** A row that another one already accounts for: shown, never counted. */
  readonly suppressed: boolean;
}

/** One billing cycle. Source: Shopify's `AppPricingInterval`, "every 30 days" and "annual". */
export const CYCLE_DAYS = { EVERY_30_DAYS: 30, ANNUAL: 365 } as const satisfies Record<BillingInterval, number>;
/** As long as usage MRR looks back. */
export const USAGE_DAYS = 30;

/**
 * *Lag*: a sale is recorded once the merchant has paid the Shopify invoice it stands on, up to 37 days after it was earned
 * (Shopify Help Center, Partner FAQ, “Charging for apps”).
 * Rule: Words, *lag*.
 */
export const LAG_DAYS = 37;

/** A charge without a sale for that long has missed a whole bill of a month. Rule: "30 days and *lag*". */
export const MISSED_BILL_DAYS = 30 + LAG_DAYS;

/** Who a merchant is, short. */
export interface MerchantName {
  readonly shopNumber: string;
  readonly myshopifyDomain: string;
  readonly name: string;
}

/** What Convot is told of a merchant, by its name in the message. */
export const NOTICE_TYPES = [
  'merchant.uninstalled',
  'merchant.trial_expired',
  'merchant.frozen',
  'merchant.unfrozen',
  'merchant.cancellation_scheduled',
] as const;
export type NoticeType = (typeof NOTICE_TYPES)[number];

/** The message of whatever changes of a merchant, where the installation wants it. */
export const UPDATE_TYPE = 'merchant.updated';
