import type { Confidence, MerchantEventType, MerchantStatus, StatusDetail } from '../../contract/merchant-words.js';

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

/** What each line of a merchant's history means, and what it does to MRR. */
export const EVENT_TYPES: Readonly<Record<MerchantEventType, string>> = {
  installed: 'The shop installed the app.',
  reinstalled: 'The shop installed the app again.',
  uninstalled: 'The shop uninstalled the app; what it was paying is lost.',
  deactivated: 'The shop’s own Shopify account was closed or paused; what it was paying is lost, unless it is frozen.',
  reactivated: 'The shop’s own account came back, and with it what it had been paying.',
  trial_started: 'A trial began. It adds nothing yet.',
  trial_converted: 'The trial was over and the charge went on: its monthly amount is new MRR.',
  trial_expired: 'The trial was over and was never paid for. It takes nothing away.',
  subscribed: 'The first subscription: its monthly amount is new MRR.',
  resubscribed: 'A subscription of someone who had subscribed before: its monthly amount comes back.',
  upgraded: 'A change to a plan that costs as much or more, or a further charge: MRR grows by the difference.',
  downgraded: 'A change to a plan that costs less, or the end of one of several charges: MRR falls by the difference.',
  unsubscribed: 'The last charge ended: its monthly amount is lost. From inside a trial or a freeze nothing is.',
  frozen: 'A charge was frozen: its monthly amount is paused.',
  unfrozen: 'The freeze was lifted: its monthly amount is back.',
  cancellation_scheduled: 'Shopify says on which day the charge is to end. Until then it goes on; it moves nothing.',
  charge_abandoned: 'A charge was declined, or left until it expired. It moves nothing.',
  one_time_purchase: 'A one-time purchase. Never MRR.',
  usage_charge: 'A charge for usage. Never MRR.',
  credit: 'A credit given to the merchant. Never MRR.',
  refund: 'A refund, or a correction of a sale. Never MRR.',
};
