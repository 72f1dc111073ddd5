import { RequestWidth } from './request-width.js';

const QUICK = 300;
const FAIR = 3_000;
const SLOW = 6_000;

type Answer = ['answered', pages: number, tookMs: number] | ['disliked', pages: number];

function widthAfter(most: number, answers: readonly Answer[]): RequestWidth {
  const width = new RequestWidth(most);
  for (const answer of answers) {
    if (answer[0] === 'answered') width.answered(answer[1], answer[2]);
    else width.disliked(answer[1]);
  }
  return width;
}

const quick = (...pages: number[]): Answer[] => pages.map((count) => ['answered', count, QUICK]);

test.each<[string, Answer[], number]>([
  ['begins with one page', [], 1],
  ['doubles with each quick, full answer', quick(1, 2), 4],
  ['grows to the most that is allowed', quick(1, 2, 4), 8],
  ['grows no further', quick(1, 2, 4, 8, 8, 8), 8],
  ['stays where answers are neither quick nor slow', [...quick(1, 2), ['answered', 4, FAIR]], 4],
  ['learns nothing from a request that was not full', quick(1, 2, 3, 1), 4],
  ['halves on a slow answer', [...quick(1, 2, 4), ['answered', 8, SLOW]], 4],
  ['stays at one page, however slow that is', [['answered', 1, SLOW]], 1],
  ['halves on trouble', [...quick(1, 2, 4), ['disliked', 8]], 4],
  ['halves what was asked for, not what would have been', [...quick(1, 2, 4), ['disliked', 3]], 1],
  ['halves again and again, down to one', [...quick(1, 2, 4), ['disliked', 8], ['disliked', 4], ['disliked', 2]], 1],
  ['keeps one page when that is disliked', [['disliked', 1]], 1],
  ['counts requests that fail together once', [...quick(1, 2, 4), ['disliked', 8], ['disliked', 8]], 4],
  ['settles below what was disliked', [...quick(1, 2, 4), ['disliked', 8], ...quick(4, 4, 4, 4)], 4],
])('the width %s', (_, answers, pages) => {
  expect(widthAfter(8, answers).pages).toBe(pages);
});

test('a width that was disliked is tried again after forty good answers', () => {
  const good = (count: number) => quick(...Array.from({ length: count }, () => 4));
  const disliked: Answer[] = [...quick(1, 2, 4), ['disliked', 8]];
  expect(widthAfter(8, [...disliked, ...good(39)]).pages).toBe(4);
  expect(widthAfter(8, [...disliked, ...good(40)]).pages).toBe(8);
  // Only good answers in a row count.
  expect(widthAfter(8, [...disliked, ...good(30), ['disliked', 8], ...good(30)]).pages).toBe(4);
});

test('a client that may ask for one page a request never asks for more', () => {
  expect(widthAfter(1, quick(1, 1, 1)).pages).toBe(1);
});
