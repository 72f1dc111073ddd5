import type { Instant } from './instant.js';

/** A charge, as far as it decides whose plan is shown. */
export interface Showable {
  /** Its monthly amount when it is live, in exact units, whatever it carries now. */
  readonly m: bigint;
  readonly currency: string;
  readonly startAt: Instant;
  /** bigint as text. */
  readonly number: string;
}

/**
 * Of several charges the one whose plan is shown comes first: the highest *m*; across currencies, which cannot be
 * compared, the newest; then the newest and the higher number.
 * Rule: Status shown, last paragraph.
 * @param charges those that make the status
 */
export function shownFirst<Charge>(charges: readonly Charge[], read: (charge: Charge) => Showable): Charge[] {
  const each = charges.map((charge) => ({ charge, ...read(charge) }));
  // Decided over all of them: asked pair by pair it could go round in a circle.
  const isOneCurrency = new Set(each.map(({ currency }) => currency)).size === 1;
  return each
    .sort(
      (one, other) =>
        (isOneCurrency ? descending(one.m, other.m) : 0) ||
        descending(one.startAt, other.startAt) ||
        other.number.length - one.number.length ||
        descending(one.number, other.number),
    )
    .map(({ charge }) => charge);
}

function descending<Value extends bigint | string>(one: Value, other: Value): number {
  return one > other ? -1 : one < other ? 1 : 0;
}
