import fc from 'fast-check';
import { csvRow } from './csv.js';

test.each([
  [['a', 1, null, ''], 'a,1,,\r\n'],
  [['one, two', 'say "hi"', 'two\r\nlines'], '"one, two","say ""hi""","two\r\nlines"\r\n'],
  [['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx', '＝1'], "'=1+1,'+1,'-1+1,'@SUM(A1),'\tx,'＝1\r\n"],
  [['\r=1', '=HYPERLINK("x")'], '"\'\r=1","\'=HYPERLINK(""x"")"\r\n'],
  [['-49.00', -49, '0', '1-2'], '-49.00,-49,0,1-2\r\n'],
  [['Čaj & Café 😀'], 'Čaj & Café 😀\r\n'],
])('%j is written as %j', (cells, line) => {
  expect(csvRow(cells)).toBe(line);
});

test('what is written is read back, but for the apostrophe before a formula', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom('=', '"', ',', '\r', '\n', "'")), { minLength: 1 }),
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
