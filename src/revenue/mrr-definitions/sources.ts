/** A public page, as a stored copy of it said that was read on 30 November 2026. */
export interface Source {
  readonly title: string;
  readonly url: string;
}

/** Where each definition is published. */
export const SOURCES = {
  mantleMrr: {
    title: 'Mantle, Monthly recurring revenue',
    url: 'https://heymantle.com/docs/revenue/monthly-recurring-revenue',
  },
  mantleLibrary: { title: 'Mantle, Metrics library', url: 'https://heymantle.com/docs/reports/library' },
  mantleAccuracy: {
    title: 'Mantle, Configure for accuracy',
    url: 'https://heymantle.com/docs/get-started/configure-for-accuracy',
  },
  mantleUsage: {
    title: 'Mantle, Usage and one-time charges',
    url: 'https://heymantle.com/docs/revenue/usage-and-one-time-charges',
  },
  chartmogulMrr: {
    title: 'ChartMogul, Metric: Monthly Recurring Revenue (MRR)',
    url: 'https://help.chartmogul.com/hc/en-us/articles/203299812',
  },
  chartmogulTrials: {
    title: 'ChartMogul, Does ChartMogul display non-paying trial customers?',
    url: 'https://help.chartmogul.com/hc/en-us/articles/360002120279',
  },
  chartmogulSettings: {
    title: 'ChartMogul, Configuring Subscription Analytics settings',
    url: 'https://help.chartmogul.com/hc/en-us/articles/15384089786524',
  },
  chartmogulPastDue: {
    title: 'ChartMogul, Handling past-due subscriptions',
    url: 'https://help.chartmogul.com/article/303-handling-past-due-subscriptions',
  },
  chartmogulDiffers: {
    title: 'ChartMogul, Why do metrics in ChartMogul differ from my billing system?',
    url: 'https://help.chartmogul.com/hc/en-us/articles/360003422980',
  },
  profitwellMrr: {
    title: 'ProfitWell, MRR',
    url: 'https://www.paddle.com/help/profitwell-metrics/measure/subscription-metrics/mrr',
  },
  profitwellDiscounts: {
    title: 'ProfitWell, Discounts and Credits',
    url: 'https://www.paddle.com/help/profitwell-metrics/measure/subscription-metrics/discounts',
  },
  profitwellOnHold: {
    title: 'ProfitWell vs. Recurly',
    url: 'https://www.paddle.com/help/profitwell-metrics/measure/compare/profitwell-vs-recurly',
  },
  profitwellCancelled: {
    title: 'ProfitWell, Cancelled Users',
    url: 'https://www.paddle.com/help/profitwell-metrics/measure/subscription-retention/cancelled-users',
  },
  profitwellMetered: {
    title: 'ProfitWell vs. Chargebee',
    url: 'https://www.paddle.com/help/profitwell-metrics/measure/compare/profitwell-vs-chargebee',
  },
  profitwellRefunds: {
    title: 'ProfitWell, Refunds',
    url: 'https://learn.profitwell.com/article/ecb3zzxewx-refunds',
  },
  profitwellCurrencies: {
    title: 'ProfitWell, How do you handle currency conversions?',
    url: 'https://learn.profitwell.com/article/IaQmCmOzlK-how-do-you-handle-currency-conversions',
  },
} as const satisfies Readonly<Record<string, Source>>;
