import type { Amount, HistoryEvent, MerchantEventType } from '../../contract/merchant-words.js';
import type { KeepingRule } from '../../contract/rule-names.js';
import type { Keep, Life } from '../rules/charges/life.js';
import { sumByCurrency } from '../rules/words/amounts.js';
import { amountsWords, listed, moneyWords, movementWords, quoted, timeWords } from './phrases.js';
import { suppressedWords } from './silences.js';

/**
 * A line of the history as a sentence, with the movement and what MRR is after it; then the rule and how sure it is.
 * @param mrr what is carried after this line, one amount a currency
 */
export function lineWords(event: HistoryEvent, mrr: readonly Amount[]): string {
  return `${whatHappened(event, mrr)} [${event.rule}, ${event.confidence}]`;
}

/** What another row already told, and this one is evidence of as well. */
export function supportWords(events: readonly HistoryEvent[]): string {
  const told = events.map(({ type, occurredAt }) => `${NAMES[type]} of ${timeWords(occurredAt)}`);
  return `It is further evidence of the ${listed([...new Set(told)])}.`;
}

/** MRR after each of the lines, which are in the history's order. */
export function mrrAfterEach(events: readonly HistoryEvent[]): Map<HistoryEvent, readonly Amount[]> {
  let mrr: readonly Amount[] = [];
  return new Map(
    events.map((event) => {
      if (event.mrrChange !== null) mrr = sumByCurrency([...mrr, event.mrrChange]);
      return [event, mrr];
    }),
  );
}

function whatHappened(event: HistoryEvent, mrr: readonly Amount[]): string {
  if (event.suppressed) return suppressedWords(event.rule);
  if (event.test) return 'A test charge, in no figure.';
  const plan = event.plan === null ? 'a plan without a known name' : quoted(event.plan);
  const amount = event.amount === null ? '' : ` of ${moneyWords(event.amount)}`;
  const told = TELLING[event.type](event, plan, amount);
  if (event.mrrChange === null) return `${told}.`;
  const now = event.mrrChange.units === 0n ? '' : `, now ${amountsWords(mrr)}`;
  return `${told}: MRR ${movementWords(event.mrrChange)}${now}.`;
}

type Telling = (event: HistoryEvent, plan: string, amount: string) => string;

const TELLING: Readonly<Record<MerchantEventType, Telling>> = {
  installed: () => 'The merchant has the app',
  reinstalled: ({ confidence }) => `The merchant ${confidence === 'assumed' ? 'must have' : 'has'} the app again`,
  uninstalled: () => 'The merchant is gone',
  deactivated: ({ rule }) =>
    rule === 'deactivation with a freeze' ? 'The merchant is frozen, not gone' : 'The merchant is gone with the shop',
  reactivated: ({ confidence }) => `The merchant ${confidence === 'assumed' ? 'must be' : 'is'} back with the shop`,
  trial_started: (_, plan) => `A trial of ${plan} began`,
  trial_converted: (_, plan) => `The trial of ${plan} became a subscription`,
  trial_expired: (_, plan) => `The trial of ${plan} ran out without ever being paid for`,
  subscribed: (_, plan) => `The merchant subscribed to ${plan}`,
  resubscribed: (_, plan) => `The merchant subscribed again, to ${plan}`,
  upgraded: (event, plan) => (event.rule === 'plan change' ? changeOfPlan(event, plan) : `${plan} was added`),
  downgraded: (event, plan) =>
    event.rule === 'plan change' ? changeOfPlan(event, plan) : `${plan} ended while another charge stays`,
  unsubscribed: ({ rule }, plan) =>
    rule === 'sales stopped' ? `No more sales of ${plan} came, so it is over` : `The subscription to ${plan} ended`,
  frozen: (_, plan) => `${plan} is paused, which is not churn`,
  unfrozen: ({ rule }, plan) => `${plan} goes on${rule === 'freeze' ? '' : ', as a later sale shows'}`,
  cancellation_scheduled: (_, plan) => `Shopify states on which day ${plan} is to end`,
  charge_abandoned: ({ occurredAt }, plan) => `The merchant walked away from ${plan} on ${timeWords(occurredAt)}`,
  one_time_purchase: (_, _plan, amount) => `A one-time purchase${amount}, never MRR`,
  usage_charge: (_, _plan, amount) => `Usage${amount}, never MRR`,
  credit: (_, _plan, amount) => `A credit${amount}, in no figure of the merchant`,
  refund: (_, _plan, amount) => `A refund or correction${amount}, off lifetime value and never MRR`,
};

/** Without a cancel that says so it is Shopify's one charge a shop that tells. */
function changeOfPlan({ confidence }: HistoryEvent, plan: string): string {
  return `A change of plan, ${plan}${confidence === 'stated' ? '' : ', as an app has one charge at a time'}`;
}

const NAMES: Readonly<Record<MerchantEventType, string>> = {
  installed: 'install',
  reinstalled: 'reinstall',
  uninstalled: 'uninstall',
  deactivated: 'closing of the shop',
  reactivated: 'return of the shop',
  trial_started: 'start of the trial',
  trial_converted: 'conversion',
  trial_expired: 'expiry of the trial',
  subscribed: 'subscription',
  resubscribed: 'return',
  upgraded: 'upgrade',
  downgraded: 'downgrade',
  unsubscribed: 'end',
  frozen: 'freeze',
  unfrozen: 'end of the freeze',
  cancellation_scheduled: 'scheduled cancellation',
  charge_abandoned: 'abandoned charge',
  one_time_purchase: 'purchase',
  usage_charge: 'usage',
  credit: 'credit',
  refund: 'refund',
};

/** What a late sale shows of its charge, with the rule: beside what it settles. */
export function keepWords(saleId: string, lives: readonly Life[]): string[] {
  const keeps = lives.flatMap((life) => life.keeps.filter(({ sale }) => sale.id === saleId));
  return keeps.map((keep) => `${KEEPING[keep.rule](keep)} [${keep.rule}, inferred]`);
}

const KEEPING: Readonly<Record<KeepingRule, (keep: Keep) => string>> = {
  'proven to go on': ({ at }) => `It shows that the charge went on beside the one that started on ${timeWords(at)}.`,
  unbroken: ({ at }) => `It shows that the uninstall of ${timeWords(at)} did not end the charge.`,
  'freeze lifted by a sale': ({ at }) => `It shows that the charge is frozen no more since ${timeWords(at)}.`,
  'reactivation by a sale': () => 'It shows that the shop is back, and the charge with it.',
};
