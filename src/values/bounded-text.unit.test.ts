import fc from 'fast-check';
import { cutText, displayName, fitsInto, MOST_BYTES } from './bounded-text.js';

const family = '👨‍👩‍👧‍👦';

test.each([
  ['what fits', 'Alder', 5, 'Alder'],
  ['letters of one byte', 'Alderwood', 8, 'Alder…'],
  ['letters of three bytes', '赤木商店赤木', 11, '赤木…'],
  ['a letter of two surrogates', 'ab😀😀', 9, 'ab😀…'],
  ['a family of one', `ab${family}${family}`, 40, `ab${family}…`],
  ['an accent of its own', 'ane\u0301ee', 6, 'an…'],
  ['an accent of its own that fits', 'ane\u0301eeee', 8, 'ane\u0301…'],
  ['accents without end', `a${'\u0301'.repeat(100)}`, 10, `a${'\u0301'.repeat(3)}…`],
])('%s', (_, text, mostBytes, expected) => {
  expect(cutText(text, mostBytes)).toBe(expected);
});

test('whatever the text, what is left fits, is its beginning, and has no half of anything', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 10, max: 200 }),
      (text, mostBytes) => {
        const cut = cutText(text, mostBytes);
        expect(fitsInto(cut, mostBytes)).toBe(true);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        expect(text.startsWith(cut === text ? cut : cut.slice(0, -1))).toBe(true);
      },
    ),
  );
});

test('a long name is cut at once, and made storable', () => {
  const name = displayName(`A\0\ud800${'😀'.repeat(500_000)}`);
  expect(name.startsWith('A\uFFFD\uFFFD😀')).toBe(true);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MOST_BYTES.name);
});

test.each(['', ' ', '\u00a0\t\u3000', '\u200b\u200d\ufeff', '\u202e\u2066', '\u115f\u3164', '\u2800', '\0'])(
  'a name of which nothing can be seen is none: %j',
  (name) => {
    expect(displayName(name)).toBe('');
  },
);

test.each(['.', 'ﷺ', '👨‍👩‍👧‍👦', ' Alder\u200b'])('one of which something can be seen stays: %j', (name) => {
  expect(displayName(name)).toBe(name);
});
