import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../src/process/paths.js';
import type { Instant } from '../src/values/instant.js';
import { countLeavings } from '../tools/risk/count-leavings.js';
import { riskTable } from '../tools/risk/risk-table.js';
import { at, storyRows } from './support/merchants/merchant-story.js';

/** Rows that Shopify shows when they happen, or so many days later. */
const shown = (story: string, late: Readonly<Record<string, Instant>> = {}) =>
  storyRows(story).map((row) => ({ row, shownAt: late[row.type] ?? row.at }));

test('docs/merchants.md has what is counted of the demonstration (npm run docs)', () => {
  expect(readFileSync(join(paths.root, 'docs/merchants.md'), 'utf8')).toContain(
    `<!-- risk -->\n\n${riskTable()}\n\n<!-- end of risk -->`,
  );
});

test('who had a reason, and who of them left', () => {
  const pairs = [
    shown('d0 act 1 A 30; d95 sale 1 30'),
    shown('d0 act 1 A 30; d85 freeze 1; d140 uninstall'),
    shown('d0 act 1 A 30; d80 act 2 B 10; d80 can 1'),
    shown('d0 act 1 A 30; d80 act 2 B 10; d80 can 1; d149 23:00 can 2; d160 act 3 B 10'),
    shown('d0 act 1 A 30; d9 can 1'),
  ];
  const { all, paying, byLevel, byCode, leavings, before } = countLeavings(pairs, [at('d90')], at('d200'));
  expect(all).toEqual({ customers: 4, left: 2 });
  expect(paying).toEqual({ customers: 3, left: 1 });
  expect(byLevel).toEqual({
    high: { customers: 2, left: 1 },
    medium: { customers: 2, left: 1 },
    low: { customers: 0, left: 0 },
    none: { customers: 0, left: 0 },
  });
  expect(byCode.frozen).toEqual({ customers: 1, left: 1 });
  expect(byCode.payment_late).toEqual({ customers: 1, left: 0 });
  expect(byCode.downgraded).toEqual({ customers: 2, left: 1 });
  expect(leavings).toBe(3);
  expect(before.get(1)).toEqual({ customers: 3, withReason: 2 });
  expect(before.get(30)).toEqual({ customers: 2, withReason: 2 });
});

test('what Shopify showed later was not known, and who left after the window did not leave in it', () => {
  const pairs = [
    shown('d0 act 1 A 30; d85 freeze 1', { SUBSCRIPTION_CHARGE_FROZEN: at('d91') }),
    shown('d0 act 1 A 30; d60 sale 1 30; d151 can 1'),
  ];
  const { all, byLevel } = countLeavings(pairs, [at('d90')], at('d200'));
  expect(all).toEqual({ customers: 2, left: 0 });
  expect(byLevel.high).toEqual({ customers: 1, left: 0 });
  expect(byLevel.none).toEqual({ customers: 1, left: 0 });
});
