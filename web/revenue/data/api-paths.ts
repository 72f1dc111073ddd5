import { daysBetween } from '../../../src/values/day.js';
import { partnerAppGid } from '../../../src/values/gid.js';
import { pathOf, type Query } from '../../shared/api/addresses.js';
import type { SegmentDraft } from '../../shared/api/types.js';
import type { ListBehind } from '../behind/list-behind.js';
import type { Separator } from '../parts/download-button.js';
import type { Asked, AskedDays } from '../period/asked.js';
import { isMoney, type View } from '../view/view.js';

/** More bars than these cannot be told apart: they stand for months then. */
const MOST_BARS = 92;

/** @returns the address of the series and figures that are asked for; with a separator, of the series as a file */
export function revenuePath(asked: Asked, separator: Separator | null = null): string {
  const query = { ...scopeOf(asked), unit: isLong(asked.days) ? 'month' : null, separator };
  return pathOf(separator === null ? '/v1/revenue' : '/v1/revenue.csv', query);
}

const isLong = (days: AskedDays): boolean =>
  days.kind === 'named' ? days.range === '12m' : daysBetween(days.from, days.to) > MOST_BARS;

export const churnReasonsPath = (asked: Asked): string => pathOf('/v1/revenue/churn-reasons', scopeOf(asked));

export const trialFunnelPath = (asked: Asked): string => pathOf('/v1/revenue/trial-funnel', scopeOf(asked));

export const cohortsPath = ({ app, asOf }: Pick<Asked, 'app' | 'asOf'>): string =>
  pathOf('/v1/revenue/cohorts', { appId: appIdOf(app), asOf });

export const mrrDefinitionsPath = (app: string | null, asOf: string): string =>
  pathOf('/v1/revenue/mrr-definitions', { appId: appIdOf(app), asOf });

/** One page of the merchants behind a figure or a movement. */
export function listPath(list: ListBehind, app: string | null, currency: string, cursor: string | null): string {
  const scope = { appId: appIdOf(app), currency, limit: '25', cursor };
  if (list.kind === 'standing') {
    return pathOf('/v1/revenue/merchants', { standing: list.standing, asOf: list.asOf, ...scope });
  }
  return pathOf('/v1/revenue/movements', { from: list.from, to: list.to, movement: list.movement, ...scope });
}

function scopeOf({ days, app, asOf }: Asked): Query {
  const ofDays = days.kind === 'named' ? { range: days.range } : { from: days.from, to: days.to };
  return { ...ofDays, appId: appIdOf(app), asOf };
}

export type MerchantView = Pick<View, 'search' | 'status' | 'plan' | 'segment' | 'app' | 'sort' | 'order' | 'currency'>;

/** One page of the merchants that the view asks for. */
export const merchantsPath = (view: MerchantView, page: { limit: number; cursor: string | null }): string =>
  pathOf('/v1/merchants', { ...merchantsQuery(view), limit: String(page.limit), cursor: page.cursor });

/** The file of all of them. */
export const merchantsFilePath = (view: MerchantView, separator: Separator): string =>
  pathOf('/v1/merchants.csv', { ...merchantsQuery(view), separator });

function merchantsQuery({ search, status, plan, segment, app, sort, order, currency }: MerchantView): Query {
  return {
    search: search === '' ? null : search,
    status,
    plan,
    segment,
    appId: appIdOf(app),
    sort,
    order,
    currency: isMoney(sort) ? currency : null,
  };
}

/** What the filters of the view ask, as a segment asks it; null where they ask nothing that a segment does. */
export function criteriaOf({
  status,
  plan,
  app,
}: Pick<View, 'status' | 'plan' | 'app'>): SegmentDraft['criteria'] | null {
  if (status === null && plan === null && app === null) return null;
  return {
    ...(status === null ? {} : { statuses: [status] }),
    ...(plan === null ? {} : { plans: [plan] }),
    ...(app === null ? {} : { appIds: [partnerAppGid(app)] }),
  };
}

const appIdOf = (number: string | null) => (number === null ? null : partnerAppGid(number));
