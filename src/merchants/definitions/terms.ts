import { LAG_DAYS, MISSED_BILL_DAYS } from '../../contract/merchant-words.js';

/** Words that people ask about, beside statuses, figures and events. */
export const TERMS = {
  Trial:
    'Where Shopify states when a trial ends, that is it. Its events do not say who is on a trial; without an answer it is inferred: the first bill lies more than two days after the activation and not where a full cycle would put it, and the merchant has not paid before. Inside it MRR is 0.',
  Conversion: `The moment at which a trial begins to count: a sale inside it, or the end of its window. With a sale it is stated; without one it is inferred, and assumed ${MISSED_BILL_DAYS} days after the window. A trial that ended later and has no sale by ${LAG_DAYS} days after that end never converted: it expired.`,
  Churn:
    'A merchant who paid has no live and no frozen charge any more, or the shop is gone. The reason is kept apart: cancelled, uninstalled, deactivated, trial expired.',
  'Plan change': `Shopify gives a shop one recurring charge an app: when one starts, the other ends. It is one upgrade or downgrade by the difference, and nobody churns. It is stated where the cancel of the old charge comes less than a minute before the activation or up to a day after it, else inferred. A charge stays beside a new one only if a sale more than ${MISSED_BILL_DAYS} days after that start proves it to go on.`,
  Lag: `How late Shopify may record a sale: up to ${LAG_DAYS} days after it was earned, when the merchant has paid the Shopify invoice it stands on. An earlier sale may be a bill of before, a later one shows that the charge went on.`,
  'Billing interval':
    'How often a charge is billed. The first rung of a ladder that answers: what Shopify states when it is asked, the latest sale of the charge, its first billing date, what an operator has set for the plan, the plan’s name, the sales of other shops on the same plan at the same price, else every 30 days. The reason of each figure names the rung.',
  Evidence:
    'The ids of the rows from Shopify that a conclusion was read from. A transaction has Shopify’s own id; an event, which has none, is named by app, shop, type, time and charge; a root event by its own id; an answer of activeSubscription by app, shop and when it was asked for.',
  'Scheduled cancellation':
    'Shopify states that a charge ends on a day to come (UTC), as a merchant cancels at the end of a billing cycle. It is shown until that day is over or it is taken back; MRR stays, and nothing is churn before an event ends the charge.',
  Correction:
    'A figure of the past that was shown otherwise before: what, from, to, since when it holds, when it was learned, by which rows, and whether a row, time alone or newer rules taught it. What is learned within an hour is news and no correction; so is what happened while a connection could not be read. Nothing is a correction before the first sync is whole.',
  'MRR by another definition':
    'What Mantle, ChartMogul or ProfitWell would show for MRR by the rules that they publish, calculated from what is known here. It is our MRR and the differences that their rules make, each with its source; what is not published is assumed, and said to be.',
  Segment: 'A named filter of merchants. A merchant is in it when one of its apps meets all that it asks.',
  'Test charge': 'A charge that Shopify marks as a test. It is shown in the history and is in no figure.',
  Suppressed:
    'A row of the history that another one already accounts for, such as the cancel in a change of plan. It is shown and never counted.',
} as const satisfies Readonly<Record<string, string>>;

/** What the Partner API does not tell, and what is made of it. */
export const UNKNOWABLE: readonly string[] = [
  'Trials are stated only where Shopify is asked for the subscription while it is on (from API version 2026-07). Else a 30-day trial of a monthly plan cannot be told from a paid cycle.',
  'A merchant who switches to a free plan inside an app without a new charge looks like one who cancelled.',
  'Discounts that Shopify does not state show only once a sale has settled, days or weeks later.',
  `Sales are recorded up to ${LAG_DAYS} days late. A sale shortly after an uninstall is the last bill, not a return.`,
  'History before an app’s first rows is not there: a charge known by its sales alone has no plan, and is inferred.',
  'An uninstall may come without a cancel, in the same second as one, or before it: the loss is booked once.',
  'Reasons of an uninstall are the merchant’s own words, in their own language, and may be missing.',
  'Rows that Shopify never returns. What it returns late or corrects is found by sweeps, and then corrects the past.',
];
