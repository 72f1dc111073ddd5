import { readView } from '../view/view.js';
import { askedOf, daysProblem } from './asked.js';

const TODAY = '2026-11-29';
const view = (address: string) => readView(new URLSearchParams(address));

test.each`
  from            | to              | problem
  ${'2026-01-01'} | ${'2026-11-28'} | ${null}
  ${'2026-11-28'} | ${'2026-11-28'} | ${null}
  ${''}           | ${'2026-11-28'} | ${{ field: 'from', code: 'missing' }}
  ${'2026-01-01'} | ${null}         | ${{ field: 'to', code: 'missing' }}
  ${'2026-02-30'} | ${'2026-11-28'} | ${{ field: 'from', code: 'missing' }}
  ${'2026-01-01'} | ${TODAY}        | ${{ field: 'to', code: 'not_over' }}
  ${'2027-01-01'} | ${'2027-01-02'} | ${{ field: 'from', code: 'not_over' }}
  ${'2026-03-01'} | ${'2026-02-28'} | ${{ field: 'from', code: 'reversed' }}
  ${'1999-12-31'} | ${'2000-01-01'} | ${{ field: 'from', code: 'too_early' }}
  ${'2001-01-01'} | ${'1999-12-31'} | ${{ field: 'to', code: 'too_early' }}
  ${'2000-01-01'} | ${'2000-01-01'} | ${null}
  ${'2016-11-28'} | ${'2026-11-28'} | ${null}
  ${'2016-11-27'} | ${'2026-11-28'} | ${{ field: 'from', code: 'too_long' }}
`('from $from to $to', ({ from, to, problem }: { from: string | null; to: string | null; problem: object | null }) => {
  expect(daysProblem({ from, to }, TODAY)).toEqual(problem);
});

test.each`
  address                                            | asked
  ${''}                                              | ${{ days: { kind: 'named', range: '30d' }, asOf: null }}
  ${'from=2026-01-01&to=2026-01-31'}                 | ${{ days: { kind: 'custom', from: '2026-01-01', to: '2026-01-31' }, asOf: null }}
  ${'range=7d&from=2026-01-31&to=2026-01-01'}        | ${{ days: { kind: 'named', range: '7d' }, asOf: null }}
  ${'asOf=2026-05-01'}                               | ${{ days: { kind: 'named', range: '30d' }, asOf: '2026-05-01' }}
  ${'asOf=2026-11-29'}                               | ${{ days: { kind: 'named', range: '30d' }, asOf: null }}
  ${'asOf=2000-01-01'}                               | ${{ days: { kind: 'named', range: '30d' }, asOf: '2000-01-01' }}
  ${'asOf=1999-12-31'}                               | ${{ days: { kind: 'named', range: '30d' }, asOf: null }}
  ${'from=1999-01-01&to=1999-01-31'}                 | ${{ days: { kind: 'named', range: '30d' }, asOf: null }}
  ${'from=2026-01-01&to=2026-01-31&asOf=2026-05-01'} | ${{ days: { kind: 'custom', from: '2026-01-01', to: '2026-01-31' }, asOf: '2026-01-31' }}
`('"$address" asks for $asked', ({ address, asked }: { address: string; asked: object }) => {
  expect(askedOf(view(address), TODAY)).toEqual({ app: null, ...asked });
});
