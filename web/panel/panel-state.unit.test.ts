import { Problem } from '../shared/api/problem.js';
import type { MerchantInFull } from '../shared/api/types.js';
import type { Freshness } from '../shared/freshness.js';
import { type PanelFacts, panelState } from './panel-state.js';

const data = { name: 'Northwind' } as MerchantInFull;
const gone = new Problem('not_found', '', null, 404);
const offline = new Problem('offline', '', null, 0);
const fresh: Freshness = { state: 'fresh', lastSyncedAt: null };
const stale: Freshness = { state: 'stale', lastSyncedAt: null };
const first: Freshness = { state: 'first_sync', completeBackTo: null };

const facts = (changes: Partial<PanelFacts> & { data?: MerchantInFull; error?: unknown }): PanelFacts => ({
  shop: 'northwind.myshopify.com',
  isLookingUp: false,
  merchant: { data: changes.data, error: changes.error ?? null },
  freshness: undefined,
  firstSync: 'whole',
  isFreshnessUnknown: false,
  ...changes,
});

test.each([
  ['nothing is there yet', {}, { name: 'loading' }],
  ['the merchant is there, the connections not yet', { data }, { name: 'merchant', merchant: data, problem: null }],
  ['both are there', { data, freshness: fresh }, { name: 'merchant', merchant: data, problem: null }],
  ['it could not be refreshed', { data, error: offline }, { name: 'merchant', merchant: data, problem: offline }],
  ['it could not be read', { error: offline, freshness: fresh }, { name: 'problem', error: offline }],
  ['there is none, and why is not known yet', { error: gone }, { name: 'loading' }],
  ['there is none', { error: gone, freshness: fresh }, { name: 'no_match', firstSync: 'whole' }],
  ['there is none any more', { data, error: gone, freshness: fresh }, { name: 'no_match', firstSync: 'whole' }],
  [
    'there is none so far',
    { error: gone, freshness: first, firstSync: 'running' as const },
    { name: 'no_match', firstSync: 'running' },
  ],
  [
    'there is none, and no more come',
    { error: gone, freshness: stale, firstSync: 'stopped' as const },
    { name: 'no_match', firstSync: 'stopped' },
  ],
  ['why stays unknown', { error: gone, isFreshnessUnknown: true }, { name: 'no_match', firstSync: 'whole' }],
  ['nobody is asked for', { shop: null, freshness: fresh }, { name: 'no_match', firstSync: 'whole' }],
  ['another is looked up', { data, isLookingUp: true }, { name: 'look_up' }],
  [
    'one is looked up beside nobody',
    { shop: null, isLookingUp: true, freshness: fresh },
    { name: 'no_match', firstSync: 'whole' },
  ],
  ['nothing is connected', { error: gone, freshness: { state: 'not_connected' } as const }, { name: 'not_connected' }],
])('%s', (_, changes, expected) => {
  expect(panelState(facts(changes))).toEqual(expected);
});
