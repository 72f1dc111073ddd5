import type { Confidence, StatusDetail, MerchantStatus } from '../../contract/merchant-words.js';

/** What a merchant is to one app: the first that fits, but a shop that uninstalled is always churned. */
export const STATUSES: Readonly<Record<MerchantStatus, string>> = {
  trialing: 'Inside a trial, with no other live charge. MRR is 0.',
  active: 'A charge is live, also one at price 0.',
  frozen: 'No charge is live and at least one is frozen. MRR is 0, and it is not churn.',
  churned: 'There was a charge or a trial and none is live or frozen any more, or the shop uninstalled.',
  installed: 'The app is installed, and the merchant never subscribed.',
};

/** Why the status is so. */
export const DETAILS: Readonly<Record<StatusDetail, string>> = {
  cancelled: 'Churned: the last charge was cancelled while the app stayed installed.',
  uninstalled: 'Churned: the shop uninstalled the app.',
  deactivated: 'Churned: the shop’s own Shopify account was closed or paused.',
  trial_expired: 'Churned: the last charge was a trial that ran out without ever being paid for.',
  free: 'Active at price 0, without usage in the last 30 days.',
  usage: 'Active at price 0, with usage in the last 30 days.',
};

/** How sure a conclusion is. */
export const CONFIDENCES: Readonly<Record<Confidence, string>> = {
  stated: 'A row from Shopify says so.',
  inferred: 'Rows from Shopify, put together by a rule, say so.',
  assumed: 'No row says so; it is the likeliest.',
};
