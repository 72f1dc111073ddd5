import { pageSize } from './support/pages/page-sizes.js';

/* Built pages: `npm run build` comes first, as with every test of what is compiled. */
const MOST_BYTES = 120_000;

test.each(['settings', 'panel'])('%s comes with less than 120 kB of compressed JavaScript, all told', (page) => {
  const { firstBytes, laterBytes } = pageSize(page);
  expect(firstBytes).toBeGreaterThan(0);
  expect(firstBytes + laterBytes).toBeLessThan(MOST_BYTES);
});

test('the charts come after the revenue page shows itself', () => {
  const { firstBytes, laterBytes } = pageSize('revenue');
  expect(firstBytes).toBeLessThan(MOST_BYTES);
  expect(laterBytes).toBeGreaterThan(0);
});
