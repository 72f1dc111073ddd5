import { NoTurn } from '../../partner/pace/paced.js';
import { problemOf } from './problem-of.js';

test('who had no turn to ask Shopify is told when to come back, not that Shopify is away', () => {
  expect(problemOf(new NoTurn())).toMatchObject({ code: 'rate_limited', extras: { headers: { 'Retry-After': '10' } } });
});
