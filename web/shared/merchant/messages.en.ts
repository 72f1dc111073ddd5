import type { MerchantStatus } from '../api/types.js';
import { formatCount, plural } from '../format/numbers.js';
import { unbroken } from '../format/text.js';

const statuses: Readonly<Record<MerchantStatus, string>> = {
  active: 'Active',
  trialing: 'Trialing',
  frozen: 'Frozen',
  churned: 'Churned',
  installed: 'Installed',
};

/** What is said of one merchant wherever it is shown: beside a conversation and in revenue. */
export const messages = {
  statuses,

  tenure: {
    customerFor: (duration: string) => `Customer for ${duration}`,
    customerSince: (date: string) => `Customer since ${date}`,
    customerSinceAtLeast: (date: string) => `Customer since at least ${date}`,
    customerBetween: (range: string) => `Customer ${range}`,
    customerUntil: (since: string, until: string) => `Customer since at least ${since}, until ${until}`,
    leftOnce: (range: string, reason: string) => `left once (${range}: ${reason})`,
    leftOften: (count: number, range: string, reason: string) =>
      `left ${count === 2 ? 'twice' : `${formatCount(count)} times`} (last ${range}: ${reason})`,
    awayOnce: (range: string, reason: string) => `away once before (${range}: ${reason})`,
    awayOften: (count: number, range: string, reason: string) =>
      `away ${count === 2 ? 'twice' : `${formatCount(count)} times`} before (last ${range}: ${reason})`,
    causes: {
      cancelled: 'cancelled the plan',
      uninstalled: 'uninstalled the app',
      deactivated: 'closed or paused the shop',
    },
    frozenSince: (date: string) => `frozen since ${date}`,
    inTrial: (range: string) => `In a trial, ${range}`,
    inTrialSince: (date: string) => `In a trial since ${date}`,
    nowInTrial: (date: string) => `in a trial since ${date}`,
    tried: (range: string) => `Tried ${range}`,
    installed: (date: string) => `Installed ${date}`,
    neverSubscribed: 'never subscribed',
    neverSubscribedAlone: 'Never subscribed',
    unseenSubscription: 'subscribed at a time that is not known',
    noneSoFar: 'no subscription seen so far',
    noneSoFarAlone: 'No subscription seen so far',
  },

  price: {
    aYear: (amount: string) => `${amount} / year`,
    aMonth: (amount: string) => `${amount} / mo`,
    about: (price: string, monthly: string) => `${price} ${unbroken(`(≈ ${monthly})`)}`,
    trial: (zero: string, date: string, price: string) => `${zero} until ${date}, then ${price}`,
    trialOfUnknownEnd: (zero: string, price: string) => `${zero} in the trial, then ${price}`,
    frozen: (price: string) => `${price}, frozen`,
    free: 'Free',
  },

  calculation: {
    byTwelve: (amount: string) => `${amount} ÷ 12`,
    sum: (terms: readonly string[]) => terms.join(' + '),
    equals: (terms: string, total: string) => `${terms} = ${total}.`,
    monthly: (amount: string) => `${amount}, billed every 30 days.`,
    trial: (zero: string, price: string) => `${zero} inside the trial, then ${price}.`,
    frozen: (zero: string, price: string) => `${zero} while ${price} is frozen.`,
    nothing: 'No charge is live.',
  },

  rows: {
    unnamedPlan: 'A charge without a name',
    relationships: {
      RELATIONSHIP_INSTALLED: (date: string) => `Installed ${date}.`,
      RELATIONSHIP_UNINSTALLED: (date: string) => `Uninstalled ${date}.`,
      RELATIONSHIP_DEACTIVATED: (date: string) => `Shop closed or paused ${date}.`,
      RELATIONSHIP_REACTIVATED: (date: string) => `Shop opened again ${date}.`,
    },
    charges: {
      SUBSCRIPTION_CHARGE_ACTIVATED: 'activated',
      SUBSCRIPTION_CHARGE_CANCELED: 'cancelled',
      SUBSCRIPTION_CHARGE_FROZEN: 'frozen',
      SUBSCRIPTION_CHARGE_UNFROZEN: 'unfrozen',
      SUBSCRIPTION_CHARGE_ACCEPTED: 'accepted',
      SUBSCRIPTION_CHARGE_DECLINED: 'declined',
      SUBSCRIPTION_CHARGE_EXPIRED: 'expired',
      ONE_TIME_CHARGE_ACCEPTED: 'accepted',
      ONE_TIME_CHARGE_ACTIVATED: 'bought',
      ONE_TIME_CHARGE_DECLINED: 'declined',
      ONE_TIME_CHARGE_EXPIRED: 'expired',
      USAGE_CHARGE_APPLIED: 'charged for usage',
      CREDIT_APPLIED: 'credited',
      CREDIT_PENDING: 'credit pending',
      CREDIT_FAILED: 'credit failed',
    },
    charge: (plan: string, what: string, date: string) => `${plan} ${what} ${date}.`,
    chargeBilled: (plan: string, what: string, date: string, bill: string) =>
      `${plan} ${what} ${date}. First bill ${bill}.`,
    transactions: {
      AppSubscriptionSale: 'billed',
      AppOneTimeSale: 'billed once',
      AppUsageSale: 'billed for usage',
      AppSaleAdjustment: 'refunded or corrected',
      AppSaleCredit: 'credited',
    },
    transaction: (amount: string, what: string, date: string) => `${amount} ${what} ${date}.`,
    yearly: (what: string) => `${what} for a year`,
    unknownAmount: 'An amount',
    other: (type: string, date: string) => `Shopify’s row ${type} of ${date}.`,
    more: (count: number) => `And ${formatCount(count)} more ${plural(count, 'row', 'rows')}.`,
  },

  corrections: {
    tag: 'Corrected',
    figures: {
      mrr: 'MRR',
      plan: 'Plan',
      status: 'Status',
      installedAt: 'Installed',
      firstSubscribedAt: 'First subscribed',
      uninstalledAt: 'Uninstalled',
    },
    causes: { row: 'a row came late', time: 'time has told', rule: 'our rules are better now' },
    since: (figure: string, since: string, to: string, from: string, learned: string, cause: string) =>
      `Corrected ${learned}, because ${cause}: ${figure} from ${since} on was ${to}, not ${from}.`,
    date: (figure: string, to: string, from: string, learned: string, cause: string) =>
      `Corrected ${learned}, because ${cause}: ${figure} ${to}, not ${from}.`,
    none: 'none',
  },

  usage: {
    month: (month: string) => `Usage in ${month}`,
    count: (count: number) => `${formatCount(count)} ${plural(count, 'charge', 'charges')}`,
    loading: 'Loading the charges …',
    more: 'Show more charges',
    charge: 'Usage charge',
  },

  details: 'Details',
  confidences: { stated: 'Stated.', inferred: 'Inferred.', assumed: 'Assumed.' },
  evidence: (count: number) => `Read from ${formatCount(count)} ${plural(count, 'row', 'rows')} of Shopify:`,
  noEvidence: 'No single row says so.',
  copyDomain: 'Copy the domain',
  domain: 'Domain',
  partnerDashboard: 'Partner Dashboard',
  partnerDashboardOf: (organization: string) => `Partner Dashboard of ${organization}`,
} as const;
