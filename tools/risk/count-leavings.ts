import { RISK_CODES, type RiskCode, type RiskLevel } from '../../src/contract/merchant-words.js';
import { noHints } from '../../src/merchants/rules/charges/interval.js';
import type { Span } from '../../src/merchants/rules/figures/spans.js';
import { fold, type Folded } from '../../src/merchants/rules/fold.js';
import { type Instant, plusMs } from '../../src/values/instant.js';
import type { ShownRow } from './demo-pairs.js';

const DAY_MS = 86_400_000;

/** Two billing cycles of a month: as long as a downgrade counts as a sign, and long enough for a trial to be decided. */
export const WINDOW_DAYS = 60;

/** How many days before it left a customer is looked at. */
const LEADS = [1, 7, 30] as const;

/** Customers at some moments, and those of them who left in the days after. */
export interface Tally {
  customers: number;
  left: number;
}

export interface Counted {
  readonly all: Tally;
  /** With an MRR above zero. */
  readonly paying: Tally;
  readonly byLevel: Readonly<Record<RiskLevel, Tally>>;
  readonly byCode: Readonly<Record<RiskCode, Tally>>;
  /** Each time that a customer left. */
  readonly leavings: number;
  /** Of those how many were customers so many days before, and had a reason then. */
  readonly before: ReadonlyMap<number, { customers: number; withReason: number }>;
}

/**
 * Counts who had a reason and who left, each customer of each app at each of these moments, by what was known then.
 * @param today by what is known then it is judged who left
 */
export function countLeavings(
  pairs: readonly (readonly ShownRow[])[],
  moments: readonly Instant[],
  today: Instant,
): Counted {
  const counted = {
    ...{ all: noTally(), paying: noTally(), leavings: 0 },
    byLevel: { high: noTally(), medium: noTally(), low: noTally(), none: noTally() },
    byCode: Object.fromEntries(RISK_CODES.map((code) => [code, noTally()])) as Record<RiskCode, Tally>,
    before: new Map(LEADS.map((days) => [days as number, { customers: 0, withReason: 0 }])),
  };
  for (const rows of pairs) {
    const { spans } = knownAt(rows, today);
    for (const moment of moments) {
      const known = knownAt(rows, moment);
      if (!isCustomer(known)) continue;
      const hasLeft = leftWithin(spans, moment, plusMs(moment, WINDOW_DAYS * DAY_MS));
      const paying = known.mrr.some(({ units }) => units > 0n) ? [counted.paying] : [];
      const ofReasons = known.risk.reasons.map(({ code }) => counted.byCode[code]);
      for (const tally of [counted.all, ...paying, counted.byLevel[known.risk.level], ...ofReasons]) {
        tally.customers += 1;
        if (hasLeft) tally.left += 1;
      }
    }
    for (const leftAt of leavingsOf(spans, today)) {
      counted.leavings += 1;
      for (const [days, tally] of counted.before) {
        const known = knownAt(rows, plusMs(leftAt, -days * DAY_MS));
        if (!isCustomer(known)) continue;
        tally.customers += 1;
        if (known.risk.reasons.length > 0) tally.withReason += 1;
      }
    }
  }
  return counted;
}

function noTally(): Tally {
  return { customers: 0, left: 0 };
}

/** What the rows that Shopify had shown by then say of that moment. */
function knownAt(rows: readonly ShownRow[], moment: Instant): Folded {
  return fold(
    rows.flatMap(({ row, shownAt }) => (shownAt <= moment && row.at <= moment ? [row] : [])),
    moment,
    noHints,
  );
}

function isCustomer({ status }: Folded): boolean {
  return status === 'trialing' || status === 'active' || status === 'frozen';
}

/** Whether no charge was on at some moment of these days. */
function leftWithin(spans: readonly Span[], from: Instant, until: Instant): boolean {
  for (let at = from; at <= until;) {
    const covering = spans.filter((span) => span.from <= at && (span.to === null || at < span.to));
    if (covering.length === 0) return true;
    const ends = covering.map(({ to }) => to);
    if (ends.includes(null)) return false;
    at = ends.reduce<Instant>((latest, to) => (to !== null && to > latest ? to : latest), at);
  }
  return false;
}

/** When the last charge that was on ended, each time. */
function leavingsOf(spans: readonly Span[], today: Instant): Instant[] {
  const ends = spans.flatMap(({ to }) => (to !== null && to <= today ? [to] : []));
  return [...new Set(ends)].filter((at) => leftWithin(spans, at, at));
}
