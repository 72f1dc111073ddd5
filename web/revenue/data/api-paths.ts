import { partnerAppGid } from '../../../src/gid.js';
import type { ListBehind } from '../behind/list-behind.js';
import type { Separator } from '../parts/download-button.js';
import type { Asked, AskedDays } from '../period/asked.js';
import { daysBetween } from '../../../src/day.js';
import { isMoney, type View } from '../view/view.js';

/** More bars than these cannot be told apart: they stand for months then. */
const MOST_BARS = 92;

/** @returns the address of the series and figures that are asked for; with a separator, of the series as a file */
export function revenuePath(asked: Asked, separator?: Separator): string {
  const query = scopeOf(asked);
  if (isLong(asked.days)) query.set('unit', 'month');
  if (separator === undefined) return `/v1/revenue?${query}`;
  query.set('separator', separator);
  return `/v1/revenue.csv?${query}`;
}

const isLong = (days: AskedDays): boolean =>
  days.kind === 'named' ? days.range === '12m' : daysBetween(days.from, days.to) > MOST_BARS;

export const churnReasonsPath = (asked: Asked): string => `/v1/revenue/churn-reasons?${scopeOf(asked)}`;

export const trialFunnelPath = (asked: Asked): string => `/v1/revenue/trial-funnel?${scopeOf(asked)}`;

export function cohortsPath({ app, asOf }: Pick<Asked, 'app' | 'asOf'>): string {
  return `/v1/revenue/cohorts?${new URLSearchParams({ ...appOf(app), ...asOfDay(asOf) })}`;
}

/** One page of the merchants behind a figure or a movement. */
export function listPath(list: ListBehind, app: string | null, currency: string, cursor: string | null): string {
  const isStanding = list.kind === 'standing';
  const query = new URLSearchParams({
    ...(isStanding ? { standing: list.standing, asOf: list.asOf } : { from: list.from, to: list.to }),
    ...(isStanding || list.movement === null ? {} : { movement: list.movement }),
    ...appOf(app),
    currency,
    limit: '25',
    ...(cursor === null ? {} : { cursor }),
  });
  return `/v1/revenue/${isStanding ? 'merchants' : 'movements'}?${query}`;
}

function scopeOf({ days, app, asOf }: Asked): URLSearchParams {
  return new URLSearchParams({
    ...(days.kind === 'named' ? { range: days.range } : { from: days.from, to: days.to }),
    ...appOf(app),
    ...asOfDay(asOf),
  });
}

const asOfDay = (asOf: string | null) => (asOf === null ? {} : { asOf });

export type MerchantView = Pick<View, 'search' | 'status' | 'plan' | 'app' | 'sort' | 'order' | 'currency'>;

/** One page of the merchants that the view asks for. */
export function merchantsPath(view: MerchantView, page: { limit: number; cursor: string | null }): string {
  const query = merchantsQuery(view);
  query.set('limit', String(page.limit));
  if (page.cursor !== null) query.set('cursor', page.cursor);
  return `/v1/merchants?${query}`;
}

/** The file of all of them. */
export function merchantsFilePath(view: MerchantView, separator: Separator): string {
  const query = merchantsQuery(view);
  query.set('separator', separator);
  return `/v1/merchants.csv?${query}`;
}

function merchantsQuery(view: MerchantView): URLSearchParams {
  const { search, status, plan, app, sort, order } = view;
  const currency = isMoney(sort) ? view.currency : null;
  return new URLSearchParams({
    ...(search === '' ? {} : { search }),
    ...(status === null ? {} : { status }),
    ...(plan === null ? {} : { plan }),
    ...appOf(app),
    sort,
    order,
    ...(currency === null ? {} : { currency }),
  });
}

const appOf = (number: string | null) => (number === null ? {} : { appId: partnerAppGid(number) });
