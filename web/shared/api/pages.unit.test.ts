import { allItems, pageWithItems } from './pages.js';

const pages = [
  { items: [], nextCursor: '1' },
  { items: ['a'], nextCursor: '2' },
  { items: ['b'], nextCursor: null },
];
const read = (cursor: string | null) => Promise.resolve(pages[Number(cursor ?? 0)] ?? { items: [], nextCursor: null });

test('a page without items is passed over, unless it is the last', async () => {
  expect(await pageWithItems(read, null)).toEqual({ items: ['a'], nextCursor: '2' });
  expect(await pageWithItems(read, '9')).toEqual({ items: [], nextCursor: null });
});

test('all items are those of every page', async () => {
  expect(await allItems(read)).toEqual(['a', 'b']);
});
