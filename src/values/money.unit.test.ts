import { formatRatio } from './money.js';

const WHOLE = 12_000_000n;

test.each`
  numerator      | denominator   | currency | shown
  ${10n * WHOLE} | ${3n}         | ${'USD'} | ${'3.33'}
  ${20n * WHOLE} | ${3n}         | ${'USD'} | ${'6.67'}
  ${WHOLE}       | ${8n}         | ${'USD'} | ${'0.13'}
  ${-WHOLE}      | ${8n}         | ${'USD'} | ${'-0.13'}
  ${-WHOLE}      | ${1000n}      | ${'USD'} | ${'0.00'}
  ${5n * WHOLE}  | ${2n}         | ${'JPY'} | ${'3'}
  ${WHOLE}       | ${16n}        | ${'KWD'} | ${'0.063'}
  ${0n}          | ${7n}         | ${'USD'} | ${'0.00'}
  ${12n ** 40n}  | ${12n ** 33n} | ${'JPY'} | ${'3'}
`(
  '$numerator ÷ $denominator is $shown $currency',
  ({
    numerator,
    denominator,
    currency,
    shown,
  }: {
    numerator: bigint;
    denominator: bigint;
    currency: string;
    shown: string;
  }) => {
    expect(formatRatio({ numerator, denominator }, currency)).toBe(shown);
  },
);
