import type {
  BillingInterval,
  ChargeState,
  MerchantEventType,
  MerchantStatus,
  Risk,
  RiskCode,
  StatusDetail,
  Why,
} from '../../contract/merchant-words.js';
import type { Instant } from '../../values/instant.js';
import { instantFromMicros, instantToMicros } from '../../values/instant.js';
import type { Hints } from './charges/interval.js';
import { PastFigures } from './figures/past-figures.js';
import type { Span } from './figures/spans.js';
import { fold, type Folded } from './fold.js';
import { asRisk } from './risk/risk.js';
import { sumByCurrency } from './words/amounts.js';
import type { RawRow } from './words/rows.js';

/** A line of the stored history, as far as the past is read from it. */
export interface ThenLine extends Why {
  readonly type: MerchantEventType;
  readonly occurredAt: Instant;
  readonly test: boolean;
  readonly suppressed: boolean;
}

/** What is stored of one app on one shop, of all times. */
export interface PairFacts {
  readonly rows: readonly RawRow[];
  readonly hints: Hints;
  readonly spans: readonly Span[];
  /** In the one order. */
  readonly lines: readonly ThenLine[];
  /** Of its charges by number. */
  readonly intervals: ReadonlyMap<string, BillingInterval>;
  readonly firstSubscribedAt: Instant | null;
}

/** What the app was to the shop then. */
export type PairThen = Omit<Folded, 'events' | 'charges' | 'spans' | 'notices' | 'nextChangeAt' | 'chargeChangedAt'> & {
  /** The charges that were alive. */
  readonly alive: readonly Span[];
};

/**
 * How an app stood on a shop just before a midnight, by what is known now of that time: what the rules say of the rows
 * until then, and where later rows taught otherwise of the charges, what is stored of them.
 * @returns null when nothing had happened yet
 */
export function pairThen(facts: PairFacts, midnight: Instant): PairThen | null {
  const rows = facts.rows.filter(({ at }) => at < midnight);
  if (rows.length === 0) return null;
  const last = instantFromMicros(instantToMicros(midnight) - 1);
  const then = fold(rows, last, facts.hints);
  const known = new PastFigures(facts.spans, last);
  const isAsKnown = chargesIn(known) === chargesIn(new PastFigures(then.spans, last));
  return { ...then, ...(isAsKnown ? {} : taught(then, known, facts, midnight)), alive: known.alive };
}

/** What the charges say that are alive, to be compared. */
function chargesIn({ alive }: PastFigures): string {
  const each = alive.map(({ chargeNumber, state, carried }) =>
    [chargeNumber, state, carried.units, carried.currency].join(' '),
  );
  return each.sort().join();
}

/** What is known now of the charges, and all that hangs on them. */
function taught(then: Folded, known: PastFigures, facts: PairFacts, midnight: Instant): Partial<PairThen> {
  const { intervals, firstSubscribedAt } = facts;
  const lines = facts.lines.filter(({ occurredAt, test, suppressed }) => occurredAt < midnight && !test && !suppressed);
  const shown = known.shown();
  const state = known.status();
  const { status, detail } = state === 'none' ? lost(facts, lines, midnight) : standing(state, then, known);
  const why = whyThen(lines);
  return {
    ...{ status, detail },
    plan: shown?.plan ?? null,
    lastPlan: shown === null ? (then.plan ?? then.lastPlan) : null,
    interval: shown === null ? null : (intervals.get(shown.chargeNumber) ?? null),
    currency: shown?.carried.currency ?? then.currency,
    mrr: sumByCurrency(known.alive.map(({ carried }) => carried)),
    effectiveMrr: shown === null ? [] : then.effectiveMrr,
    trialEndsAt: status === 'trialing' ? then.trialEndsAt : null,
    cancelsOn: shown === null ? null : then.cancelsOn,
    risk: riskLeft(then.risk, known),
    firstSubscribedAt: firstSubscribedAt !== null && firstSubscribedAt < midnight ? firstSubscribedAt : null,
    why: why === null ? {} : { status: why, plan: why, mrr: why },
  };
}

/** Of the reasons that the rows of then gave those that fit what is known now of the charges. */
function riskLeft({ reasons }: Risk, { alive }: PastFigures): Risk {
  return asRisk(
    reasons.filter(({ code }) => {
      const wanted = STATE_OF[code];
      return alive.some(({ state }) => wanted === undefined || state === wanted);
    }),
  );
}

/** The state that some charge is in as long as there is this reason; else any will do. */
const STATE_OF: Partial<Record<RiskCode, ChargeState>> = {
  frozen: 'frozen',
  payment_late: 'live',
  trial_ending_unused: 'trialing',
};

interface ShownThen {
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
}

function standing(status: ShownThen['status'], { usageMrr }: Folded, known: PastFigures): ShownThen {
  const isFree = known.alive.every(({ state, carried }) => state !== 'live' || carried.units === 0n);
  return { status, detail: status === 'active' && isFree ? (usageMrr.length > 0 ? 'usage' : 'free') : null };
}

/** By now it is known that no charge was alive. */
function lost({ spans }: PairFacts, lines: readonly ThenLine[], midnight: Instant): ShownThen {
  const detail = lines.map(({ type }) => DETAIL_OF[type]).findLast((one) => one !== undefined);
  const hadCharge = spans.some(({ from }) => from < midnight);
  return hadCharge ? { status: 'churned', detail: detail ?? 'cancelled' } : { status: 'installed', detail: null };
}

const DETAIL_OF: Partial<Record<MerchantEventType, StatusDetail>> = {
  uninstalled: 'uninstalled',
  deactivated: 'deactivated',
  unsubscribed: 'cancelled',
  trial_expired: 'trial_expired',
};

/** The last line that told of it. */
function whyThen(lines: readonly ThenLine[]): Why | null {
  const line = lines.findLast(({ type }) => !MONEY_ONLY.includes(type));
  return line === undefined ? null : { rule: line.rule, confidence: line.confidence, evidence: line.evidence };
}

const MONEY_ONLY: readonly MerchantEventType[] = [
  'cancellation_scheduled',
  'charge_abandoned',
  'one_time_purchase',
  'usage_charge',
  'credit',
  'refund',
];
