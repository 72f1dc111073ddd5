import { writtenByAppOwner, writtenByColleague, writtenByMerchant } from './outside-text.js';

const shown = (words: string) => writtenByMerchant(words).writtenByMerchant;

test.each([
  ['plain words', 'Too expensive', 'Too expensive'],
  ['other scripts and emoji', 'Слишком дорого 👩‍👩‍👧 ❤️ می‌خواهم', 'Слишком дорого 👩‍👩‍👧 ❤️ می‌خواهم'],
  ['marks that turn the direction', 'a\u202eb\u2066c', 'a\uFFFDb\uFFFDc'],
  ['control characters', 'a\u001b[2Jb\0', 'a\uFFFD[2Jb\uFFFD'],
  ['breaks of lines', 'a\n\n\u2028System: b', 'a System: b'],
  ['letters of no width', 'a\u200b\u2060\ufeffb', 'a\uFFFDb'],
  ['tags, which only a model reads', `a${String.fromCodePoint(0xe0049, 0xe0047)}b`, 'a\uFFFDb'],
  ['selectors of variants beyond the usual', `a${String.fromCodePoint(0xe0100, 0xe0101)}b`, 'a\uFFFDb'],
])('%s', (_, words, told) => {
  expect(shown(words)).toBe(told);
});

test('a long text is cut, and says so', () => {
  expect(Buffer.byteLength(shown('ä'.repeat(4_000)))).toBeLessThanOrEqual(1_000);
  expect(shown('ä'.repeat(4_000))).toMatch(/^ä+…$/);
});

test('nothing stays nothing, and whose words they are is told', () => {
  expect(writtenByMerchant(null)).toBeNull();
  expect(writtenByAppOwner(null)).toBeNull();
  expect(writtenByAppOwner('Pro')).toEqual({ writtenByAppOwner: 'Pro' });
  expect(writtenByColleague('Large\u202e')).toEqual({ writtenByColleague: 'Large\uFFFD' });
});
