import type { Instant } from '../values/instant.js';
import type { Units } from '../values/money.js';
import type { RuleName } from './rule-names.js';

/** What a merchant is to one app. Rule book: Status shown. */
export type Status = 'trialing' | 'active' | 'frozen' | 'churned' | 'installed';

/** Why the status is so; null where it needs no reason. */
export type Detail = 'cancelled' | 'uninstalled' | 'deactivated' | 'trial_expired' | 'free' | 'usage';

/** Shopify's own names. */
export type Interval = 'EVERY_30_DAYS' | 'ANNUAL';

/** Stated by a row; inferred from rows by a rule; assumed for want of any row. */
export type Confidence = 'stated' | 'inferred' | 'assumed';

/** Why a figure is what it is: the rule's name, and the ids of the raw rows that it read. */
export interface Why {
  readonly rule: RuleName;
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
}

/** The figures that carry a reason. */
export type Figure = 'plan' | 'status' | 'mrr' | 'interval' | 'effectiveMrr';

export type EventType =
  | 'installed'
  | 'reinstalled'
  | 'uninstalled'
  | 'deactivated'
  | 'reactivated'
  | 'trial_started'
  | 'trial_converted'
  | 'trial_expired'
  | 'subscribed'
  | 'resubscribed'
  | 'upgraded'
  | 'downgraded'
  | 'unsubscribed'
  | 'frozen'
  | 'unfrozen'
  | 'charge_abandoned'
  | 'one_time_purchase'
  | 'usage_charge'
  | 'credit'
  | 'refund';

/** An exact amount of one currency. */
export interface Amount {
  readonly units: Units;
  readonly currency: string;
}

/** What a person looks at first; `mrr` with one entry a currency. */
export interface Shown {
  readonly status: Status;
  readonly detail: Detail | null;
  readonly plan: string | null;
  readonly mrr: readonly Amount[];
}

/** One line of a merchant's history. */
export interface HistoryEvent extends Why {
  /** Stable: the same event derived again has the same id. */
  readonly id: string;
  readonly type: EventType;
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
