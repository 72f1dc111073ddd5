import type { ApiClient } from '../shared/api/client.js';
import type { Merchant, Page } from '../shared/api/types.js';

export interface Search {
  readonly term: string;
  readonly cursor: string | null;
}

/** One page of matches. The api may answer with an empty page before the end; those are passed over. */
export async function findMerchants(
  api: ApiClient,
  { term, cursor }: Search,
  signal: AbortSignal,
): Promise<Page<Merchant>> {
  let next = cursor;
  for (;;) {
    const query = new URLSearchParams({ search: term, limit: '10', ...(next === null ? {} : { cursor: next }) });
    const page = await api.get<Page<Merchant>>(`/v1/merchants?${query.toString()}`, signal);
    if (page.items.length > 0 || page.nextCursor === null) return page;
    next = page.nextCursor;
  }
}
