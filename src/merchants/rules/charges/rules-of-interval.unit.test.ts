import { at, figureOf, storyRows, tell } from '../../../../test/support/merchants/merchant-story.js';
import { parseUnits } from '../../../values/money.js';
import { fold } from '../fold.js';
import { type Hints, intervalInName, noHints, priceKey } from './interval.js';

/** Rule: Interval, first rung that answers. */
test.each`
  rung                                        | story                                                                              | interval
  ${'its latest sale'}                        | ${'d0 act 1 Yearly 120 bill 365d; d1 sale 1 120 annual; d31 sale 1 120 monthly'}   | ${'EVERY_30_DAYS, stated'}
  ${'a sale without one says nothing'}        | ${'d0 act 1 A 120; d1 sale 1 120 annual; d31 sale 1 120'}                          | ${'ANNUAL, stated'}
  ${'the latest of one instant by its id'}    | ${'d0 act 1 A 120; d1 sale 1 120 annual; d1 sale 1 10 monthly'}                    | ${'EVERY_30_DAYS, stated'}
  ${'a sale of nothing says it, too'}         | ${'d0 act 1 A 120; d1 sale 1 0.00 annual'}                                         | ${'ANNUAL, stated'}
  ${'a sale of another charge says nothing'}  | ${'d-99 act 1 A 120; d-90 act 2 B 5; d0 can 2; d1 sale 2 5 annual; d1 sale 1 120'} | ${'EVERY_30_DAYS, assumed'}
  ${'a second less than 360 days is no year'} | ${'d0 act 1 A 120 bill 360d-1s; d9 freeze 1'}                                      | ${'EVERY_30_DAYS, assumed'}
  ${'billed a year ahead'}                    | ${'d0 act 1 Monthly 120 bill 360d'}                                                | ${'ANNUAL, inferred'}
  ${'the plan’s name'}                        | ${'d0 act 1 Pro-Yearly 120'}                                                       | ${'ANNUAL, inferred'}
  ${'every 30 days'}                          | ${'d0 act 1 Pro 120'}                                                              | ${'EVERY_30_DAYS, assumed'}
`('$rung: $story', ({ story, interval }: Record<'story' | 'interval', string>) => {
  expect(figureOf(tell(story, 'd40'), 'interval')).toBe(interval);
});

test('other shops’ sales answer before the assumption, for the same plan at the same price only', () => {
  const units = parseUnits('120.00') ?? 0n;
  const hints: Hints = {
    ...noHints,
    intervalElsewhere: new Map([[priceKey('Gold', { units, currency: 'USD' }), 'ANNUAL']]),
  };
  const intervalOf = (story: string) => figureOf(fold(storyRows(story), at('d9'), hints), 'interval');
  expect(intervalOf('d0 act 1 Gold 120')).toBe('ANNUAL, inferred');
  expect(intervalOf('d0 act 1 Gold 120 EUR')).toBe('EVERY_30_DAYS, assumed');
  expect(intervalOf('d0 act 1 Gold 130')).toBe('EVERY_30_DAYS, assumed');
  expect(intervalOf('d0 act 1 Silver 120')).toBe('EVERY_30_DAYS, assumed');
});

test.each`
  rung                                     | story                                         | interval
  ${'a sale answers before the operator'}  | ${'d0 act 1 Gold 120; d1 sale 1 120 monthly'} | ${'EVERY_30_DAYS, stated'}
  ${'and so does a bill a year ahead'}     | ${'d0 act 1 Monthly 120 bill 360d'}           | ${'ANNUAL, inferred'}
  ${'the operator before the plan’s name'} | ${'d0 act 1 Monthly 120'}                     | ${'ANNUAL, stated'}
  ${'for every price of the plan'}         | ${'d0 act 1 Gold 7 EUR'}                      | ${'ANNUAL, stated'}
  ${'for the plan of that very name'}      | ${'d0 act 1 Silver 7'}                        | ${'EVERY_30_DAYS, assumed'}
  ${'the name before other shops’ sales'}  | ${'d0 act 1 Basic-monthly 120'}               | ${'EVERY_30_DAYS, inferred'}
  ${'other shops’ sales before the guess'} | ${'d0 act 1 Basic 120'}                       | ${'ANNUAL, inferred'}
`('the ladder from rung to rung: $rung', ({ story, interval }: Record<'story' | 'interval', string>) => {
  const price = { units: parseUnits('120.00') ?? 0n, currency: 'USD' };
  const hints: Hints = {
    intervalByOperator: new Map([
      ['Gold', 'ANNUAL'],
      ['Monthly', 'ANNUAL'],
    ]),
    intervalElsewhere: new Map([
      [priceKey('Basic', price), 'ANNUAL'],
      [priceKey('Basic-monthly', price), 'ANNUAL'],
    ]),
  };
  expect(figureOf(tell(story, 'd40', hints), 'interval')).toBe(interval);
});

test('a test charge asks nobody: nobody would tell it when the others change their minds', () => {
  const units = parseUnits('120.00') ?? 0n;
  const hints: Hints = {
    ...noHints,
    intervalElsewhere: new Map([[priceKey('Gold', { units, currency: 'USD' }), 'ANNUAL']]),
  };
  const [span] = fold(storyRows('d0 act 1 Gold 120 test'), at('d9'), hints).charges;
  expect(span?.charge.interval.rule).toBe('interval: every 30 days');
});

test.each`
  name                        | interval
  ${'Pro (Annual)'}           | ${'ANNUAL'}
  ${'pro_yearly'}             | ${'ANNUAL'}
  ${'Growth - 12 months'}     | ${'ANNUAL'}
  ${'Basic Monthly'}          | ${'EVERY_30_DAYS'}
  ${'Every 30 days'}          | ${'EVERY_30_DAYS'}
  ${'Monthly, billed yearly'} | ${null}
  ${'ProYearly'}              | ${'ANNUAL'}
  ${'ANNUAL2024'}             | ${'ANNUAL'}
  ${'12mo Pro'}               | ${'ANNUAL'}
  ${'$9/mo'}                  | ${'EVERY_30_DAYS'}
  ${'Plan_30_days'}           | ${'EVERY_30_DAYS'}
  ${'Jährlich'}               | ${'ANNUAL'}
  ${'Mobile'}                 | ${null}
  ${'Yearling'}               | ${null}
  ${'Pro'}                    | ${null}
`('the name “$name” says $interval', ({ name, interval }: { name: string; interval: string | null }) => {
  expect(intervalInName(name)).toBe(interval);
});
