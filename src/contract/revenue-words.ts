/** The days that revenue is told of, by name: complete UTC days, ending yesterday. */
export const RANGES = ['yesterday', '7d', '30d', '90d', '12m'] as const;
export type RangeName = (typeof RANGES)[number];

/** What one point of a series stands for. */
export const SERIES_UNITS = ['day', 'month'] as const;
export type SeriesUnit = (typeof SERIES_UNITS)[number];

/** The movements of a day, in the order in which they are shown. */
export const MOVEMENTS = ['new', 'reactivation', 'expansion', 'contraction', 'paused', 'resumed', 'churn'] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** How much of the past is known: of no connection, of some not all of it, or all of it. */
export const HISTORY_COVERAGES = ['none', 'partial', 'whole'] as const;
export type HistoryCoverage = (typeof HISTORY_COVERAGES)[number];

/** Which merchants a card counts. Paying: MRR above zero; active: trialing or live, also for nothing. */
export const COUNTED_MERCHANTS = ['paying', 'active'] as const;
export type CountedMerchants = (typeof COUNTED_MERCHANTS)[number];
