import fc from 'fast-check';
import type { Feed } from '../../src/partner/pages/feed.js';
import { ModelShopify } from './model-shopify.js';
import { ModelStore } from './model-store.js';
import { ModelSync } from './model-sync.js';

/*
 * The planner against a model of Shopify and of the database: whatever happens in between, in the end every row is there,
 * as it is now. fast-check prints the seed and path with which a failure is repeated.
 */
const RUNS = 12_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const feeds: readonly Feed[] = [
  { kind: 'transactions' },
  { kind: 'events', appNumber: '1' },
  { kind: 'events', appNumber: '2' },
];
const names = ['transactions', 'events/1', 'events/2'];

const feed = fc.constantFrom(...names);
const pick = fc.nat(1_000);
// Whole minutes, few of them: many rows of one instant, also at the edges of pages and windows.
const age = fc.oneof(
  fc.nat(20).map((minutes) => minutes * 60_000),
  fc.nat(60).map((days) => days * DAY_MS),
  fc.nat(700).map((days) => days * DAY_MS),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('ask' as const), pick, width: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('arrives' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('isLost' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('isRefused' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const), zombie: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('add' as const), feed, age, count: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('correct' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.nat(80) }) },
);
const history = fc.array(fc.record({ feed, age, count: fc.integer({ min: 1, max: 30 }) }), { maxLength: 12 });

function play(
  past: { feed: string; age: number; count: number }[],
  steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
) {
  const shopify = new ModelShopify();
  const add = (one: { feed: string; age: number; count: number }) => {
    for (let row = 0; row < one.count; row += 1) shopify.add(one.feed, one.age);
  };
  for (const rows of past) add(rows);
  const store = new ModelStore(feeds, shopify.nowMs);
  let sync = new ModelSync(shopify, store);
  /** Of workers that were taken for dead: what they still bring must do no harm. */
  let zombie: ModelSync | null = null;
  /** Whatever one sync does the other one may do, too; one that another has overtaken is over. */
  const either = (pick: number, does: (one: ModelSync) => boolean) => {
    if (zombie !== null && pick % 3 === 0) {
      if (!does(zombie)) zombie = null;
    } else if (!does(sync)) sync = new ModelSync(shopify, store);
  };
  for (const one of steps) {
    shopify.nowMs += 1_000;
    switch (one.do) {
      case 'ask':
        either(one.pick, (asking) => asking.ask(one.width));
        break;
      case 'arrives':
        either(one.pick, (waiting) => waiting.arrives(one.pick));
        break;
      case 'isLost':
        sync.isLost(one.pick);
        break;
      case 'isRefused':
        either(one.pick, (waiting) => waiting.isRefused(one.pick));
        break;
      case 'begin':
        if (one.zombie) zombie = sync;
        sync = new ModelSync(shopify, store);
        break;
      case 'reconnect':
        store.generation += 1;
        zombie = sync;
        sync = new ModelSync(shopify, store);
        break;
      case 'add':
        add(one);
        break;
      case 'correct':
        shopify.correct(one.pick);
        break;
      case 'wait':
        shopify.nowMs += one.hours * HOUR_MS;
    }
  }
  return { shopify, store };
}

/** Time passes without trouble: so long that sweep and walk have been through. */
function heal(shopify: ModelShopify, store: ModelStore): void {
  for (const waitMs of [0, 0, 2 * HOUR_MS, 2 * HOUR_MS, 8 * DAY_MS, 2 * HOUR_MS]) {
    shopify.nowMs += waitMs;
    new ModelSync(shopify, store).finish(4);
  }
}

const shown = ({ rows }: ModelShopify) => [...rows.values()].map(({ key, content }) => `${key} ${content}`).sort();
const kept = ({ rows }: ModelStore) => [...rows].map(([key, { content }]) => `${key} ${content}`).sort();

test('whatever happens, every row ends up stored, once and as it is now', () => {
  fc.assert(
    fc.property(history, fc.array(step, { maxLength: 60 }), (past, steps) => {
      const { shopify, store } = play(past, steps);
      heal(shopify, store);
      expect(kept(store)).toEqual(shown(shopify));
      expect(store.plan.windows).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('a row that shows up within thirty days of its time is found by the next sweep', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 29 * 24 }), fc.nat(200), (past, lateHours, downHours) => {
      const { shopify, store } = play(past, []);
      new ModelSync(shopify, store).finish(8);
      new ModelSync(shopify, store).finish(8);
      shopify.nowMs += (downHours * HOUR_MS) / 2;
      shopify.add('transactions', lateHours * HOUR_MS);
      shopify.nowMs += (downHours * HOUR_MS) / 2 + HOUR_MS;
      new ModelSync(shopify, store).finish(8);
      expect(kept(store)).toEqual(shown(shopify));
    }),
    { numRuns: RUNS / 2 },
  );
});

test('an idle sync asks for each head once and nothing else', () => {
  const past = Array.from({ length: 30 }, (_, day) => ({ feed: 'transactions', age: (day + 1) * DAY_MS, count: 1 }));
  const { shopify, store } = play(past, []);
  new ModelSync(shopify, store).finish(8);
  new ModelSync(shopify, store).finish(8);
  const idle = new ModelSync(shopify, store);
  expect(idle.finish(feeds.length)).toBeLessThanOrEqual(feeds.length);
});
