import { isMoney, type View } from './view.js';

/** @returns the address of the series and figures that the view asks for; with `csv`, of the series as a file */
export function revenuePath({ range, app }: Pick<View, 'range' | 'app'>, format: 'json' | 'csv' = 'json'): string {
  const query = new URLSearchParams({ range, ...appOf(app) });
  return `/v1/revenue${format === 'csv' ? '.csv' : ''}?${query}`;
}

export type MerchantView = Pick<View, 'search' | 'status' | 'plan' | 'app' | 'sort' | 'order' | 'currency'>;

/** @param page how many, and from where on; without it, the file of all of them */
export function merchantsPath(view: MerchantView, page?: { limit: number; cursor: string | null }): string {
  const { search, status, plan, app, sort, order } = view;
  const currency = isMoney(sort) ? view.currency : null;
  const query = new URLSearchParams({
    ...(search === '' ? {} : { search }),
    ...(status === null ? {} : { status }),
    ...(plan === null ? {} : { plan }),
    ...appOf(app),
    sort,
    order,
    ...(currency === null ? {} : { currency }),
  });
  if (page === undefined) return `/v1/merchants.csv?${query}`;
  query.set('limit', String(page.limit));
  if (page.cursor !== null) query.set('cursor', page.cursor);
  return `/v1/merchants?${query}`;
}

/** @param part of what is known of the merchant; without it the merchant */
export function merchantPath(
  key: string,
  part?: 'history' | 'charges' | 'corrections',
  cursor?: string | null,
): string {
  const path = `/v1/merchants/${encodeURIComponent(key)}`;
  if (part === undefined) return path;
  const query = new URLSearchParams({ limit: '50', ...(cursor == null ? {} : { cursor }) });
  return `${path}/${part}?${query}`;
}

const APP_GID = 'gid://partners/App/';

/** The number in an app's id. */
export const appNumberOf = (appId: string): string => appId.replace(APP_GID, '');

const appOf = (number: string | null) => (number === null ? {} : { appId: `${APP_GID}${number}` });
