import fc from 'fast-check';
import { csvRow, decimal } from './csv.js';

test('cells are parted by semicolons or tabs, and stay whole', () => {
  expect(csvRow(['a;b', decimal('1.5'), null], 'semicolon')).toBe('"a;b";1.5;\r\n');
  expect(csvRow(['a\tb', decimal('1.5'), null], 'tab')).toBe('"a\tb"\t1.5\t\r\n');
});

test.each([
  [['a', decimal('1'), null, ''], '"a",1,,""\r\n'],
  [['one, two', 'say "hi"', 'two\r\nlines'], '"one, two","say ""hi""","two\r\nlines"\r\n'],
  [['one; two', 'one\ttwo'], '"one; two","one\ttwo"\r\n'],
  [[decimal('-49.00'), '-49.00', '0'], '-49.00,"\'-49.00","0"\r\n'],
  [['Čaj & Café 😀', 'A-1 @ home = 1+1'], '"Čaj & Café 😀","A-1 @ home = 1+1"\r\n'],
])('%j is written as %j', (cells, line) => {
  expect(csvRow(cells)).toBe(line);
});

const SIGNS = [
  '=',
  '+',
  '-',
  '@',
  '−',
  '＝',
  '＋',
  '－',
  '＠',
  '﹦',
  '﹢',
  '﹣',
  '﹫',
  '‐',
  '–',
  '—',
  '➕',
  '➖',
  '⁺',
  '⁻',
];
const UNSEEN = [
  '',
  ' ',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\t',
  '\r',
  '\n',
  '\0',
  '\u202e',
  '\u3000',
  '\u2060',
  '\u00ad',
  '\u3164',
  '\u2800',
];

test.each(SIGNS)('a text that begins with %s is no formula, whatever unseen stands before', (sign) => {
  for (const unseen of UNSEEN) {
    const text = `${unseen}${unseen}${sign}cmd|'/C calc'!A0`;
    expect(csvRow([text])).toBe(`"'${text}"\r\n`);
  }
});

test.each(['\t', '\r', '\n'])('a text that begins with %j is none either', (first) => {
  expect(csvRow([`${first}x`])).toBe(`"'${first}x"\r\n`);
});

test.each(['', '1e5', '１', '1,0', '--1', '.5', 'NaN'])('%j is no decimal', (text) => {
  expect(() => decimal(text)).toThrow();
});

test('what is written is read back, but for the apostrophe before a formula', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom('=', '"', ',', ';', '\r', '\n', "'")), { minLength: 1 }),
      (cells) => {
        expect(readLine(csvRow(cells)).map((cell, at) => cell.slice(cell === cells[at] ? 0 : 1))).toEqual(cells);
      },
    ),
  );
});

/** As RFC 4180 reads it. */
function readLine(line: string): string[] {
  const cells = `,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g);
  return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
