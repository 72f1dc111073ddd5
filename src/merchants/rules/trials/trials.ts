import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { cycleMs } from '../charges/interval.js';
import { type Life, statementsOf } from '../charges/life.js';
import { DAY_MS } from '../words/durations.js';
import { compareText } from '../words/order-at-one-instant.js';
import { type FoldTransaction, isPayment } from '../words/rows.js';
import { type TrialOutcome, trialOutcome } from './trial-outcome.js';

/** A life together with its trial: when it is, and from when on it counts. */
export interface Course {
  readonly life: Life;
  readonly trial: Trial | null;
  /** From here on the charge carries *m* whenever it is live; null when it never does. */
  readonly carriesFrom: Instant | null;
}

export interface Trial extends TrialOutcome {
  readonly endsAt: Instant;
  /** Taken over from the plan before: a switch inside a trial keeps the original end. */
  readonly isInherited: boolean;
  /** Of the answer that states its end; null for an inferred one. */
  readonly statedBy: string | null;
}

/**
 * Decides for each life, in the order they started, whether it began with a trial and what became of it.
 * Rule: Trials.
 */
export function coursesOf(lives: readonly Life[], charges: readonly Charge[], asOf: Instant): Course[] {
  const courses: Course[] = [];
  for (const life of lives) {
    const window = trialWindow(life, courses, charges);
    if (window === null) {
      courses.push({ life, trial: null, carriesFrom: life.start.at });
      continue;
    }
    const payments = paymentsInto(life, window.isInherited, courses);
    const trial = { ...window, ...trialOutcome(life, payments, window.endsAt, asOf) };
    courses.push({ life, trial, carriesFrom: trial.converted?.at ?? null });
  }
  return courses;
}

type Window = Pick<Trial, 'endsAt' | 'isInherited' | 'statedBy'>;

/** What is stated decides; else the trial of the plan before goes on, or the first billing date betrays one. */
function trialWindow(life: Life, courses: readonly Course[], charges: readonly Charge[]): Window | null {
  const stated = statedTrial(life);
  const inherited = inheritedEnd(life, courses);
  if (stated !== null) return { ...stated, isInherited: inherited !== null };
  const endsAt = inherited ?? (hasPaidBefore(life, courses, charges) ? null : trialWindowEnd(life));
  if (endsAt === null || statementsOf(life).some(({ at }) => at < endsAt)) return null;
  return { endsAt, isInherited: inherited !== null, statedBy: null };
}

/**
 * The end of the trial that the answers of a life name, or the first later one that says that it was over before.
 * Rule: Trials, "Stated".
 */
function statedTrial(life: Life): Pick<Trial, 'endsAt' | 'statedBy'> | null {
  const own = statementsOf(life);
  const naming = own.findLast(({ terms }) => terms.trialEndsAt !== null);
  const endsAt = naming?.terms.trialEndsAt ?? null;
  if (naming === undefined || endsAt === null || endsAt <= life.start.at) return null;
  const over = own.find(({ at, terms }) => at > naming.at && at < endsAt && terms.trialEndsAt === null);
  return { endsAt: over?.at ?? endsAt, statedBy: over?.id ?? naming.id };
}

/**
 * The end of the trial that all of this life's predecessors were in when they were replaced, the latest. A free plan needs
 * no trial.
 * Rule: Trials, "A plan switch keeps the original end".
 */
function inheritedEnd({ predecessors, start, m }: Life, courses: readonly Course[]): Instant | null {
  if (predecessors.length === 0 || m.units === 0n) return null;
  const ends = coursesOfLives(predecessors, courses).map(({ trial }) =>
    trial !== null && trial.endsAt > start.at && trial.converted === null ? trial.endsAt : null,
  );
  return ends.reduce((latest, end) => (latest === null || end === null ? null : end > latest ? end : latest));
}

/**
 * What was paid since the life began, in time's order. A bill of the plan that a trial was taken over from may be
 * settled after the switch.
 * Rule: Trials, "A sale above zero inside converts".
 */
function paymentsInto(life: Life, isInherited: boolean, earlier: readonly Course[]): FoldTransaction[] {
  const sales = new Set(isInherited ? salesUpTo(life, earlier) : life.charge.sales);
  return [...sales]
    .filter((sale) => isPayment(sale) && life.start.at <= sale.at)
    .sort((one, other) => compareText(one.at, other.at) || compareText(one.id, other.id));
}

/** Of the life's charge and of those that its trial came through. */
function salesUpTo({ charge, predecessors }: Life, earlier: readonly Course[]): FoldTransaction[] {
  const passedOn = coursesOfLives(predecessors, earlier).flatMap(({ life, trial }) =>
    trial?.isInherited === true ? salesUpTo(life, earlier) : life.charge.sales,
  );
  return [...passedOn, ...charge.sales];
}

function coursesOfLives(lives: readonly Life[], courses: readonly Course[]): Course[] {
  return courses.filter(({ life }) => lives.includes(life));
}

/**
 * A short gap for one who paid before is the rest of a cycle already bought. Paid is who has paid on a charge
 * started earlier, or has an earlier charge that has carried MRR. What the charge itself takes from its activation on
 * is no earlier payment.
 * Rule: Trials, "no charge activated earlier".
 */
function hasPaidBefore({ charge, start }: Life, earlier: readonly Course[], charges: readonly Charge[]): boolean {
  return (
    charges.some((other) =>
      other.sales.some((sale) => isPayment(sale) && (other === charge ? sale.at < start.at : sale.at <= start.at)),
    ) ||
    earlier.some(
      ({ life, carriesFrom }) =>
        life.start.at < start.at &&
        ((life.charge !== charge && life.charge.sales.some(isPayment)) ||
          (life.m.units > 0n && carriesFrom !== null && carriesFrom <= start.at)),
    )
  );
}

/** A first bill up to two days away is no trial: dates are cut to midnight. */
const SHORTEST_TRIAL_MS = 2 * DAY_MS;
const YEAR_AHEAD_MS = 360 * DAY_MS;
/** A monthly plan whose first bill is further away than a cycle and a bit has a trial before it. */
const LONGER_THAN_A_CYCLE_MS = 32 * DAY_MS;

/**
 * When the trial that an activation's first billing date betrays would end; null when the date is that of an
 * ordinary cycle. Events state no trial: a 30-day trial of a monthly plan cannot be told from a paid cycle by them.
 * Rule: Trials, "Inferred".
 */
function trialWindowEnd({ charge, start, m }: Life): Instant | null {
  if (start.source !== 'event' || start.billingOn === null || m.units === 0n) return null;
  const { interval } = charge.interval;
  const { at, billingOn } = start;
  if (billingOn <= plusMs(at, SHORTEST_TRIAL_MS)) return null;
  const isYearAhead = billingOn >= plusMs(at, YEAR_AHEAD_MS);
  const isShort = billingOn < plusMs(at, cycleMs(interval) - DAY_MS) && !(interval === 'ANNUAL' && isYearAhead);
  const isLong =
    interval === 'EVERY_30_DAYS' &&
    billingOn >= plusMs(at, LONGER_THAN_A_CYCLE_MS) &&
    billingOn <= plusMs(at, YEAR_AHEAD_MS);
  return isShort || isLong ? billingOn : null;
}
