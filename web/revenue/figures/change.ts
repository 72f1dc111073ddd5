import type { Money } from '../../shared/api/types.js';

/** Per cent, as decimal text: `4.17`. */
export interface Rate {
  readonly percent: string;
}

/** An amount, a count or a rate. */
export type Figure = Money | number | Rate;

/** A figure at the end of the range, and at the end of the one before. Null: not enough data. */
export interface Compared {
  readonly value: Figure | null;
  readonly previous: Figure | null;
}

export type Change =
  /** One of the two is not known. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'same' }
  /** @property share of what it was before; null where that was nothing, and of a rate: a per cent of per cents misleads */
  | { readonly kind: 'more' | 'less'; readonly isGood: boolean; readonly share: number | null };

/**
 * How a figure differs from the range before, in size: a loss that grows is more.
 * @param moreIsGood false for what is better small, such as churn
 */
export function changeOf({ value, previous }: Compared, moreIsGood: boolean): Change {
  if (value === null || previous === null) return { kind: 'unknown' };
  // For a percentage with one digit only: amounts themselves are never calculated with here.
  const [now, before] = [sizeOf(value), sizeOf(previous)];
  if (now === before) return { kind: 'same' };
  const isMore = now > before;
  return {
    kind: isMore ? 'more' : 'less',
    isGood: isMore === moreIsGood,
    share: before === 0 || isRate(value) ? null : now / before - 1,
  };
}

function sizeOf(figure: Figure): number {
  if (typeof figure === 'number') return Math.abs(figure);
  return Math.abs(Number(isRate(figure) ? figure.percent : figure.amount));
}

export const isRate = (figure: Figure): figure is Rate => typeof figure === 'object' && 'percent' in figure;
