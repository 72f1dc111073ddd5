import fc from 'fast-check';
import { PAGES_PER_REQUEST } from '../../src/partner/pace/request-width.js';
import { accountWorlds } from '../../src/simulator/worlds/account-worlds.js';
import { generatedWorld, type GeneratedWorldOptions } from '../../src/simulator/worlds/generated.js';
import { type Instant, instantToMicros } from '../../src/values/instant.js';
import { type TimedAccount, TimedSync } from './timed-sync.js';

/*
 * First syncs of accounts like real ones, in a time of their own: as they run on real processes `npm run bench --
 * backfill` measures. A planner that is blind to bursts takes three times as long here.
 */
const anchor = '2026-11-01T00:00:00.000000Z' as Instant;
const size = {
  ...{ seed: '7', anchor, organizationId: '1', token: 'prtapi_of_this_test' },
  ...{ apps: 4, merchants: 1_300, transactions: 10_000, events: 4_000, days: 730 },
};
const accounts = Object.entries(accountWorlds).map(
  ([name, differently]) => [name, accountOf({ ...size, ...differently })] as const,
);

function accountOf(options: GeneratedWorldOptions): TimedAccount {
  const { ledger } = generatedWorld(options).found(options.organizationId);
  const instants = (rows: readonly { readonly at: number }[]) => rows.map(({ at }) => at).reverse();
  const events = [...ledger.apps.keys()].map((appNumber) => ({
    feed: { kind: 'events', appNumber } as const,
    instants: instants(ledger.events(appNumber).all),
  }));
  const transactions = { feed: { kind: 'transactions' } as const, instants: instants(ledger.transactions.all) };
  return { feeds: [transactions, ...events], nowMicros: instantToMicros(anchor) };
}

describe.each([
  { latencyMs: 50, leastShare: 7, mostWasted: 0.2 },
  { latencyMs: 300, leastShare: 6, mostWasted: 0.25 },
  { latencyMs: 800, leastShare: 3.9, mostWasted: 0.42 },
])('at $latencyMs ms', ({ latencyMs, leastShare, mostWasted }) => {
  test.each(accounts)('%s', (_, account) => {
    const { rows, share, wasted } = new TimedSync(account, latencyMs, PAGES_PER_REQUEST).run();
    expect(rows).toBeGreaterThanOrEqual(size.transactions + size.events);
    expect(share).toBeGreaterThan(leastShare);
    expect(wasted).toBeLessThan(mostWasted);
  });
});

const burst = fc.record({
  ageSeconds: fc.oneof(fc.nat(86_400), fc.nat(700 * 86_400)),
  seconds: fc.oneof(fc.constant(0), fc.nat(3_600), fc.nat(700 * 86_400)),
  count: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 3_000 })),
});

test('whatever bursts an account is made of, every row is read, and few pages are read in vain', () => {
  fc.assert(
    fc.property(fc.array(burst, { minLength: 1, maxLength: 6 }), fc.constantFrom(50, 800), (bursts, latencyMs) => {
      const nowMicros = instantToMicros(anchor);
      const instants = bursts
        .flatMap(({ ageSeconds, seconds, count }) =>
          Array.from(
            { length: count },
            (_, row) => nowMicros - (ageSeconds + Math.floor((seconds * row) / count)) * 1_000_000,
          ),
        )
        .sort((a, b) => b - a);
      const account = { feeds: [{ feed: { kind: 'transactions' } as const, instants }], nowMicros };
      const { rows, pages, neededPages } = new TimedSync(account, latencyMs, PAGES_PER_REQUEST).run();
      expect(rows).toBeGreaterThanOrEqual(instants.length);
      expect(pages).toBeLessThan(2 * neededPages + 40);
    }),
    { numRuns: 300 },
  );
});
