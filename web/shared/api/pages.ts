import type { Page } from './types.js';

type ReadPage<Item> = (cursor: string | null) => Promise<Page<Item>>;

/** For the options of a query on a list that comes in pages: from its beginning, and on by the cursor of the page before. */
export const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }: Pick<Page<unknown>, 'nextCursor'>) => nextCursor,
};

/** A search may answer with an empty page before its end: it is gone on with until there is something to show. */
export async function pageWithItems<Item>(read: ReadPage<Item>, start: string | null): Promise<Page<Item>> {
  let cursor = start;
  for (;;) {
    const page = await read(cursor);
    if (page.items.length > 0 || page.nextCursor === null) return page;
    cursor = page.nextCursor;
  }
}

/** Every item of a list that is short enough to be had whole. */
export async function allItems<Item>(read: ReadPage<Item>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
