/** Whose definition of MRR stands beside ours, in the order in which they are shown. */
export const MRR_DEFINITIONS = ['mantle', 'chartmogul', 'profitwell'] as const;
export type MrrDefinition = (typeof MRR_DEFINITIONS)[number];

/** By what another definition comes to another figure, in the order in which it is applied. */
export const MRR_DIFFERENCES = ['not_billed', 'last_billed', 'frozen', 'paid_until', 'usage', 'credits'] as const;
export type MrrDifference = (typeof MRR_DIFFERENCES)[number];

/** What a definition has a rule on, in the order in which they are shown. */
export const MRR_SUBJECTS = [
  'trials',
  'first_bill',
  'annual_plans',
  'discounts',
  'frozen_charges',
  'cancellations',
  'usage',
  'one_time_purchases',
  'credits',
  'refunds',
  'fees',
  'currencies',
] as const;
export type MrrSubject = (typeof MRR_SUBJECTS)[number];
