import type { Movement } from '../../contract/revenue-words.js';

/** What the numbers mean that the pages and the API show. */
export const FIGURES = {
  MRR: 'Monthly recurring revenue: the list price of the charges that are live, a monthly one as it is, an annual one divided by twelve. Trials, frozen charges and test charges add nothing; discounts, credits and refunds do not change it. Each currency stands for itself: amounts of two currencies are never added.',
  ARR: 'Twelve times MRR.',
  'Effective MRR':
    'What each live charge was last really billed (gross, above zero), spread over a month. Lower than MRR where there is a discount; empty until a sale has settled.',
  'Usage MRR': 'The gross usage sales of the last 30 days. Never part of MRR.',
  'Lifetime value':
    'All that the merchant was ever billed, gross: subscriptions, usage, one-time purchases, less refunds. Credits do not change it.',
  Risk: 'What speaks for it that a customer of an app leaves: a list of reasons, each with its rule and its rows, and the level of the heaviest. It is no forecast, and has no weights: how many of those who had a reason left afterwards is measured. Who has left is at no risk.',
  'Active merchants': 'Shops that are trialing or active.',
  ARPU: 'MRR divided by the merchants who pay, that is whose MRR is above zero.',
  'Projected LTV':
    'ARPU divided by the mean monthly churn of paying merchants over the last twelve complete months. Not enough data below three months, or without any churn.',
  'What Shopify took': 'Gross less net, read from each row, never reckoned by a percentage.',
} as const satisfies Readonly<Record<string, string>>;

/** How MRR changes from one day to the next: the movements always add up to the change. */
export const MOVEMENT_MEANINGS = {
  new: 'A first subscription, or a trial that converted.',
  reactivation: 'A subscription of someone who had subscribed before, or the return of a shop that had closed.',
  expansion: 'A change to a plan that costs more, or a further charge.',
  contraction: 'A change to a plan that costs less, or the end of one of several charges.',
  paused: 'A charge was frozen.',
  resumed: 'A freeze was lifted.',
  churn:
    'The last charge ended, or the shop uninstalled or closed. A freeze, a change of plan and a trial that ends are not churn.',
} as const satisfies Readonly<Record<Movement, string>>;
