import type { CurrencyRevenue, Revenue, Standing } from '../../shared/api/types.js';
import { FIGURE_NAMES } from '../figures/figures.js';
import { daysOfMonth, isMonth } from '../period/month.js';
import { MOVEMENT_NAMES, type MovementName } from '../trend/points.js';

/** Lists of merchants by the figure or the movement that they are behind, as the address names them. */
export const LIST_NAMES = [...FIGURE_NAMES, 'movements', ...MOVEMENT_NAMES] as const;

export type ListName = (typeof LIST_NAMES)[number];

interface Days {
  readonly from: string;
  readonly to: string;
}

/** What to ask for, to see who is behind a figure or a movement. */
export type ListBehind =
  /** Who was there at the end of a day. */
  | { readonly kind: 'standing'; readonly standing: Standing; readonly asOf: string }
  /** Whom MRR changed by; all movements when none is named. */
  | ({ readonly kind: 'movements'; readonly movement: MovementName | null } & Days);

/** @param on the day or month to look at; one outside of what is shown is not meant */
export function listBehind(
  name: ListName,
  on: string | null,
  { range }: Pick<Revenue, 'range'>,
  { churn }: Pick<CurrencyRevenue, 'churn'>,
): ListBehind {
  const within = on === null ? range : (overlap(daysOf(on), range) ?? range);
  switch (name) {
    case 'mrr':
    case 'arr':
    case 'arpu':
      return { kind: 'standing', standing: 'paying', asOf: range.to };
    case 'activeMerchants':
      return { kind: 'standing', standing: 'active', asOf: range.to };
    case 'newMrr':
      return { kind: 'movements', movement: 'new', ...within };
    case 'churnedMrr':
      return { kind: 'movements', movement: 'churn', ...within };
    case 'merchantChurn':
    case 'mrrChurn': {
      const month = churn.find((each) => each.month === on) ?? churn.at(-1);
      return { kind: 'movements', movement: 'churn', ...(month === undefined ? range : daysOfMonth(month.month)) };
    }
    case 'projectedLtv': {
      const [first, last] = [churn.at(0), churn.at(-1)];
      const months =
        first === undefined || last === undefined
          ? range
          : { from: daysOfMonth(first.month).from, to: daysOfMonth(last.month).to };
      return { kind: 'movements', movement: 'churn', ...months };
    }
    case 'movements':
      return { kind: 'movements', movement: null, ...within };
    case 'new':
    case 'reactivation':
    case 'expansion':
    case 'resumed':
    case 'contraction':
    case 'paused':
    case 'churn':
      return { kind: 'movements', movement: name, ...within };
  }
}

const daysOf = (on: string): Days => (isMonth(on) ? daysOfMonth(on) : { from: on, to: on });

function overlap(one: Days, other: Days): Days | null {
  const from = one.from > other.from ? one.from : other.from;
  const to = one.to < other.to ? one.to : other.to;
  return from > to ? null : { from, to };
}
