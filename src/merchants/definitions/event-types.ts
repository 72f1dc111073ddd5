import type { MerchantEventType } from '../../contract/merchant-words.js';

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
  charge_abandoned: 'A charge was declined, or left until it expired. It moves nothing.',
  one_time_purchase: 'A one-time purchase. Never MRR.',
  usage_charge: 'A charge for usage. Never MRR.',
  credit: 'A credit given to the merchant. Never MRR.',
  refund: 'A refund, or a correction of a sale. Never MRR.',
};
