import { formatCount, plural } from '../shared/format/numbers.js';
import type { FigureName } from './figures/figures.js';
import type { View } from './view/view.js';

const figures: Readonly<Record<FigureName, string>> = {
  mrr: 'MRR',
  arr: 'ARR',
  activeMerchants: 'Active merchants',
  newMrr: 'New MRR',
  churnedMrr: 'Churned MRR',
  merchantChurn: 'Merchant churn',
  mrrChurn: 'MRR churn',
  arpu: 'ARPU',
  projectedLtv: 'Projected LTV',
};

const columns: Readonly<Record<View['sort'], string>> = {
  mrr: 'MRR',
  lifetimeValue: 'Lifetime value',
  lastEventAt: 'Last event',
  installedAt: 'Last installed',
};

/** What the revenue page says. */
export const messages = {
  title: 'Revenue',
  titleOf: (what: string) => `${what} — Revenue`,
  synced: 'Synced',
  allApps: 'All apps',
  appWithoutName: (number: string) => `App ${number}`,
  planWithoutName: 'Plan not known',
  nothing: 'none',

  figures: {
    heading: 'Figures',
    names: figures,
    loading: 'Loading figures …',
    meaning: (name: string) => `What ${name} means`,
    period: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
    comparedWith: {
      yesterday: 'compared with the day before',
      '7d': 'compared with the 7 days before',
      '30d': 'compared with the 30 days before',
      '90d': 'compared with the 90 days before',
      '12m': 'compared with the 12 months before',
    } satisfies Record<View['range'], string>,
    comparedWithBefore: (days: number) =>
      `compared with the ${plural(days, 'day', `${formatCount(days)} days`)} before`,
    notCompared: 'not compared with earlier days before the first sync is whole',
    shown: (range: string) => `Figures of ${range} are shown`,
    notEnough: 'Not enough data',
    noComparison: 'Nothing to compare with yet',
    same: 'No change',
    more: (previous: string) => `up from ${previous}`,
    less: (previous: string) => `down from ${previous}`,
    moreLost: (previous: string) => `more lost, after ${previous}`,
    lessLost: (previous: string) => `less lost, after ${previous}`,
    merchantChurnMeaning:
      'Of the merchants who paid when the last complete month began, the per cent who did not pay when it ended. A freeze stops paying, too.',
    mrrChurnMeaning:
      'The MRR that was lost to churn in the last complete month, in per cent of the MRR when it began. Expansion does not make up for it.',
    inMonth: (month: string) => `in ${month}`,
    inCurrency: (count: number, currency: string) => `${formatCount(count)} of them in ${currency}`,
  },

  reports: {
    loading: (what: string) => `Loading ${what} …`,
    partial: {
      running: 'The first sync is still reading the past, so that these numbers may still change.',
      stopped: 'The first sync stopped before it was whole, so that these numbers lack some of the past.',
    },
  },

  downloads: {
    separator: (download: string) => `${download}, separated by`,
    separators: { comma: 'Comma ,', semicolon: 'Semicolon ;', tab: 'Tab' },
    revenue: 'Download revenue (CSV)',
    merchants: 'Download merchants (CSV)',
    busy: 'Downloading …',
    done: (fileName: string) => `${fileName} downloaded`,
    revenueFile: (from: string, to: string) => `revenue-${from}-${to}.csv`,
    merchantsFile: (day: string) => `merchants-${day}.csv`,
  },

  merchants: {
    heading: 'Merchants',
    caption: 'Merchants, with their apps, MRR and lifetime value',
    search: 'Search',
    searchHint: 'Name or domain',
    status: 'Status',
    anyStatus: 'Any status',
    plan: 'Plan',
    anyPlan: 'Any plan',
    segment: 'Segment',
    anySegment: 'No segment',
    saveSegment: {
      name: 'Save these filters as a segment',
      hint: 'A name for it. Everybody in your Convot organization can choose it.',
      save: 'Save',
      saving: 'Saving …',
      saved: (name: string) => `The segment ${name} is saved`,
      othersOnly: 'Only owners and admins of your Convot organization can save one.',
    },
    merchant: 'Merchant',
    apps: 'Apps and status',
    columns,
    sortBy: (column: string) => `Sort by ${column}`,
    noPlan: 'no plan',
    formerly: (plan: string) => `was ${plan}`,
    appAndPlan: (app: string, plan: string) => `${app} · ${plan}`,
    more: 'Show more',
    loadingMore: 'Loading …',
    loading: 'Loading merchants …',
    shown: (count: number) => `${formatCount(count)} ${plural(count, 'merchant', 'merchants')} shown`,
    shownOfMore: (count: number) => `The first ${formatCount(count)} merchants are shown`,
    noMatch: 'No merchants match.',
    clear: 'Clear filters',
    none: {
      whole: 'No merchants yet. They appear here once a shop installs one of your apps.',
      running: 'No merchants yet. They appear here while the first sync goes on.',
      stopped: 'No merchants known. The first sync stopped before it was whole; an owner sees why in the settings.',
    },
  },

  notices: {
    notConnected: 'Connect Shopify to see your revenue',
    notConnectedOwner:
      'Connect your Shopify Partner account in the settings. MRR, churn and every merchant’s history appear here minutes later.',
    notConnectedOthers: 'Ask an owner of your Convot organization to connect the Shopify Partner account.',
    openSettings: 'Open Shopify settings',
    firstSync: 'The first sync is still running, so these figures are partial.',
    firstSyncSince: (day: string) =>
      `The first sync is still running, so these figures are partial: complete back to ${day} so far.`,
    disconnected: (time: string, name: string) =>
      `Shopify was disconnected on ${time} by ${name}, so these figures end there.`,
    disconnectedOf: (id: string, time: string, name: string) =>
      `Organization ${id} was disconnected on ${time} by ${name}, so its figures end there.`,
    disconnectedOfUnknown: (id: string) => `Organization ${id} is disconnected, so its figures go no further.`,
    stale: 'Syncing is behind or has stopped, so these figures may be out of date.',
    staleSince: 'Last synced',
    paused: 'Convot’s operators have paused syncing, so nothing newer comes until they resume it.',
    asOf: (day: string) => `Everything here is shown as it stood at the end of ${day} (UTC), by what is known today.`,
    backToToday: 'Back to today',
    noRevenue: {
      whole: 'No revenue yet. Figures appear here with the first subscription that Shopify reports.',
      running: 'No revenue yet. Figures appear here while the first sync goes on.',
      stopped: 'No revenue known. The first sync stopped before it was whole; an owner sees why in the settings.',
    },
    noRevenueOfApp: (day: string) => `This app has no recurring revenue until ${day}.`,
    showAllApps: 'Show all apps',
  },
} as const;
