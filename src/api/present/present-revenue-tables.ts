import type { z } from 'zod';
import type { Cohort, CohortRetained } from '../../revenue/figures/cohorts.js';
import type { ChurnReason, Leavings } from '../../revenue/store/read-churn-reasons.js';
import type { TrialGroup } from '../../revenue/store/read-trial-funnel.js';
import { groupBy } from '../../values/group-by.js';
import { money } from '../../values/money.js';
import type { ChurnReasons, Cohorts, TrialFunnel } from '../schemas/revenue-tables.js';
import { appOf } from './present-revenue-lists.js';

type AppNames = ReadonlyMap<string, string | null>;

export function presentLeavings({ count, lost }: Leavings): z.input<typeof ChurnReasons>['total'] {
  return { count, mrrChange: lost.map(({ currency, change }) => money(change, currency)) };
}

export function presentReason(
  { appNumber, plan, reason, ...leavings }: ChurnReason,
  names: AppNames,
): z.input<typeof ChurnReasons>['items'][number] {
  return { ...appOf(appNumber, names), plan, reason, ...presentLeavings(leavings) };
}

export function presentCohorts(currency: string, cohorts: Cohort[]): z.input<typeof Cohorts>['currencies'][number] {
  const show = ({ merchants, mrr }: CohortRetained) => ({ merchants, mrr: money(mrr, currency) });
  return {
    currencyCode: currency,
    cohorts: cohorts.map(({ month, retained, ...began }) => ({ month, ...show(began), retained: retained.map(show) })),
  };
}

/** @param groups most merchants first */
export function presentTrials(groups: readonly TrialGroup[], names: AppNames): z.input<typeof TrialFunnel>['apps'] {
  return [...groupBy(groups, ({ appNumber }) => appNumber)].map(([appNumber, own]) => {
    const plans = own.filter(({ hasTrial }) => hasTrial);
    const direct = own.filter(({ hasTrial }) => !hasTrial);
    return {
      ...appOf(appNumber, names),
      installed: sum(own, 'installed'),
      ...trialsOf(plans),
      subscribedWithoutTrial: sum(direct, 'subscribed'),
      plans: plans.map((group) => ({ plan: group.plan, ...trialsOf([group]) })),
    };
  });
}

function trialsOf(groups: readonly TrialGroup[]) {
  return {
    trialsStarted: sum(groups, 'installed'),
    converted: sum(groups, 'converted'),
    stillTrialing: sum(groups, 'stillTrialing'),
  };
}

function sum(groups: readonly TrialGroup[], figure: 'installed' | 'converted' | 'stillTrialing' | 'subscribed') {
  return groups.reduce((total, group) => total + group[figure], 0);
}
