import type { Problem } from './generated/types.gen.js';
import { ProblemError } from './problem-error.js';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

type Listed<Item> = { data: PageOf<Item>; error: undefined } | { data: undefined; error: Problem };

/**
 * Every item of a list, page by page, each page asked for when it is needed.
 * @param listPage asks for one page: `everyItem((page) => partnerSync.listMerchants({ query: { plan: 'Pro', ...page } }))`
 * @throws ProblemError when a page is refused
 */
export async function* everyItem<Item>(
  listPage: (page: { cursor?: string }) => Promise<Listed<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | null = null;
  do {
    const { data, error }: Listed<Item> = await listPage(cursor === null ? {} : { cursor });
    if (error !== undefined) throw new ProblemError(error);
    yield* data.items;
    cursor = data.nextCursor;
  } while (cursor !== null);
}
