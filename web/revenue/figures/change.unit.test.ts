import { type Change, changeOf, type Compared } from './change.js';

const usd = (amount: string) => ({ amount, currencyCode: 'USD' });

test.each`
  value                  | previous               | moreIsGood | change
  ${usd('125.00')}       | ${usd('100.00')}       | ${true}    | ${{ kind: 'more', isGood: true, share: 0.25 }}
  ${usd('75.00')}        | ${usd('100.00')}       | ${true}    | ${{ kind: 'less', isGood: false, share: -0.25 }}
  ${usd('-50.00')}       | ${usd('-40.00')}       | ${false}   | ${{ kind: 'more', isGood: false, share: 0.25 }}
  ${usd('-20.00')}       | ${usd('-40.00')}       | ${false}   | ${{ kind: 'less', isGood: true, share: -0.5 }}
  ${usd('0.00')}         | ${usd('-40.00')}       | ${false}   | ${{ kind: 'less', isGood: true, share: -1 }}
  ${usd('9.00')}         | ${usd('0.00')}         | ${true}    | ${{ kind: 'more', isGood: true, share: null }}
  ${usd('9.00')}         | ${usd('9.00')}         | ${true}    | ${{ kind: 'same' }}
  ${255}                 | ${204}                 | ${true}    | ${{ kind: 'more', isGood: true, share: 0.25 }}
  ${{ percent: '4.17' }} | ${{ percent: '4.00' }} | ${false}   | ${{ kind: 'more', isGood: false, share: null }}
  ${{ percent: '0.00' }} | ${{ percent: '4.00' }} | ${false}   | ${{ kind: 'less', isGood: true, share: null }}
  ${0}                   | ${0}                   | ${true}    | ${{ kind: 'same' }}
  ${null}                | ${usd('9.00')}         | ${true}    | ${{ kind: 'unknown' }}
  ${usd('9.00')}         | ${null}                | ${true}    | ${{ kind: 'unknown' }}
`(
  '$value after $previous',
  (
    row: Compared & {
      moreIsGood: boolean;
      change: Change;
    },
  ) => {
    expect(changeOf(row, row.moreIsGood)).toEqual(row.change);
  },
);
