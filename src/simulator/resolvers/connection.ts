import { GraphqlRefusal } from '../graphql/refusal.js';
import type { LedgerRow } from '../ledger/rows.js';
import type { Page, PageQuery, SortedRows } from '../ledger/sorted-rows.js';
import type { QueryContext } from './context.js';
import { cursorAt, positionOf, type Walk } from './cursor.js';

/** `null` and leaving out mean the same here; `after: ""` is taken as none, as it was in 2022–2024. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

export interface Listing<R extends LedgerRow> {
  readonly rows: SortedRows<R>;
  readonly walk: Walk;
  /** More than this a page is refused. */
  readonly maximum: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly order: PageQuery<R>['order'];
  readonly matches: (row: R) => boolean;
  readonly present: (row: R) => object;
}

/** The edges and page information that both kinds of `PageInfo` choose from. */
export function connection<R extends LedgerRow>(
  listing: Listing<R>,
  page: PageArguments,
  context: QueryContext,
): object {
  const found = pageOf(listing, page, context);
  const edges = found.rows.map((row) => ({ cursor: cursorAt(row, listing.walk), node: listing.present(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: found.hasNextPage,
      hasPreviousPage: found.hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function pageOf<R extends LedgerRow>(listing: Listing<R>, page: PageArguments, context: QueryContext): Page<R> {
  const { rows, walk, maximum, from, to, order, matches } = listing;
  const backwards = typeof page.first !== 'number' && typeof page.last === 'number';
  const position = (cursor: string | null | undefined) => (cursor ? positionOf(cursor, walk) : undefined);
  const query: PageQuery<R> = {
    from,
    to,
    order,
    after: position(page.after),
    before: position(page.before),
    limit: Math.min(checked('first', page.first, maximum), checked('last', page.last, maximum)),
    take: backwards ? 'last' : 'first',
    matches: (row) => row.visibleAt <= context.now && matches(row),
  };
  return context.pagesInCircle === null ? rows.page(query) : circularPage(rows, query, context.pagesInCircle);
}

/** A page of a walk that begins again behind so many pages. */
function circularPage<R extends LedgerRow>(rows: SortedRows<R>, query: PageQuery<R>, pages: number): Page<R> {
  const before = rows.page({ ...query, after: undefined, limit: query.limit * (pages - 1) }).rows;
  const goesOn = before.some(({ at, tie }) => query.after?.at === at && query.after.tie === tie);
  return rows.page(goesOn ? query : { ...query, after: undefined });
}

function checked(name: string, count: number | null | undefined, maximum: number): number {
  if (typeof count !== 'number') return maximum;
  if (count < 0 || count > maximum) throw new GraphqlRefusal(`${name} must be between 0 and ${maximum}`);
  return count;
}
