import { formatCount, plural } from '../../shared/format/numbers.js';

/** What the page says about who leaves. */
export const messages = {
  reasons: {
    heading: 'Why they leave',
    about: (period: string) =>
      `The reasons of everyone who left, ${period}, by app and plan. Whoever gave two reasons is counted with both.`,
    caption: 'Reasons for leaving by app and plan, most frequent first',
    none: 'Nobody left in these days.',
    app: 'App',
    plan: 'Plan',
    reason: 'Reason',
    noReason: 'None given',
    left: 'Left',
    mrrLost: 'MRR lost',
    total: (count: number) => `${formatCount(count)} left in all.`,
    /** Whoever left without MRR, or with some in another currency, is in no such list. */
    whoWithMrr: (currency: string) => `See who left with MRR, in ${currency}`,
    noPlan: 'No plan, or not known',
    leftOut: (count: number) =>
      `${formatCount(count)} rarer ${plural(count, 'line is', 'lines are')} not shown. Choose one app or fewer days to see ${plural(count, 'it', 'them')}.`,
  },
  rates: {
    heading: 'Churn rate by month',
    about:
      'Of the merchants who paid when a month began, how many did not when it ended; and of the MRR then, how much was lost. A freeze stops paying, too.',
    caption: (currency: string) => `Churn rate of merchants and of MRR in ${currency}, newest month first`,
    region: 'Churn rate by month',
    month: 'Month',
    paying: 'Paying at start',
    stopped: 'Stopped paying',
    merchantChurn: 'Merchant churn',
    mrr: 'MRR at start',
    churnedMrr: 'MRR lost',
    mrrChurn: 'MRR churn',
    unknown: 'Nobody paid',
  },
} as const;
