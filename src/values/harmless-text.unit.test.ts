import { harmless } from './harmless-text.js';

test.each([
  ['Alder & Söhne 赤木 😀 👨‍👩‍👧‍👦', 'Alder & Söhne 赤木 😀 👨‍👩‍👧‍👦'],
  ['نور\u200f', 'نور'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['two\r\nlines\u2028and\u0085more', 'two lines and more'],
  ['\u001b[2J\u001b]0;x\u0007', '\uFFFD[2J\uFFFD]0;x\uFFFD'],
  ['\u009b31m\u007f\0', '\uFFFD31m\uFFFD\uFFFD'],
  ['gpj.\u202eexe', 'gpj.\uFFFDexe'],
  ['\u2066a\u2069\u202ab\u202c', '\uFFFDa\uFFFD\uFFFDb\uFFFD'],
])('%j is shown as %j', (text, shown) => {
  expect(harmless(text)).toBe(shown);
});
