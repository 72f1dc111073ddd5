import { DOWNGRADE_DAYS, LAG_DAYS, MISSED_BILL_DAYS, TRIAL_ENDING_DAYS } from '../../contract/merchant-words.js';
import type { RuleName } from '../../contract/rule-names.js';

/** What each rule says, in words for people who answer merchants: printed into the documentation and beside figures. */
export const RULES: Readonly<Record<RuleName, string>> = {
  subscription:
    'A subscription charge was activated while none was live or frozen. Whoever subscribed before has resubscribed; a trial that never converted is no subscription.',
  'add-on':
    'A charge started while another one is proven to go on: both are live, and the monthly amount of the new one is added.',
  'plan change':
    'Shopify gives a shop one recurring charge an app: the old charge ends when the new one begins, and nobody churns. It is stated where a cancel of the old one pairs with the activation: less than a minute before it (five minutes, where two feeds tell them by two clocks), or up to a day after it. Without one it is inferred, and what is said of the old charge later changes nothing. A charge of which Shopify states another price, interval or plan than before changes its plan there.',
  'proven to go on': `A charge was not replaced by one that started beside it: a subscription sale of it came more than ${MISSED_BILL_DAYS} days after that start, too late to be a bill of before.`,
  cancel:
    'A charge was cancelled. Of the last one that is the end of the subscription; while others stay it is only a smaller bill.',
  're-emitted cancel':
    'Shopify repeats an old cancel within five seconds of activating the same charge. It cancels nothing.',
  'cancel of an uninstall':
    'A cancel within a minute of an uninstall is its echo: the loss is booked once, by the uninstall.',
  'cancel without effect': 'A cancel of a charge that was over already, or was never seen alive. It ends nothing.',
  freeze:
    'Shopify froze a charge, usually because a bill was not paid. It carries no MRR until that is lifted, and it is not churn.',
  'sale as evidence of life':
    'A subscription sale of a charge that was never seen activated shows that it is alive: from its first sale above zero, at the price that most of its sales have. Beside a newer charge it is the last bill of an older one.',
  'sales stopped': `A charge that only its sales keep is given up one billing cycle and ${LAG_DAYS} days after the last of them. A later sale shows that it never ended.`,
  trial:
    'Where Shopify states when a trial ends, or that there is none, that is so. Its events do not say: then a trial is inferred when the first bill lies more than two days after the activation and not where a full cycle would put it, for a merchant who has not paid before. MRR is 0 inside it.',
  'trial conversion': `A trial that was not ended converts when its window ends, or with a sale inside it. A sale, or an answer of Shopify’s that it goes on, makes that stated, ${MISSED_BILL_DAYS} days without one make it assumed.`,
  'trial expiry': `A trial that ended after its window, without a sale up to ${LAG_DAYS} days after that end or an answer of Shopify’s that it went on, was never paid for: it expired, and nothing is lost.`,
  'install state':
    'Shopify said that the shop installed the app, for the first time or again. The last such event says whether it is installed now.',
  'assumed reinstall':
    'A charge was activated although the shop had uninstalled: it must have installed again, and the install event that follows adds nothing.',
  'assumed reactivation':
    'A charge was activated although the shop was closed: its account must have come back, and the event that says so later adds nothing. Whatever else was lost with the closing was over then.',
  'assumed install': 'No row says when the shop installed the app. It is taken as installed.',
  uninstall: 'The shop uninstalled the app. Whatever was live or frozen ends once, with it, but for what is unbroken.',
  unbroken: `The shop uninstalled the app and installed it again while the charge went on: a subscription sale of it came more than ${LAG_DAYS} days after the uninstall, too late to be a bill of before, and no charge was activated in between.`,
  deactivation:
    'The shop’s own Shopify account was closed or paused, or came back. What it was paying is lost when it closes and restored when it returns.',
  'deactivation with a freeze':
    'The shop’s account was closed or paused, and a charge was frozen within a day of that: the merchant is frozen, nothing more is lost.',
  'reactivation by a sale': `A subscription sale of a charge that was lost when the shop closed came more than ${LAG_DAYS} days after that: the shop is back.`,
  'freeze lifted by a sale': `A subscription sale of a frozen charge came more than ${LAG_DAYS} days after the freeze: it was lifted, when the shop last returned before that sale, else by the sale.`,
  'abandoned charge':
    'The merchant declined a charge, or let it expire 60 hours after walking away from it. It was never activated and moves nothing.',
  purchase: 'A one-time charge. It counts for lifetime value once it is settled, never for MRR.',
  usage: 'A charge for usage. Once settled it counts for usage MRR for 30 days, and for lifetime value; never for MRR.',
  credit: 'A credit given to the merchant. It counts in no figure.',
  adjustment: 'A refund or a correction of a sale. It lowers lifetime value and never MRR.',
  'test charge': 'A test charge. It is shown and counts in no figure.',
  'interval: stated': 'Shopify states how often the charge is billed, when it is asked for the subscription.',
  'interval: its latest sale': 'The latest settled sale of the charge says how often it is billed.',
  'interval: billed a year ahead': 'The first bill lies 360 days or more after the activation: the charge is annual.',
  'interval: billed a year ahead after an annual charge':
    'The first bill lies 360 days or more after the activation, and nothing else says how often the charge is billed. After an annual charge, whose year may still run, that is asked last.',
  'interval: the operator’s setting':
    'No sale and no billing date says how often the charge is billed; an operator has set it for the plan.',
  'interval: the plan’s name': 'The plan’s name says how often it is billed.',
  'interval: other shops’ sales':
    'The sales of other shops on the same plan of the same app at the same price all say how often it is billed.',
  'interval: every 30 days': 'Nothing says how often the charge is billed, so every 30 days is assumed.',
  'list price of live charges':
    'MRR is the list price of the charges that are live: a monthly one as it is, an annual one divided by twelve.',
  'last settled gross': 'What each live charge was last really billed, spread over a month.',
  'stated discount':
    'Nothing is settled yet: what Shopify states of the price, less its discount, spread over a month.',
  'scheduled cancellation':
    'Shopify states on which day the charge is to end: the last that it said of it, until the charge is activated again or that day is over. The charge goes on until an event ends it.',
  'no live charge': 'There was a charge or a trial, and none is live or frozen any more.',
  'never subscribed': 'The app is installed and no charge was ever seen.',
  'risk: frozen': 'Shopify froze a charge, usually because a bill was not paid, and has not lifted that.',
  'risk: cancelling':
    'Shopify states on which day the shown charge is to end. It is a reason until that day is over or it is taken back.',
  'risk: payment late': `No sale of a live charge was recorded by when one must have been: one billing cycle and ${LAG_DAYS} days after the last sale, or after a freeze or a closing of the shop was over; of a charge without a sale ${MISSED_BILL_DAYS} days after it began to count, and where it replaced an annual one a year and ${LAG_DAYS} days. A sale of 0 is a bill, too. Charges that cost nothing, and contracts that no sale can be joined to, are never late.`,
  'risk: downgraded': `The last thing that the merchant chose was to pay less: for a plan, or for one charge of several, up to ${DOWNGRADE_DAYS} days ago. Who went up again has taken it back; a change of currency, or into a trial, is none.`,
  'risk: trial ending unused': `The trial ends within ${TRIAL_ENDING_DAYS} days, and since it began no row shows use: no usage charge, no purchase, no cap that came near or was raised, no change of plan. Who uses what costs nothing by itself leaves no row, so that this is assumed; in an app that sells neither usage nor anything once it says no more than that a trial ends.`,
  'risk: uninstalled before':
    'The shop had uninstalled the app, and installed it again: since that return, as long as it is a customer.',
};
