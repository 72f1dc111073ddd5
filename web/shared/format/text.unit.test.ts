import { isolated } from './text.js';

test.each([
  ['Alder & Söhne', 'Alder & Söhne'],
  ['赤木', '赤木'],
  ['نور (1)', '\u2068نور (1)\u2069'],
  ['שמש', '\u2068שמש\u2069'],
  ['Al\u202eder\n', 'Al\uFFFDder '],
])('%j stands in a sentence as %j', (name, shown) => {
  expect(isolated(name)).toBe(shown);
});
