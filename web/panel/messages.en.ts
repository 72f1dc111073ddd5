import type { MerchantApp, MerchantEvent } from '../shared/api/types.js';
import { plural } from '../shared/format/numbers.js';

type Detail = NonNullable<MerchantApp['detail']>;
type EventType = MerchantEvent['type'];

/** All that the panel says. The definitions behind the figures have their words in src/merchants/definitions. */
export const messages = {
  title: (name: string) => `${name} — Merchant`,
  titles: {
    loading: 'Merchant',
    not_connected: 'Not connected — Merchant',
    no_match: 'No merchant — Merchant',
    look_up: 'Look up a merchant — Merchant',
    problem: 'Error — Merchant',
  },
  loading: 'Loading the merchant …',
  viewInRevenue: 'View in Revenue',
  lookUpAnother: 'Look up another',
  unnamedApp: 'Unnamed app',

  freshness: {
    fresh: (relative: string) => `Synced ${relative}`,
    refreshing: 'Asking Shopify for what is new …',
    notSyncedYet: 'Not synced yet',
    stale: (time: string) => `As of ${time}. Nothing newer yet.`,
    disconnected: (time: string, name: string) =>
      `Shopify was disconnected on ${time} by ${name}. Nothing newer comes.`,
    disconnectedOf: (id: string, time: string, name: string) =>
      `Organization ${id} was disconnected on ${time} by ${name}. Nothing newer comes from it.`,
    disconnectedOfUnknown: (id: string) => `Organization ${id} is disconnected. Nothing newer comes from it.`,
    neverSynced: 'Never synced. Figures may be missing.',
    firstSync: 'First sync is running. Some may be missing.',
    firstSyncBackTo: (date: string) => `First sync: complete back to ${date}.`,
    unknown: 'When this was synced is not known.',
    seeWhy: 'See why',
    askOwner: 'Ask an owner why.',
  },

  notConnected: {
    heading: 'Shopify isn’t connected',
    owner: 'Connect your Shopify Partner account to see what merchants are on, what they pay, and when they came.',
    others: 'Ask an owner of your Convot organization to connect it in Settings → Integrations → Shopify.',
    openSettings: 'Open settings',
  },

  noMatch: {
    heading: 'No Shopify merchant linked to this conversation',
    gone: 'This merchant is no longer there.',
    lookUp: {
      whole: 'Look one up by its name or domain.',
      running: 'The first sync is still running, so merchants may be missing. You can look one up.',
      stopped: 'The first sync stopped before it was whole, so merchants may be missing. You can look one up.',
    },
  },

  lookUp: {
    heading: 'Look up a merchant',
    about: 'By its name or domain.',
    staysLinked: 'This conversation stays linked as it is.',
    search: 'Name or domain',
    submit: 'Search',
    cancel: 'Cancel',
    backToResults: (term: string) => `Back to the results for “${term}”`,
    backToConversation: 'Back to this conversation’s merchant',
    empty: 'Enter a name or a domain.',
    none: (term: string) => `No merchant matches “${term}”. Check the spelling, or try a part of the name.`,
    found: (count: number) => `${count} ${plural(count, 'merchant', 'merchants')} found`,
    foundMore: (count: number) => `The first ${count} merchants`,
    more: 'Show more',
  },

  details: {
    cancelled: 'Cancelled the plan',
    uninstalled: 'Uninstalled the app',
    deactivated: 'Closed or paused the shop',
    trial_expired: 'Trial ran out unpaid',
    free: 'Free plan',
    usage: 'Pays for usage only',
  } satisfies Record<Detail, string>,
  withoutPlan: 'Never subscribed',
  frozenDetail: 'Billing is paused',
  detailOn: (detail: string, date: string) => `${detail}, ${date}`,

  figures: {
    plan: 'Plan',
    price: 'Price',
    trialEnds: 'Trial ends',
    trialEnded: 'Trial ended',
    mrr: 'MRR',
    lastBilled: 'Last billed',
    usage: 'Usage, last 30 days',
    lifetimeValue: 'Lifetime value',
    customerSince: 'Customer since',
    installed: 'Installed',
  },
  noPlan: 'No plan',
  unknownPlan: 'Not known',
  formerPlan: (plan: string) => `None, was ${plan}`,
  billedMonthly: (plan: string) => `${plan}, monthly`,
  billedYearly: (plan: string) => `${plan}, yearly`,
  aMonth: (money: string) => `${money} / mo`,
  about: (money: string) => `≈ ${money}`,
  none: 'None',
  allApps: (count: number) => `${count} apps together`,

  why: {
    interval: 'How often it is billed',
    price: 'What the charge costs, as Shopify bills it. A discount shows in what was billed last.',
    customerSince: 'The day of the first subscription that was not a trial.',
    installed: 'When the shop installed the app, the last time.',
    totals: 'All apps of yours on this shop together. Each currency stands for itself: currencies are never added.',
    unknowable: 'What Shopify does not tell',
  },

  history: {
    heading: 'History',
    loading: 'Loading the history …',
    showAll: 'Show all history',
    showLatest: 'Show the latest only',
    older: 'Show older',
    olderShown: (count: number) => `${count} older ${plural(count, 'event', 'events')} shown`,
    empty: 'Nothing has happened yet.',
    away: (span: string) => `Away for ${span}`,
    test: 'Test',
    testHint: 'Not in MRR',
    suppressed: 'Already counted',
    quoted: (text: string) => `“${text}”`,
    reasonAndRemark: (reason: string, remark: string) => `${reason}: “${remark}”`,
    noReason: 'No reason given',
  },
  events: {
    installed: () => 'Installed',
    reinstalled: () => 'Installed again',
    uninstalled: () => 'Uninstalled',
    deactivated: () => 'Closed or paused the shop',
    reactivated: () => 'Opened the shop again',
    trial_started: (plan) => (plan === null ? 'Started a trial' : `Started a trial of ${plan}`),
    trial_converted: (plan) => (plan === null ? 'Trial converted' : `Trial of ${plan} converted`),
    trial_expired: (plan) => (plan === null ? 'Trial expired unpaid' : `Trial of ${plan} expired unpaid`),
    subscribed: (plan) => (plan === null ? 'Subscribed' : `Subscribed to ${plan}`),
    resubscribed: (plan) => (plan === null ? 'Subscribed again' : `Subscribed again to ${plan}`),
    upgraded: (plan) => (plan === null ? 'Upgraded' : `Upgraded to ${plan}`),
    downgraded: (plan) => (plan === null ? 'Downgraded' : `Downgraded to ${plan}`),
    unsubscribed: (plan) => (plan === null ? 'Cancelled' : `Cancelled ${plan}`),
    frozen: (plan) => (plan === null ? 'Charge frozen' : `${plan} frozen`),
    unfrozen: (plan) => (plan === null ? 'Charge unfrozen' : `${plan} unfrozen`),
    charge_abandoned: (plan) => (plan === null ? 'Did not accept a charge' : `Did not accept ${plan}`),
    one_time_purchase: (name) => (name === null ? 'One-time purchase' : `Bought ${name}`),
    usage_charge: (name) => (name === null ? 'Usage charge' : `Usage: ${name}`),
    credit: (name) => (name === null ? 'Credit' : `Credit: ${name}`),
    refund: (name) => (name === null ? 'Refund' : `Refund: ${name}`),
  } satisfies Record<EventType, (plan: string | null) => string>,
} as const;
