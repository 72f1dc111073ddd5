import { formatCount, plural } from '../../shared/format/numbers.js';
import { messages as page } from '../messages.en.js';
import { messages as trend } from '../trend/messages.en.js';
import type { ListName } from './list-behind.js';

const { names } = page.figures;
const { movements } = trend;

const titles: Readonly<Record<ListName, string>> = {
  ...names,
  ...movements,
  movements: 'All movements',
};

const abouts: Partial<Readonly<Record<ListName, string>>> = {
  arr: 'ARR is twelve times the MRR of these merchants.',
  arpu: 'ARPU is the MRR of these merchants, divided by how many they are.',
  activeMerchants:
    'Merchants who are trialing or active in this currency, also for nothing. The figure counts all currencies.',
  merchantChurn:
    'Those who left in the month that the rate is of. The rate also counts those who were frozen: see Paused.',
  mrrChurn: 'Those who left in the month that the rate is of.',
  projectedLtv:
    'Projected LTV is ARPU divided by the share of merchants who stop paying in a month. Those who left in its twelve months; a freeze counts, too: see Paused.',
};

/** What the lists of merchants behind a figure say. */
export const messages = {
  titles,
  abouts,
  open: (shown: string, what: string) => `${shown}, show the merchants behind ${what}`,
  label: (title: string) => `Merchants behind ${title}`,
  during: (period: string, currency: string) => `${period}, in ${currency}`,
  atEndOf: (day: string, currency: string) => `At the end of ${day}, in ${currency}`,
  loading: 'Loading merchants …',
  none: 'Nobody is behind this figure in these days.',
  noRevenue: 'There is no revenue to look behind.',
  more: 'Show more',
  changes: (count: number, amount: string) =>
    `${formatCount(count)} ${plural(count, 'movement', 'movements')}, ${amount} together`,
  losses: (count: number, amount: string) =>
    `Left ${count === 1 ? 'once' : `${formatCount(count)} times`}, ${amount} of MRR lost`,
  standing: (count: number, amount: string) =>
    `${formatCount(count)} ${plural(count, 'merchant', 'merchants')} with ${amount} of MRR together`,
  changesCaption: 'Whose MRR changed, when, by how much and why, newest first',
  lossesCaption: 'Who left, when, what MRR was lost and why, newest first',
  standingCaption: 'Who was there, on which plan and since when, most MRR first',
  merchant: 'Merchant',
  app: 'App and plan',
  when: 'When',
  leftOn: 'Left on',
  mrrChange: 'MRR change',
  mrrLost: 'MRR lost',
  why: 'Why',
  reason: 'Reason',
  noReason: 'None given',
  movementAndEvent: (movement: string, event: string) => `${movement}: ${event}`,
  mrr: 'MRR',
  since: 'since',
  activeAtEndOf: (day: string) => `Active merchants at the end of ${day}`,
} as const;
