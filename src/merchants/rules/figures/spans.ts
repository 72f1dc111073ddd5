import type { Amount, ChargeState } from '../../../contract/merchant-words.js';
import type { Instant } from '../../../values/instant.js';
import type { Units } from '../../../values/money.js';
import type { Life } from '../charges/life.js';
import type { Course } from '../trials/trials.js';
import { comparePlaced, compareText } from '../words/order-at-one-instant.js';

/** A stretch of time in which one charge was in one state and carried one amount. */
export interface Span {
  readonly chargeNumber: string;
  readonly plan: string | null;
  readonly state: ChargeState;
  readonly from: Instant;
  /** Exclusive; null while it goes on. */
  readonly to: Instant | null;
  /** What it adds to MRR: *m* while live, otherwise 0. */
  readonly carried: Amount;
  /** Its *m*, in the same currency, also while it carries nothing. */
  readonly m: Units;
}

/**
 * What was alive when, charge by charge: MRR of any moment is the sum of the spans that cover it. Read from the courses
 * alone, not from the history that is told of them, so that each of the two reckonings can check the other.
 * Rule: First, pair the charges, last sentence; Revenue page.
 * @returns by start, then by charge number; stretches without length are left out
 */
export function spansOf(courses: readonly Course[]): Span[] {
  return courses.flatMap(spansOfCourse).sort(byStart);
}

function spansOfCourse(course: Course): Span[] {
  const spans: Span[] = [];
  const { charge, m } = course.life;
  const instants = turningPoints(course);
  instants.forEach((from, index) => {
    const to = instants[index + 1] ?? null;
    const state = stateAt(course, from);
    if (state === null) return;
    const last = spans.at(-1);
    if (last?.to === from && last.state === state) {
      spans[spans.length - 1] = { ...last, to };
      return;
    }
    const units = state === 'live' ? m.units : 0n;
    const { number: chargeNumber, plan } = charge;
    spans.push({ chargeNumber, plan, state, from, to, carried: { units, currency: m.currency }, m: m.units });
  });
  return spans;
}

/** Every instant at which the course can change, each once, in time's order. */
function turningPoints({ life, trial, carriesFrom }: Course): Instant[] {
  const pauses = [...life.freezes, ...life.outages];
  const instants = [
    life.start.at,
    ...pauses.flatMap(({ from, to }) => (to === null ? [from.at] : [from.at, to.at])),
    ...(carriesFrom === null ? [] : [carriesFrom]),
    ...(trial?.isExpired === true ? [trial.endsAt] : []),
    ...(life.end === null ? [] : [life.end.at]),
  ];
  return [...new Set(instants)].filter((at) => at >= life.start.at).sort(compareText);
}

function stateAt({ life, trial, carriesFrom }: Course, at: Instant): Span['state'] | null {
  if (isOver(life, at) || covers(life.outages, at)) return null;
  const counts = carriesFrom !== null && carriesFrom <= at;
  if (!counts && trial?.isExpired === true && trial.endsAt <= at) return null;
  if (covers(life.freezes, at)) return 'frozen';
  return counts ? 'live' : 'trialing';
}

function isOver({ end }: Life, at: Instant): boolean {
  return end !== null && end.at <= at;
}

function covers(
  pauses: readonly { readonly from: { readonly at: Instant }; readonly to: { readonly at: Instant } | null }[],
  at: Instant,
): boolean {
  return pauses.some(({ from, to }) => from.at <= at && (to === null || to.at > at));
}

function byStart(one: Span, other: Span): number {
  return comparePlaced(placed(one), placed(other));
}

function placed({ from, chargeNumber }: Span) {
  return { at: from, order: 0, chargeNumber } as const;
}
