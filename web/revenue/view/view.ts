import { MERCHANT_SORTS, SORT_ORDERS } from '../../../src/contract/merchant-words.js';
import { type RangeName, RANGES } from '../../../src/contract/revenue-words.js';
import { isDay } from '../../../src/values/day.js';
import type { MerchantSort, MerchantStatus, SortOrder } from '../../shared/api/types.js';
import { LIST_NAMES, type ListName } from '../behind/list-behind.js';
import { isMonth } from '../period/month.js';

export const STATUSES = [
  'active',
  'trialing',
  'frozen',
  'churned',
  'installed',
] as const satisfies readonly MerchantStatus[];

/** What the reader has chosen to see, as the page's address says it. Null stands for no choice: all of them. */
export interface View {
  readonly range: RangeName;
  /** Days of the reader's own stand for the range by name. They may be no range: that is said where they are typed. */
  readonly from: string | null;
  readonly to: string | null;
  /** The past day at whose end everything is shown. */
  readonly asOf: string | null;
  /** The app's number. */
  readonly app: string | null;
  readonly currency: string | null;
  readonly search: string;
  readonly status: MerchantStatus | null;
  readonly plan: string | null;
  /** The id of the segment that is listed; a list of one has neither status nor plan nor app. */
  readonly segment: string | null;
  readonly sort: MerchantSort;
  readonly order: SortOrder;
  /** The list of merchants that is open: those behind a figure or a movement. */
  readonly behind: ListName | null;
  /** The day or month that the list is of; null stands for the whole range. */
  readonly on: string | null;
  /** The domain or number of the merchant whose history is open. */
  readonly merchant: string | null;
  /** The chart is shown as a table. */
  readonly table: boolean;
}

const APP_NUMBER = /^[1-9][0-9]{0,17}$/;
const SEGMENT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CURRENCY = /^[A-Z]{3}$/;
const MERCHANT_KEY = /^[A-Za-z0-9][A-Za-z0-9.-]{0,254}$/;
const PLAN = /^[^\n\r\0]{1,255}$/;
export const SEARCH_MAX_LENGTH = 200;

/** Addresses are typed, cut off and sent on: what cannot be meant is read as no choice. */
export function readView(address: URLSearchParams): View {
  const view = readChoices(address);
  return view.status === null && view.plan === null && view.app === null ? view : { ...view, segment: null };
}

function readChoices(address: URLSearchParams): View {
  return {
    range: oneOf(RANGES, address.get('range')) ?? '30d',
    from: day(address.get('from')),
    to: day(address.get('to')),
    asOf: day(address.get('asOf')),
    app: matching(APP_NUMBER, address.get('app')),
    currency: matching(CURRENCY, address.get('currency')),
    search: (address.get('search') ?? '').replaceAll('\0', '').trim().slice(0, SEARCH_MAX_LENGTH),
    status: oneOf(STATUSES, address.get('status')),
    plan: matching(PLAN, address.get('plan')),
    segment: matching(SEGMENT, address.get('segment')),
    sort: oneOf(MERCHANT_SORTS, address.get('sort')) ?? 'mrr',
    order: oneOf(SORT_ORDERS, address.get('order')) ?? 'desc',
    behind: oneOf(LIST_NAMES, address.get('behind')),
    on: day(address.get('on')) ?? month(address.get('on')),
    merchant: matching(MERCHANT_KEY, address.get('merchant')),
    table: address.get('table') === '1',
  };
}

/** How the address says what the reader chooses. */
export function addressOf({ table, ...texts }: Partial<View>): Record<string, string | null> {
  return { ...texts, ...(table === undefined ? {} : { table: table ? '1' : null }) };
}

/** True when the list leaves some merchants out. */
export function isFiltered({ search, status, plan, segment, app }: View): boolean {
  return search !== '' || status !== null || plan !== null || segment !== null || app !== null;
}

/** Such columns are sorted by the amounts of one currency. */
export function isMoney(column: MerchantSort): boolean {
  return column === 'mrr' || column === 'lifetimeValue';
}

/** The order that a press on a column's heading asks for: largest and latest first, then the other way round. */
export function nextOrder({ sort, order }: View, column: MerchantSort): SortOrder {
  return sort === column && order === 'desc' ? 'asc' : 'desc';
}

function oneOf<Choice extends string>(choices: readonly Choice[], text: string | null): Choice | null {
  return choices.find((choice) => choice === text) ?? null;
}

function matching(pattern: RegExp, text: string | null): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function day(text: string | null): string | null {
  return text !== null && isDay(text) ? text : null;
}

function month(text: string | null): string | null {
  return text !== null && isMonth(text) ? text : null;
}
