import { type Day, monthOf } from '../../values/day.js';
import { groupBy } from '../../values/group-by.js';
import type { Units } from '../../values/money.js';

/** Two years: few enough that who paid at each month's end is one bit each. */
export const COHORT_MONTHS = 24;

/** Shops that began to pay in the same month, and paid at the same midnights: one bit each, as `ShopGroup` has them. */
export interface CohortGroup {
  readonly currency: string;
  /** Which of the months. */
  readonly cohort: number;
  readonly paying: number;
  readonly shops: number;
}

/** Charges of one cohort that were alive at the same midnights. */
export interface CohortAmount {
  readonly currency: string;
  readonly cohort: number;
  /** From this midnight on, until before that one. */
  readonly firstMoment: number;
  readonly pastMoment: number;
  readonly mrr: Units;
  /** Of it, what the shops began with. */
  readonly began: Units;
}

/** Who is left, and what they pay. */
export interface CohortRetained {
  readonly merchants: number;
  readonly mrr: Units;
}

/** The merchants that first paid in one month. */
export interface Cohort extends CohortRetained {
  /** `2026-11` */
  readonly month: string;
  /** At the end of the month itself, then of each month after it. */
  readonly retained: readonly CohortRetained[];
}

/** @param starts of the months, as `completeMonths` gives them */
export function cohortsOf(
  starts: readonly Day[],
  groups: readonly CohortGroup[],
  amounts: readonly CohortAmount[],
): { currency: string; cohorts: Cohort[] }[] {
  const groupsOf = groupBy(groups, ({ currency }) => currency);
  const amountsOf = groupBy(amounts, ({ currency }) => currency);
  return [...groupsOf.keys()].sort().map((currency) => {
    const members = groupBy(groupsOf.get(currency) ?? [], ({ cohort }) => cohort);
    const charges = groupBy(amountsOf.get(currency) ?? [], ({ cohort }) => cohort);
    const cohorts = [...members.keys()].sort((one, other) => one - other);
    return {
      currency,
      cohorts: cohorts.map((cohort) => cohortOf(starts, cohort, members.get(cohort) ?? [], charges.get(cohort) ?? [])),
    };
  });
}

function cohortOf(
  starts: readonly Day[],
  cohort: number,
  members: readonly CohortGroup[],
  charges: readonly CohortAmount[],
): Cohort {
  const ends = starts.map((_, moment) => moment).slice(cohort + 1);
  return {
    month: monthOf(starts[cohort] as Day),
    merchants: members.reduce((sum, { shops }) => sum + shops, 0),
    mrr: charges.reduce((sum, { began }) => sum + began, 0n),
    retained: ends.map((moment) => ({
      merchants: members.reduce((sum, { paying, shops }) => sum + ((paying & (1 << moment)) === 0 ? 0 : shops), 0),
      mrr: charges.reduce(
        (sum, { firstMoment, pastMoment, mrr }) => (firstMoment <= moment && moment < pastMoment ? sum + mrr : sum),
        0n,
      ),
    })),
  };
}
