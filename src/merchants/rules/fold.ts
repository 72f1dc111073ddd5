import type {
  Amount,
  BillingInterval,
  FigureWithReason,
  HistoryEvent,
  MerchantStatus,
  Risk,
  StatusDetail,
  Why,
} from '../../contract/merchant-words.js';
import type { Instant } from '../../values/instant.js';
import { type Chapters, readChapters } from './chapters.js';
import type { Charge } from './charges/charges.js';
import type { Hints } from './charges/interval.js';
import { effectiveMrr, lifetimeValue, listMrr, usageSales } from './figures/recurring-figures.js';
import { type Span, spansOf } from './figures/spans.js';
import { shownStatus, unseenEnd } from './figures/status.js';
import { whyOf } from './figures/why.js';
import { type ChurnNotice, churnNotices } from './history/churn-notices.js';
import { numbered } from './history/history-line.js';
import { purchaseLines } from './history/purchases.js';
import { scheduledCancellation, scheduledCancellationLines } from './history/scheduled-cancellation.js';
import { shownCourse } from './history/story.js';
import { abandonedLines, suppressedCancelLines, testChargeLines } from './history/uncounted-lines.js';
import { installSpan } from './relationship/install-state.js';
import { riskOf } from './risk/risk.js';
import { isRead } from './stated/one-history.js';
import type { Course } from './trials/trials.js';
import { earliest } from './words/durations.js';
import type { RawRow } from './words/rows.js';

/** Raised with every change of a rule: what was derived under another version is stale. */
export const RULES_VERSION = 9;

/** What one app is to one shop, as far as the rows up to `asOf` tell. Amounts have one entry a currency. */
export interface Folded {
  readonly plan: string | null;
  readonly lastPlan: string | null;
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  readonly interval: BillingInterval | null;
  /** The currency of the shown plan, else of the last charge or sale; the one that single figures are shown in. */
  readonly currency: string | null;
  readonly mrr: readonly Amount[];
  readonly effectiveMrr: readonly Amount[];
  readonly usageMrr: readonly Amount[];
  readonly lifetimeValue: readonly Amount[];
  readonly trialEndsAt: Instant | null;
  /** The UTC day on which the shown charge is to end, as Shopify states it. */
  readonly cancelsOn: string | null;
  readonly risk: Risk;
  /** When a row last said that something of a subscription changes. */
  readonly chargeChangedAt: Instant | null;
  readonly installedAt: Instant | null;
  readonly firstSubscribedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
  readonly why: Partial<Record<FigureWithReason, Why>>;
  readonly events: readonly HistoryEvent[];
  readonly charges: readonly ChargeSpan[];
  readonly spans: readonly Span[];
  readonly notices: readonly ChurnNotice[];
  readonly nextChangeAt: Instant | null;
}

/** A subscription charge over all its lives. */
export interface ChargeSpan {
  readonly charge: Charge;
  readonly test: boolean;
  readonly activatedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endReason:
    'cancelled' | 'replaced' | 'sales_stopped' | 'uninstalled' | 'deactivated' | 'trial_expired' | null;
}

/**
 * Raw rows of one (app, shop) pair → plan, status, MRR and history. Pure: the same rows and the same `asOf` give the
 * same result, whatever their order, however often each is there, and whichever pages they came in.
 */
export function fold(rows: readonly RawRow[], asOf: Instant, hints: Hints): Folded {
  const { known, changedAt, tests, real, test, changes, cancels, lives, courses, story } = readChapters(
    rows,
    asOf,
    hints,
  );
  const span = installSpan(changes);
  const usage = usageSales(known, tests, asOf);
  const shown = shownStatus({
    story,
    relation: span.relation,
    hadCharge: lives.length > 0 || real.some(({ sales }) => sales.length > 0),
    unseenEnd: unseenEnd(real, changes),
    hasRecentUsage: usage.amounts.length > 0,
  });
  const primary = shownCourse(shown.by.map(({ course }) => course));
  const standing = story.all();
  const effective = effectiveMrr(standing);
  const cancellation = primary === null ? null : scheduledCancellation(primary.life, asOf);
  const cancellations = scheduledCancellationLines(lives);
  const { risk, nextChangeAt: riskChangesAt } = riskOf(
    { status: shown.status, known, tests, changes, story, primary, cancellation, standing: story.others(null) },
    asOf,
  );
  return {
    plan: primary?.life.charge.plan ?? null,
    lastPlan: primary === null ? (shownCourse(story.lastLoss?.courses ?? [])?.life.charge.plan ?? null) : null,
    status: shown.status,
    detail: shown.detail,
    interval: primary?.life.charge.interval.interval ?? null,
    currency: (primary ?? courses.at(-1))?.life.m.currency ?? lastCurrency(known),
    mrr: listMrr(standing),
    effectiveMrr: effective.amounts,
    usageMrr: usage.amounts,
    lifetimeValue: lifetimeValue(known, tests),
    trialEndsAt: shown.status === 'trialing' ? (primary?.trial?.endsAt ?? null) : null,
    cancelsOn: cancellation?.on ?? null,
    risk,
    chargeChangedAt: changedAt,
    installedAt: span.installedAt,
    firstSubscribedAt: story.firstSubscribedAt,
    uninstalledAt: span.uninstalledAt,
    why: whyOf({ shown, primary, story, lastChange: changes.at(-1) ?? null, effective, cancels }),
    events: numbered([
      ...story.lines,
      ...suppressedCancelLines(real, lives, cancels),
      ...abandonedLines(known, changes),
      ...purchaseLines(known, tests),
      ...testChargeLines(test),
      ...cancellations,
    ]),
    charges: [
      // Of a charge whose terms were changed the last one stands for all.
      ...new Map(real.map((charge) => [charge.number, chargeSpan(charge, false, courses)])).values(),
      ...test.map((charge) => chargeSpan(charge, true, [])),
    ],
    spans: spansOf(courses),
    notices: churnNotices([...story.lines, ...cancellations], real),
    nextChangeAt: earliest(
      cancellation?.isOverAt ?? null,
      riskChangesAt,
      nextChangeAt(courses, usage.nextChangeAt, rows, asOf),
    ),
  };
}

function chargeSpan(charge: Charge, test: boolean, courses: readonly Course[]): ChargeSpan {
  const own = courses.filter(({ life }) => life.charge.number === charge.number);
  const last = own.at(-1);
  const end = last?.life.end;
  return {
    charge,
    test,
    activatedAt: own[0]?.life.start.at ?? charge.activations[0]?.at ?? null,
    endedAt: end?.at ?? (test ? (charge.cancels.at(-1)?.at ?? null) : null),
    endReason: last?.trial?.isExpired === true ? 'trial_expired' : (end?.reason ?? null),
  };
}

/** So that a merchant without a charge has its 0 in a currency, where any row names one. */
function lastCurrency(rows: Chapters['known']): string | null {
  const amounts = rows.map((row) => (row.source === 'event' ? row.amount : (row.gross ?? row.net)));
  return amounts.findLast((amount) => amount !== null)?.currency ?? null;
}

/**
 * When time alone changes the result: a trial's end, its two deadlines, usage leaving its window, the silent end of a
 * life that sales keep, and a row that is dated later than what was read. Null when nothing will.
 * Rule: first paragraph, `nextChangeAt`.
 */
function nextChangeAt(
  courses: readonly Course[],
  usageLeavesAt: Instant | null,
  rows: readonly RawRow[],
  asOf: Instant,
): Instant | null {
  return earliest(
    usageLeavesAt,
    ...courses.map(({ trial }) => trial?.nextChangeAt ?? null),
    ...courses.map(({ life }) => life.silentEndAt),
    ...rows.filter(isRead).map(({ at }) => (at > asOf ? at : null)),
  );
}
