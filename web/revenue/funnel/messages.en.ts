/** What the page says about trials. */
export const messages = {
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
} as const;
