import type { FaultRuleInput } from '../../../../src/simulator/faults/script.js';
import type { FaultKind } from './fault.js';

/** What Shopify, or whoever stands before it, may answer: to each second request or so. */
const EFFECTS: Readonly<Record<string, FaultRuleInput['effect']>> = {
  '429': { kind: 'throttle', retryAfter: '1' },
  '429 in a body': { kind: 'throttle', form: 'body' },
  '500': { kind: 'http', status: 500 },
  '503': { kind: 'http', status: 503, body: '<html>Maintenance</html>' },
  'its answers drip': { kind: 'drip', bytes: 400, everyMs: 40 },
  'its answers end early': { kind: 'truncate', afterBytes: 300 },
  'its answers break off': { kind: 'reset', afterBytes: 200 },
  'an error beside data': { kind: 'graphql_error', data: 'field' },
  'an error that takes all data': { kind: 'graphql_error', data: 'all', path: false },
  'a node is null': { kind: 'null_node', edge: 0 },
};
/** Where the query is run, only pages have what can be taken away. */
const ONLY_PAGES = new Set(['an error beside data', 'a node is null']);

export const upstreamFaults: readonly FaultKind[] = Object.entries(EFFECTS).map(([what, effect]) => ({
  name: `Shopify: ${what}`,
  target: `answers: ${what}`,
  begin: ({ stage: { upstream }, random }) => {
    const name = `chaos: ${what}`;
    const since = upstream.lastRequest;
    const page = ONLY_PAGES.has(what) ? ('transactions' as const) : undefined;
    const when = { probability: 0.5, ...(page === undefined ? {} : { field: page }) };
    upstream.begin(name, { when, effect }, String(random.next()));
    return Promise.resolve({
      bites: () => upstream.happened(name, since, page),
      end: () => Promise.resolve(upstream.end(name)),
    });
  },
}));
