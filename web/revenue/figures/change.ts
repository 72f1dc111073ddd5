import type { Money } from '../../shared/api/types.js';

/** A figure at the end of the range, and at the end of the one before. Null: not enough data. */
export interface Compared {
  readonly value: Money | number | null;
  readonly previous: Money | number | null;
}

export type Change =
  /** One of the two is not known. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'same' }
  /** @property share of what it was before; null where that was nothing */
  | { readonly kind: 'more' | 'less'; readonly isGood: boolean; readonly share: number | null };

/**
 * How a figure differs from the range before, in size: a loss that grows is more.
 * @param moreIsGood false for what is better small, such as churn
 */
export function changeOf({ value, previous }: Compared, moreIsGood: boolean): Change {
  if (value === null || previous === null) return { kind: 'unknown' };
  // For a percentage with one digit only: amounts themselves are never reckoned with here.
  const [now, before] = [sizeOf(value), sizeOf(previous)];
  if (now === before) return { kind: 'same' };
  const isMore = now > before;
  return {
    kind: isMore ? 'more' : 'less',
    isGood: isMore === moreIsGood,
    share: before === 0 ? null : now / before - 1,
  };
}

const sizeOf = (figure: Money | number): number =>
  Math.abs(typeof figure === 'number' ? figure : Number(figure.amount));
