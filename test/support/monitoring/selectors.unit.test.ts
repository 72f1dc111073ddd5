import { selectorsIn } from './selectors.js';

test.each<[string, [string, ...string[]][]]>([
  ['up == 0', [['up']]],
  ['time() - max(a_seconds{job="b", x=~"c{d}"}) > 3 * 60', [['a_seconds', 'job', 'x']]],
  ['sum by (le, route) (rate(a_bucket[5m])) / on (x) group_left () b_total offset 5m', [['a_bucket'], ['b_total']]],
  ['avg_over_time(a:b:ratio[1h]) > 14.4 * 0.01 and vector(1e3) unless c{}', [['a:b:ratio'], ['c']]],
  ['absent(a{b!="c"} == 1) or topk(10, histogram_quantile(0.95, d))', [['a', 'b'], ['d']]],
])('%s', (expression, expected) => {
  expect(selectorsIn(expression)).toEqual(expected.map(([metric, ...labels]) => ({ metric, labels })));
});
