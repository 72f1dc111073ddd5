import { awaySpan } from './away-span.js';

test.each`
  until                     | span
  ${'2026-01-01T01:00:00Z'} | ${'1 day'}
  ${'2026-01-12T20:00:00Z'} | ${'12 days'}
  ${'2026-06-01T00:00:00Z'} | ${'5 months'}
`('from new year to $until: $span', ({ until, span }: { until: string; span: string }) => {
  expect(awaySpan('2026-01-01T00:00:00Z', until)).toBe(span);
});
