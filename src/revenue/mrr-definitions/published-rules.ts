import type { MrrDefinition, MrrDifference, MrrSubject } from '../../contract/mrr-definition-words.js';
import { CodedError } from '../../values/coded-error.js';
import { type Source, SOURCES } from './sources.js';

interface RuleText {
  readonly subject: MrrSubject;
  /** What the definition does, in our words. */
  readonly sentence: string;
  /** What is taken for granted where the page leaves it open, or does not speak of Shopify; null: nothing. */
  readonly assumption: string | null;
}

/** Where a definition does as ours does. */
export interface AgreeingRule extends RuleText {
  /** Null: nothing is published of it. */
  readonly source: Source | null;
  readonly difference: null;
}

/** By which a definition comes to another figure. */
export interface DifferingRule extends RuleText {
  readonly source: Source;
  readonly difference: MrrDifference;
}

export interface PublishedDefinition {
  readonly name: string;
  readonly rules: readonly (AgreeingRule | DifferingRule)[];
}

const NOT_CONVERTED = 'Each currency stands for itself here: nothing is converted, so that figures can be compared.';

function agrees(
  subject: MrrSubject,
  sentence: string,
  source: Source | null,
  assumption: string | null = null,
): AgreeingRule {
  return { subject, sentence, source, assumption, difference: null };
}

function differs(
  difference: MrrDifference,
  subject: MrrSubject,
  sentence: string,
  source: Source,
  assumption: string | null = null,
): DifferingRule {
  return { subject, sentence, source, assumption, difference };
}

/** What each publishes of its MRR. Everything that their figures are made of here stands in this table. */
export const PUBLISHED_DEFINITIONS: Readonly<Record<MrrDefinition, PublishedDefinition>> = {
  mantle: {
    name: 'Mantle',
    rules: [
      agrees('trials', 'Not published.', null, 'As ours: a charge does not count before its trial is over.'),
      agrees('first_bill', 'A subscription counts from when the customer subscribes.', SOURCES.mantleLibrary),
      agrees('annual_plans', 'An annual subscription is spread over twelve months.', SOURCES.mantleLibrary),
      agrees(
        'discounts',
        'Shopify’s Partner API does not tell discounts: they count once Mantle is told of them.',
        SOURCES.mantleAccuracy,
        'Mantle knows what the Partner API tells, and nothing more: the list price.',
      ),
      agrees(
        'frozen_charges',
        'Frozen subscriptions are named where the page says what makes MRR grow.',
        SOURCES.mantleMrr,
        'What grows by coming back did not count before: a frozen charge does not count.',
      ),
      agrees('cancellations', 'A cancelled subscription is taken out when it is cancelled.', SOURCES.mantleLibrary),
      agrees('usage', 'Usage has a report of its own, apart from recurring revenue.', SOURCES.mantleUsage),
      agrees('one_time_purchases', 'They stand in the same report as usage.', SOURCES.mantleUsage),
      agrees('credits', 'Not published.', null, 'MRR is the value of contracts, not of payments: unchanged.'),
      agrees('refunds', 'Not published.', null, 'MRR is the value of contracts, not of payments: unchanged.'),
      agrees('fees', 'MRR is the value of contracts, not what is paid out.', SOURCES.mantleMrr),
      agrees('currencies', 'Not published.', null, NOT_CONVERTED),
    ],
  },
  chartmogul: {
    name: 'ChartMogul',
    rules: [
      agrees('trials', 'Customers on a free trial are leads and carry no MRR.', SOURCES.chartmogulTrials),
      differs(
        'not_billed',
        'first_bill',
        'A customer has no subscription before something above zero was billed for one.',
        SOURCES.chartmogulSettings,
        'The first subscription sale that Shopify records is that bill.',
      ),
      agrees(
        'annual_plans',
        'What is paid for several months at once is divided by their number.',
        SOURCES.chartmogulMrr,
      ),
      differs(
        'last_billed',
        'discounts',
        'Discounts are taken off first: MRR is what was billed, not the list price.',
        SOURCES.chartmogulMrr,
        'The latest bill of a charge stands for it, without one that was only for the rest of a cycle.',
      ),
      differs(
        'frozen',
        'frozen_charges',
        'By default a subscription that is past due goes on counting until it is cancelled.',
        SOURCES.chartmogulPastDue,
        'A charge that Shopify has frozen is taken as past due: it freezes what is not paid.',
      ),
      agrees(
        'cancellations',
        'By default churn is recognised when the subscription ends in the billing system.',
        SOURCES.chartmogulSettings,
      ),
      agrees('usage', 'Metered charges are left out.', SOURCES.chartmogulMrr),
      agrees('one_time_purchases', 'One-time payments are left out.', SOURCES.chartmogulMrr),
      agrees('credits', 'Not published.', null, 'A credit of Shopify’s is on no bill of the subscription: unchanged.'),
      agrees('refunds', 'Refunds are deducted for Stripe alone.', SOURCES.chartmogulDiffers),
      agrees('fees', 'Transaction fees are not deducted.', SOURCES.chartmogulMrr),
      agrees('currencies', 'Foreign currencies are converted into one.', SOURCES.chartmogulMrr, NOT_CONVERTED),
    ],
  },
  profitwell: {
    name: 'ProfitWell',
    rules: [
      agrees('trials', 'Customers on a trial do not count.', SOURCES.profitwellMrr),
      differs(
        'not_billed',
        'first_bill',
        'A customer who has not paid yet does not count.',
        SOURCES.profitwellMrr,
        'The first subscription sale that Shopify records is that payment.',
      ),
      agrees('annual_plans', 'Annual contracts are broken down into months.', SOURCES.profitwellMrr),
      differs(
        'last_billed',
        'discounts',
        'Discounts are always taken off, for as long as they last.',
        SOURCES.profitwellDiscounts,
        'The latest bill of a charge stands for it, without one that was only for the rest of a cycle.',
      ),
      agrees(
        'frozen_charges',
        'A subscription that is on hold counts as nothing.',
        SOURCES.profitwellOnHold,
        'A charge that Shopify has frozen is taken as on hold.',
      ),
      differs(
        'paid_until',
        'cancellations',
        'Who cancels counts until the end of what was paid for.',
        SOURCES.profitwellCancelled,
        'So does who uninstalls. A cycle is 30 or 365 days from when the charge first counted. Who signs up and leaves within a calendar month counts as long.',
      ),
      differs(
        'usage',
        'usage',
        'All recurring metered billing is part of MRR.',
        SOURCES.profitwellMetered,
        'Over which time is not published: the usage sales of the last 30 days, of merchants who count. Its questions and answers for users of Paddle say that metered billing is not supported there.',
      ),
      agrees('one_time_purchases', 'Payments that are not part of a subscription are left out.', SOURCES.profitwellMrr),
      differs(
        'credits',
        'credits',
        'Credits are always taken off, as discounts are.',
        SOURCES.profitwellDiscounts,
        'Over which time is not published: the credits of the last 30 days, down to nothing and no further.',
      ),
      agrees(
        'refunds',
        'Refunds are left out, but for an annual plan that is ended early.',
        SOURCES.profitwellRefunds,
        'The exception is not applied: which refund ended a plan is not told.',
      ),
      agrees('fees', 'Transaction fees are not deducted.', SOURCES.profitwellMrr),
      agrees(
        'currencies',
        'Currencies are converted, by way of US dollars, into one.',
        SOURCES.profitwellCurrencies,
        NOT_CONVERTED,
      ),
    ],
  },
};

/** The rule by which a definition comes to a difference. */
export function ruleBehind(definition: MrrDefinition, difference: MrrDifference): DifferingRule {
  const { rules } = PUBLISHED_DEFINITIONS[definition];
  const rule = rules.find((one): one is DifferingRule => one.difference === difference);
  if (rule === undefined) throw new CodedError('no_such_rule', `${definition} has no rule ${difference}.`);
  return rule;
}
