import type { MrrDifference, MrrSubject } from '../../../src/contract/mrr-definition-words.js';
import { plural } from '../format/numbers.js';

const differences: Readonly<Record<MrrDifference, string>> = {
  not_billed: 'Not billed yet',
  last_billed: 'What was billed, not the list price',
  frozen: 'Frozen charges count',
  paid_until: 'Gone, but paid for until later',
  usage: 'Usage counts',
  credits: 'Credits are taken off',
};

const subjects: Readonly<Record<MrrSubject, string>> = {
  trials: 'Trials',
  first_bill: 'First bill',
  annual_plans: 'Annual plans',
  discounts: 'Discounts',
  frozen_charges: 'Frozen charges',
  cancellations: 'Cancellations',
  usage: 'Usage',
  one_time_purchases: 'One-time purchases',
  credits: 'Credits',
  refunds: 'Refunds',
  fees: 'Fees',
  currencies: 'Currencies',
};

/** What is said of MRR by other definitions than ours. */
export const messages = {
  heading: 'MRR by other definitions',
  definition: 'Definition',
  mrr: 'MRR',
  difference: 'Difference',
  ours: 'Ours',
  noDifference: 'none',
  why: (name: string) => `What makes the difference: ${name}`,
  same: (name: string) => `Nothing differs here: ${name}`,
  assumed: (assumption: string) => `Assumed: ${assumption}`,
  agreed: (count: number) => `Where the two agree: ${count} ${plural(count, 'rule', 'rules')}`,
  /** What a rule does that differs, but made no difference here. */
  without: 'Would differ, but not here',
  differences,
  subjects,
} as const;
