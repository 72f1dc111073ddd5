import type { Instant } from '../instant.js';
import { instantFromMicros, instantToMicros } from '../instant.js';
import { chargeKey, testCharges } from './charges.js';
import { relationAfter, type Relation } from './install-state.js';
import { monthly } from './interval.js';
import { PastFigures } from './past-figures.js';
import { lifetimeValue, usageSales } from './recurring-figures.js';
import { grossOf, isPayment, type FoldRow, type TransactionRow } from './rows.js';
import type { Span } from './spans.js';
import { sumByCurrency } from './standing.js';
import type { Amount, Detail, EventType, Interval, Status, Why } from './vocabulary.js';

/** A line of the stored history, as far as the past is read from it. */
export interface ThenLine extends Why {
  readonly type: EventType;
  readonly occurredAt: Instant;
  readonly rank: number;
  readonly test: boolean;
  readonly suppressed: boolean;
}

/** What is stored of one app on one shop, of all times. */
export interface PairFacts {
  readonly spans: readonly Span[];
  readonly lines: readonly ThenLine[];
  /** Raw rows, each once, in the one order. */
  readonly rows: readonly FoldRow[];
  /** Of its charges by number. */
  readonly intervals: ReadonlyMap<string, Interval>;
  readonly firstSubscribedAt: Instant | null;
  /** When the trial that goes on now would end. */
  readonly trialEndsAt: Instant | null;
}

/** What the app was to the shop then. */
export interface PairThen {
  readonly status: Status;
  readonly detail: Detail | null;
  readonly plan: string | null;
  readonly lastPlan: string | null;
  readonly interval: Interval | null;
  readonly currency: string | null;
  readonly mrr: readonly Amount[];
  readonly effectiveMrr: readonly Amount[];
  readonly usageMrr: readonly Amount[];
  readonly lifetimeValue: readonly Amount[];
  readonly trialEndsAt: Instant | null;
  readonly installedAt: Instant | null;
  readonly firstSubscribedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
  /** The charges that were alive. */
  readonly alive: readonly Span[];
  /** Why it stood so: the last line that told of it. */
  readonly why: Why | null;
}

/**
 * How an app stood on a shop just before a midnight, by what is known now of that time: later rows tell what was, and
 * nothing of what came.
 * @returns null when nothing had happened yet
 */
export function pairThen(facts: PairFacts, midnight: Instant): PairThen | null {
  const lines = facts.lines.filter(({ occurredAt, test, suppressed }) => occurredAt < midnight && !test && !suppressed);
  const rows = facts.rows.filter(({ at }) => at < midnight);
  const spans = facts.spans.filter(({ from }) => from < midnight);
  if (lines.length === 0 && spans.length === 0 && rows.length === 0) return null;
  const last = instantFromMicros(instantToMicros(midnight) - 1);
  const figures = new PastFigures(facts.spans, last);
  const relationship = relationshipBy(lines);
  const isGone = relationship.relation === 'uninstalled';
  const shown = isGone ? null : figures.shown();
  const tests = testCharges(rows);
  const usage = usageSales(rows, tests, midnight).amounts;
  const standing = standingOf({
    figures,
    relation: relationship.relation,
    spans,
    lines,
    usage,
    unseen: unseenEnd(rows, tests, lines),
  });
  const billing = figures.alive.filter(({ state }) => state !== 'frozen');
  return {
    ...standing,
    plan: shown?.plan ?? null,
    lastPlan: shown === null ? lastPlan(facts.spans, spans) : null,
    interval: shown === null ? null : (facts.intervals.get(shown.chargeNumber) ?? null),
    currency: (shown ?? spans.at(-1))?.carried.currency ?? null,
    mrr: sumByCurrency(figures.alive.map(({ carried }) => carried)),
    effectiveMrr: sumByCurrency(billing.flatMap((span) => lastBilled(span, rows, facts.intervals))),
    usageMrr: usage,
    lifetimeValue: lifetimeValue(rows, tests),
    trialEndsAt: standing.status === 'trialing' && shown !== null ? trialEnd(shown, facts) : null,
    installedAt: relationship.installedAt,
    firstSubscribedAt:
      facts.firstSubscribedAt !== null && facts.firstSubscribedAt < midnight ? facts.firstSubscribedAt : null,
    uninstalledAt: relationship.uninstalledAt,
    alive: isGone ? [] : figures.alive,
    why: whyOf(lines),
  };
}

interface Relationship {
  readonly relation: Relation;
  readonly installedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
}

/** As `installSpan` reads it from the rows. */
function relationshipBy(lines: readonly ThenLine[]): Relationship {
  let [relation, installedAt, uninstalledAt]: [Relation, Instant | null, Instant | null] = ['unknown', null, null];
  for (const { type, occurredAt } of lines) {
    if (!isOfRelationship(type)) continue;
    relation = relationAfter(type);
    if (type === 'installed' || type === 'reinstalled') installedAt = occurredAt;
    if (type === 'uninstalled') uninstalledAt = occurredAt;
    if (relation === 'installed') uninstalledAt = null;
  }
  return { relation, installedAt, uninstalledAt };
}

function isOfRelationship(type: EventType): type is Parameters<typeof relationAfter>[0] {
  return ['installed', 'reinstalled', 'uninstalled', 'deactivated', 'reactivated'].includes(type);
}

interface StandingQuestion {
  readonly figures: PastFigures;
  readonly relation: Relation;
  readonly spans: readonly Span[];
  readonly lines: readonly ThenLine[];
  readonly usage: readonly Amount[];
  /** Why a charge is over of which there are sales alone; null without one. */
  readonly unseen: Detail | null;
}

/** The table of `shownStatus`, read from what is stored. Rule: Status shown. */
function standingOf({ figures, relation, spans, lines, usage, unseen }: StandingQuestion): {
  status: Status;
  detail: Detail | null;
} {
  if (relation === 'uninstalled') return { status: 'churned', detail: 'uninstalled' };
  const status = figures.status();
  if (status === 'active') {
    const isFree = figures.alive.every(({ state, carried }) => state !== 'live' || carried.units === 0n);
    return { status, detail: isFree ? (usage.length > 0 ? 'usage' : 'free') : null };
  }
  if (status !== 'none') return { status, detail: null };
  if (relation === 'deactivated') return { status: 'churned', detail: 'deactivated' };
  if (spans.length > 0 || lines.some(({ type }) => OF_CHARGES.includes(type))) {
    return { status: 'churned', detail: lossDetail(spans, lines) };
  }
  return unseen === null ? { status: 'installed', detail: null } : { status: 'churned', detail: unseen };
}

/** They tell of a charge also where it lasted no time at all, so that it has no span. */
const OF_CHARGES: readonly EventType[] = [
  'subscribed',
  'resubscribed',
  'trial_started',
  'trial_expired',
  'unsubscribed',
];

/** What was told when the last charge ended. A trial that had run out is no reason beside a charge that was lost. */
function lossDetail(spans: readonly Span[], lines: readonly ThenLine[]): Detail {
  const told = lines.findLast(({ type }) =>
    spans.length > 0 ? type === 'unsubscribed' || type === 'trial_expired' : type in DETAIL_OF,
  );
  const ends = [lastEnd(spans), told?.occurredAt ?? null].filter((at) => at !== null).sort();
  const types = lines.filter(({ occurredAt }) => occurredAt === ends.at(-1)).map(({ type }) => type);
  const [cause] = LOSSES.filter((type) => types.includes(type));
  return cause === undefined ? 'cancelled' : DETAIL_OF[cause];
}

/** Of several at one instant the first is the reason. */
const LOSSES = ['uninstalled', 'deactivated', 'unsubscribed', 'trial_expired'] as const;
const DETAIL_OF = {
  uninstalled: 'uninstalled',
  deactivated: 'deactivated',
  unsubscribed: 'cancelled',
  trial_expired: 'trial_expired',
} as const;

function lastEnd(spans: readonly Span[]): Instant | null {
  return spans.reduce<Instant | null>(
    (last, { to }) => (to !== null && (last === null || to > last) ? to : last),
    null,
  );
}

/** Of what was alive just before the last charge ended. */
function lastPlan(all: readonly Span[], begun: readonly Span[]): string | null {
  const end = lastEnd(begun);
  return end === null ? null : new PastFigures(all, instantFromMicros(instantToMicros(end) - 1)).plan();
}

/** As `unseenEnd` of the rules. */
function unseenEnd(rows: readonly FoldRow[], tests: ReadonlySet<string>, lines: readonly ThenLine[]): Detail | null {
  const own = rows.filter((row) => row.chargeKind === 'subscription' && !tests.has(chargeKey(row)));
  if (!own.some(({ type }) => type === 'AppSubscriptionSale')) return null;
  const wasCancelled = own.some(({ type }) => type === 'SUBSCRIPTION_CHARGE_CANCELED');
  return !wasCancelled && lines.some(({ type }) => type === 'uninstalled') ? 'uninstalled' : 'cancelled';
}

/** What the charge was last really billed, spread over a month. Rule: The three recurring figures, `effectiveMrr`. */
function lastBilled({ chargeNumber }: Span, rows: readonly FoldRow[], intervals: PairFacts['intervals']): Amount[] {
  const isOwn = (row: FoldRow): row is TransactionRow =>
    row.source === 'transaction' && row.type === 'AppSubscriptionSale' && row.chargeNumber === chargeNumber;
  const sale = rows.filter(isOwn).findLast(isPayment);
  return sale === undefined ? [] : [monthly(grossOf(sale), intervals.get(chargeNumber) ?? 'EVERY_30_DAYS')];
}

/** Its trial goes on now; or it converted or ran out, which is when it ended; or its activation says when it would have. */
function trialEnd({ chargeNumber, to }: Span, { trialEndsAt, lines, rows }: PairFacts): Instant | null {
  if (to === null) return trialEndsAt;
  const isOver = lines.some(
    ({ type, occurredAt }) => occurredAt === to && (type === 'trial_converted' || type === 'trial_expired'),
  );
  if (isOver) return to;
  const activation = rows.findLast(
    (row) =>
      row.source === 'event' && row.type === 'SUBSCRIPTION_CHARGE_ACTIVATED' && row.chargeNumber === chargeNumber,
  );
  return activation?.source === 'event' ? (activation.billingOn ?? to) : to;
}

function whyOf(lines: readonly ThenLine[]): Why | null {
  const line = lines.findLast(({ type }) => !MONEY_ONLY.includes(type));
  return line === undefined ? null : { rule: line.rule, confidence: line.confidence, evidence: line.evidence };
}

const MONEY_ONLY: readonly EventType[] = ['charge_abandoned', 'one_time_purchase', 'usage_charge', 'credit', 'refund'];
