import type { ChargeState, LeavingCause, MerchantEventType } from '../../../contract/merchant-words.js';
import { type Instant, storedInstant } from '../../../values/instant.js';
import type { Absence, Tenure } from '../merchant-views.js';

/** A stretch in which a charge was alive, as JSON of the database has it. */
export interface StoredSpan {
  readonly state: ChargeState;
  readonly from: string;
  readonly to: string | null;
}

/** An event that can end a subscription. */
export interface StoredLeaving {
  readonly type: keyof typeof CAUSES;
  readonly at: string;
  readonly reason: string | null;
  readonly description: string | null;
}

interface Period {
  readonly from: Instant;
  readonly to: Instant | null;
}

const CAUSES = {
  uninstalled: 'uninstalled',
  deactivated: 'deactivated',
  unsubscribed: 'cancelled',
} as const satisfies Partial<Record<MerchantEventType, LeavingCause>>;

/**
 * Since when a shop is a customer, with its absences: whatever is live or frozen in any app counts, a trial does not.
 * @param isWhole whether all rows of the past are here
 */
export function tenureOf(spans: readonly StoredSpan[], leavings: readonly StoredLeaving[], isWhole: boolean): Tenure {
  const periods = periodsOf(spans.filter(({ state }) => state !== 'trialing'));
  const trial = periodsOf(spans.filter(({ state }) => state === 'trialing')).at(-1) ?? null;
  const last = periods.at(-1);
  const turns = leavings.map((leaving) => ({ ...leaving, at: storedInstant(leaving.at) }));
  return {
    since: periods[0]?.from ?? null,
    until: last?.to ?? null,
    absences: periods.flatMap(({ from: to }, index) => {
      const from = periods[index - 1]?.to ?? null;
      return from === null ? [] : [absenceOf(from, to, turns)];
    }),
    trial: trial !== null && (last === undefined || last.from < trial.from) ? trial : null,
    isWhole,
  };
}

/** Stretches that overlap or follow each other are one. */
function periodsOf(spans: readonly StoredSpan[]): Period[] {
  const sorted = spans
    .map(({ from, to }) => ({ from: storedInstant(from), to: to === null ? null : storedInstant(to) }))
    .sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  const periods: Period[] = [];
  for (const span of sorted) {
    const last = periods.at(-1);
    if (last === undefined || (last.to !== null && last.to < span.from)) periods.push(span);
    else if (last.to !== null && (span.to === null || span.to > last.to))
      periods[periods.length - 1] = { ...last, to: span.to };
  }
  return periods;
}

/** An uninstall tells why, also one that came days after the cancel; without one, what ended the subscription. */
function absenceOf(
  from: Instant,
  to: Instant,
  leavings: readonly (Omit<StoredLeaving, 'at'> & { at: Instant })[],
): Absence {
  const within = leavings.filter(({ at }) => from <= at && at < to);
  const cause =
    within.find(({ type, reason, description }) => type === 'uninstalled' && (reason ?? description) !== null) ??
    within.find(({ type }) => type !== 'unsubscribed') ??
    within[0];
  return {
    from,
    to,
    cause: CAUSES[cause?.type ?? 'unsubscribed'],
    reason: cause?.reason ?? null,
    description: cause?.description ?? null,
  };
}
