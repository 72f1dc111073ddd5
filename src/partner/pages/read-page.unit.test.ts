import { readPage } from './read-page.js';

/** A page of one row with that cursor. */
function pageWith(cursor: string, hasNextPage: boolean) {
  const edges = [{ cursor, node: {} }];
  const data = { page0: { edges, pageInfo: { hasNextPage } } };
  const answer = { data, errors: [], servedVersion: null, text: () => '' };
  return readPage(answer, 0, { feed: { kind: 'transactions' }, from: null, to: null, cursor: null });
}

test.each([
  ['as Shopify sends them', 'eyJpZCI6MX0=', 'page'],
  ['with U+0000', 'c\0', 'damaged'],
  ['with half a character', 'c\ud800', 'damaged'],
  ['longer than any', 'c'.repeat(100_000), 'damaged'],
])('a cursor that is to be kept, %s', (_, cursor, outcome) => {
  expect(pageWith(cursor, true).outcome).toBe(outcome);
});

test('a cursor that nobody will need is not looked at', () => {
  expect(pageWith('c\0', false).outcome).toBe('page');
});

test.each(['transactions', 'timeline'] as const)('%s that are null are refused, as what may not be read', (kind) => {
  const answer = { data: { page0: null }, errors: [], servedVersion: null, text: () => '' };
  const page = readPage(answer, 0, { feed: { kind }, from: null, to: null, cursor: null });
  expect(page).toEqual({ outcome: 'refused', meaning: 'unknown' });
});
