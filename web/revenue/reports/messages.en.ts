import { formatCount, plural } from '../../shared/format/numbers.js';

/** What the page says where merchants are summed up: what they are on, who leaves, who stays, who comes to pay. */
export const messages = {
  breakdowns: {
    byApp: 'By app',
    byPlan: 'By plan',
    app: 'App',
    plan: 'Plan',
    mrr: 'MRR',
    merchants: 'Active merchants',
    byAppCaption: (day: string, currency: string) => `MRR and active merchants by app on ${day}, in ${currency}`,
    byPlanCaption: (day: string, currency: string) => `MRR and active merchants by plan on ${day}, in ${currency}`,
    none: 'Nothing is live at the end of this range.',
    showAll: (count: number) => `Show all ${formatCount(count)}`,
    showFirst: (count: number) => `Show the first ${formatCount(count)}`,
  },
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
  cohorts: {
    heading: 'Cohorts',
    about: (currency: string) =>
      `Merchants by the month of their first subscription, in ${currency}: how many of them still paid, and how much a month, at the end of that month and 1, 2, 3 … months later.`,
    caption: (day: string) =>
      `Merchants and MRR left of each month’s new subscribers, oldest month first, as of ${day}`,
    none: 'No month has both begun and ended since the first subscription. The first cohort is shown at the next month’s end.',
    month: 'First subscribed',
    began: 'Began',
    sameMonth: 'Same month',
    after: (months: number) => `${formatCount(months)} ${plural(months, 'month', 'months')}`,
    merchants: (count: number) => `${formatCount(count)} ${plural(count, 'merchant', 'merchants')}`,
    left: (count: number, share: string) => `${formatCount(count)} (${share})`,
    notYet: 'not over yet',
  },
  definitions: {
    about:
      'What Mantle, ChartMogul and ProfitWell would show by the rules that they publish, and what makes the difference. Calculated from what is known here; nothing is asked of them.',
    compare: 'Compare',
    caption: (day: string, currency: string) => `MRR by four definitions at the end of ${day}, in ${currency}`,
    none: 'There is no MRR in this currency by any of the definitions.',
    merchants: (count: number) => `${formatCount(count)} ${plural(count, 'merchant', 'merchants')}`,
    ofApp: (app: string, amount: string, count: string) => `${app}: ${amount} (${count})`,
    largest: (shown: number, count: number) =>
      shown === count ? 'Who they are' : `The ${formatCount(shown)} largest of them`,
  },
  funnel: {
    heading: 'From installing to paying',
    about: (period: string) =>
      `Merchants who installed an app for the first time, ${period}: how many of them started a trial, how many of those came to pay, and how many subscribed without one. What happened after these days does not count.`,
    caption: 'Installs, trials and conversions by app and, below each, by the plan of the first trial',
    none: 'Nobody installed an app for the first time in these days.',
    app: 'App and plan',
    installed: 'Installed',
    trialsStarted: 'Trial started',
    converted: 'Converted',
    stillTrialing: 'Still trialing',
    subscribedWithoutTrial: 'Subscribed without trial',
    countAndShare: (count: string, share: string) => `${count} (${share})`,
    notByPlan: 'not told by plan',
    aboutShares: 'In brackets: the share of the column to the left.',
  },
} as const;
