import { storyRows } from '../../../test/support/merchants/merchant-story.js';
import { appEventTypes } from '../../simulator/ledger/rows.js';
import { isOfKnownType } from '../rules/words/rows-that-count.js';
import { rowWords } from './row-words.js';

test.each(appEventTypes)('%s has words, and is known to the rules', (type) => {
  const [row] = storyRows('d0 act 1 Pro 20');
  if (row?.source !== 'event') throw new Error('no row');
  expect(rowWords({ ...row, type })).not.toContain('of the type');
  expect(isOfKnownType({ ...row, type })).toBe(true);
});

test('a type that nobody knows yet is named as it came', () => {
  expect(storyRows('d0 unknown 1 Pro 20; d1 unknown-sale 1 3').map(rowWords)).toEqual([
    'Shopify sent an event of the type “SUBSCRIPTION_CHARGE_TELEPORTED” about charge 1, “Pro” at 20.00 USD.',
    'Shopify sent a transaction of the type “AppTeleportSale”: 3.00 USD of charge 1.',
  ]);
});
