import {
  type StoredAnswer,
  type StoredTimelineEvent,
  toFoldAnswer,
  toFoldTimelineEvent,
} from '../../../src/merchants/derive/input/decode-stated.js';
import type { RawRow } from '../../../src/merchants/rules/words/rows.js';
import type { Instant } from '../../../src/values/instant.js';

/**
 * A clause of a story that only the newer surfaces of Shopify tell, after its time:
 *
 *     answer <charge, or -> <plan> <price> [annual] [until d14] [cycle d30] [cancels] [off 25% | off 5]
 *     answer none
 *     root <what> [<charge, or -> <plan> <price> [annual] [trial 14]] [on d30]
 *
 * with `installed`, `uninstalled`, `deactivated`, `reactivated`, `created`, `updated`, `canceled`, `scheduled`, `frozen`,
 * `unfrozen`, `once`, `usage`, `recurring`, `credit`, `earning` and `unknown` for what.
 */
export function statedRow(what: string, words: readonly string[], when: Instant, index: number, clock: Clock): RawRow {
  return what === 'answer'
    ? toFoldAnswer(answer(words, when, clock))
    : toFoldTimelineEvent(timelineEvent(words, when, index, clock));
}

/** The instant of a day of the story. */
type Clock = (day: string) => Instant;

function answer(words: readonly string[], observedAt: Instant, clock: Clock): StoredAnswer {
  const stored = { appNumber: '7', shopNumber: '9', observedAt };
  const [number = '-', plan = 'Pro', amount = '0'] = words;
  if (number === 'none') return { ...stored, raw: null };
  const cycle = after(words, 'cycle');
  const until = after(words, 'until');
  const raw = {
    legacySubscriptionId: number === '-' ? null : `gid://shopify/AppSubscription/${number}`,
    billingPeriod: words.includes('annual') ? 'ANNUAL' : 'EVERY_30_DAYS',
    cancelAtEndOfCycle: words.includes('cancels'),
    currentBillingCycle: cycle === undefined ? null : { startTime: observedAt, endTime: clock(cycle) },
    trialEndsAt: until === undefined ? null : clock(until),
    items: [
      {
        handle: plan.toLowerCase(),
        description: plan,
        discount: discount(after(words, 'off')),
        price: { __typename: 'FlatRatePrice', active: true, amount, currency: 'USD' },
      },
    ],
  };
  return { ...stored, raw };
}

function discount(off: string | undefined) {
  if (off === undefined) return null;
  const [, share] = /^(.+)%$/.exec(off) ?? [];
  return share === undefined ? { amount: off, percentage: null } : { amount: null, percentage: Number(share) };
}

const TYPES: Readonly<Record<string, string>> = {
  installed: 'RELATIONSHIP_INSTALLED',
  uninstalled: 'RELATIONSHIP_UNINSTALLED',
  deactivated: 'RELATIONSHIP_DEACTIVATED',
  reactivated: 'RELATIONSHIP_REACTIVATED',
  created: 'SUBSCRIPTION_CREATED',
  updated: 'SUBSCRIPTION_UPDATED',
  canceled: 'SUBSCRIPTION_CANCELED',
  scheduled: 'SUBSCRIPTION_CANCELLATION_SCHEDULED',
  frozen: 'SUBSCRIPTION_FROZEN',
  unfrozen: 'SUBSCRIPTION_UNFROZEN',
  once: 'CHARGE_ONE_TIME',
  usage: 'CHARGE_USAGE',
  recurring: 'CHARGE_RECURRING',
  credit: 'CREDIT_APPLIED',
  earning: 'EARNING_CHARGE_RECURRING',
  unknown: 'SUBSCRIPTION_TELEPORTED',
};

function timelineEvent(words: readonly string[], when: Instant, index: number, clock: Clock): StoredTimelineEvent {
  const [what = '', number = '-', plan = '', amount] = words;
  const type = TYPES[what];
  if (type === undefined) throw new Error(`no root event: ${what}`);
  const on = after(words, 'on');
  const trial = after(words, 'trial');
  const money = amount === undefined ? null : { amount, currencyCode: 'USD' };
  const hasPlan = money !== null && type.startsWith('SUBSCRIPTION_');
  const raw = {
    metadata: number === '-' || number === 'on' ? null : { legacyChargeId: number },
    description: plan,
    amount: money,
    cancelEffectiveOn: on === undefined ? null : clock(on).slice(0, 10),
    plan: hasPlan
      ? {
          handle: plan,
          billingPeriod: words.includes('annual') ? 'ANNUAL' : 'EVERY_30_DAYS',
          prices: [{ __typename: 'FlatRatePlanPrice', ...money }],
          trialDays: trial === undefined ? null : Number(trial),
        }
      : null,
  };
  return { id: `root${index}`, type, occurredAt: when, raw, requestedAt: when };
}

function after(words: readonly string[], word: string): string | undefined {
  const place = words.indexOf(word);
  return place === -1 ? undefined : words[place + 1];
}
