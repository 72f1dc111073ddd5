import fc from 'fast-check';
import { alwaysTrue } from '../../../../test/support/merchants/always-true.js';
import { at, storyRows } from '../../../../test/support/merchants/merchant-story.js';
import { foldRowOf, randomLives, START } from '../../../../test/support/merchants/random-lives.js';
import { statedLives } from '../../../../test/support/merchants/stated-lives.js';
import type { Amount } from '../../../contract/merchant-words.js';
import { plusMs } from '../../../values/instant.js';
import { parseUnits } from '../../../values/money.js';
import { noHints } from '../charges/interval.js';
import { fold, type Folded } from '../fold.js';
import type { FoldAnswer, FoldEvent, FoldRow, FoldTimelineEvent, RawRow, StatedTerms } from '../words/rows.js';
import { olderType } from './unpaired-events.js';

const RUNS = { numRuns: 1500 };

const lives = randomLives().map(({ nodes, asOf }) => ({ rows: nodes.map(foldRowOf), asOf }));

/** The same events as root `events` tell them, each so much later; a subscription with the price of its plan. */
function mirrored(rows: readonly FoldRow[], laterMs: number, copy = 0, isNumbered = false): FoldTimelineEvent[] {
  const once = new Map(rows.filter(isEvent).map((row) => [`${row.type} ${row.at} ${row.chargeNumber ?? ''}`, row]));
  return [...once.values()].flatMap((row, index) => {
    const type = ROOT_TYPES.find((one) => olderType(one) === row.type);
    if (type === undefined) return [];
    const { reason, description, requestedAt } = row;
    const terms = type === 'SUBSCRIPTION_CREATED' ? termsOf(row) : null;
    const told = { reason, description, requestedAt, name: null, amount: null, cancelsOn: null, terms };
    const at = plusMs(row.at, laterMs);
    const chargeNumber = isNumbered ? row.chargeNumber : null;
    return [{ ...told, source: 'timeline', id: `timeline/${index} ${copy}`, at, type, chargeNumber }];
  });
}

function termsOf({ amount: price, plan }: FoldEvent): StatedTerms {
  const nothing = { chargeNumber: null, interval: null, discountedPrice: null, trialEndsAt: null, cancelsOn: null };
  return { ...nothing, price, plan };
}

const ROOT_TYPES = [
  'RELATIONSHIP_INSTALLED',
  'RELATIONSHIP_UNINSTALLED',
  'RELATIONSHIP_DEACTIVATED',
  'RELATIONSHIP_REACTIVATED',
  'SUBSCRIPTION_CREATED',
  'SUBSCRIPTION_CANCELED',
  'SUBSCRIPTION_FROZEN',
  'SUBSCRIPTION_UNFROZEN',
];

function isEvent(row: FoldRow): row is FoldEvent {
  return row.source === 'event';
}

test('both feeds, the newer minutes off, told twice and in any order, tell what the older one tells', () => {
  const offsets = fc.integer({ min: -300, max: 300 });
  const both = lives.chain(({ rows, asOf }) =>
    fc.tuple(offsets, offsets, fc.boolean(), fc.boolean()).chain(([later, again, ...areNumbered]) => {
      const mirror = [
        ...mirrored(rows, later * 1000, 0, areNumbered[0]),
        ...mirrored(rows, again * 1000, 1, areNumbered[1]),
      ];
      const all: RawRow[] = [...rows, ...mirror.filter(({ at }) => at <= asOf)];
      return fc.record({
        rows: fc.constant(rows),
        // A root event of what is later than today would be alone.
        asOf: fc.constant(plusMs(asOf, 301_000)),
        all: fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
      });
    }),
  );
  fc.assert(
    fc.property(both, ({ rows, asOf, all }) => {
      expect(bytes(fold(all, asOf, noHints))).toBe(bytes(fold(rows, asOf, noHints)));
    }),
    RUNS,
  );
});

test('whatever the older feed misses, and however far off the newer one is, nobody with one charge pays twice', () => {
  const offsets = fc.oneof(fc.constant(0), fc.integer({ min: -86_400, max: 86_400 }));
  const missed = lives.chain(({ rows, asOf }) => {
    const own = rows.filter(({ chargeKind, chargeNumber }) => chargeKind !== 'subscription' || chargeNumber === '1');
    const priced = own.map((row) => (row.source === 'event' && row.amount !== null ? { ...row, amount: PRICE } : row));
    return fc.record({
      asOf: fc.constant(asOf),
      older: fc.subarray(priced),
      root: fc
        .tuple(offsets, offsets, fc.boolean())
        .map(([later, again, isNumbered]) => [
          ...mirrored(priced, later * 1000, 0, isNumbered),
          ...mirrored(priced, again * 1000, 1),
        ]),
      answers: fc.array(fc.nat({ max: 200 }), { maxLength: 3 }).map((days) => days.map(answerOn)),
    });
  });
  fc.assert(
    fc.property(missed, ({ older, root, answers, asOf }) => {
      const rows = older.map((row) => (row.source === 'transaction' ? { ...row, gross: PRICE, net: PRICE } : row));
      const { mrr, spans } = fold([...rows, ...root, ...answers], asOf, noHints);
      expect(mrr.every(({ units }) => units <= PRICE.units)).toBe(true);
      for (const { from } of spans) {
        const then = spans.filter((span) => span.from <= from && (span.to === null || span.to > from));
        expect(then.reduce((sum, { carried }) => sum + carried.units, 0n)).toBeLessThanOrEqual(PRICE.units);
      }
    }),
    RUNS,
  );
});

const PRICE: Amount = { units: parseUnits('10') ?? 0n, currency: 'USD' };

function answerOn(day: number): FoldAnswer {
  const at = plusMs(START, day * 86_400_000);
  const nothing = { chargeNumber: null, interval: null, discountedPrice: null, trialEndsAt: null, cancelsOn: null };
  const terms = { ...nothing, plan: 'Pro', price: PRICE };
  return { source: 'answer', id: `answer/${day}`, type: 'ActiveSubscription', at, requestedAt: at, terms };
}

test('a contract that comes and goes costs at each time what it cost then', () => {
  const contract = fc.record({
    plan: fc.constantFrom('Basic', 'Pro'),
    price: fc.constantFrom('9', '19', '29'),
    isTold: fc.boolean(),
    days: fc.integer({ min: 2, max: 40 }),
    end: fc.constantFrom('uninstall', 'root uninstalled', 'root canceled'),
    daysAway: fc.integer({ min: 2, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(contract, { minLength: 1, maxLength: 4 }), (contracts) => {
      let day = 0;
      const lives = contracts.map(({ plan, price, isTold, days, end, daysAway }) => {
        const [from, to] = [day, day + days];
        day = to + daysAway;
        const created = isTold ? `d${from} 00:30 root created - ${plan} ${price};` : '';
        const story = `d${from} install; ${created} d${from} 01:00 answer - ${plan} ${price}; d${to} ${end}`;
        return { from, to, price, story };
      });
      const { spans } = fold(storyRows(lives.map(({ story }) => story).join(';')), at(`d${day}`), noHints);
      const unitsOn = (instant: string) =>
        spans
          .filter((span) => span.from <= instant && (span.to === null || span.to > instant))
          .reduce((sum, { carried }) => sum + carried.units, 0n);
      for (const { from, to, price } of lives) {
        expect(unitsOn(at(`d${from + 1}`))).toBe(parseUnits(price));
        expect(unitsOn(at(`d${to + 1}`))).toBe(0n);
      }
    }),
    { numRuns: 300 },
  );
});

test('where the older feed misses what happened to the shop, the newer one tells the same', () => {
  fc.assert(
    fc.property(lives, ({ rows, asOf }) => {
      const without = rows.filter(({ type }) => !type.startsWith('RELATIONSHIP_'));
      expect(toldOf(fold([...without, ...mirrored(rows, 0)], asOf, noHints))).toEqual(
        toldOf(fold(rows, asOf, noHints)),
      );
    }),
    RUNS,
  );
});

test('answers and root events of any kind, shuffled and repeated, give the same bytes', () => {
  const shuffled = statedLives.chain(({ rows, asOf }) =>
    fc.record({
      rows: fc.constant(rows),
      asOf: fc.constant(asOf),
      again: fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ rows, asOf, again }) => {
      expect(bytes(fold(again, asOf, noHints))).toBe(bytes(fold(rows, asOf, noHints)));
    }),
    RUNS,
  );
});

test.each(Object.entries(alwaysTrue))('always true, whatever is stated: %s', (_, holds) => {
  fc.assert(
    fc.property(statedLives, ({ rows, asOf }) => holds(rows, asOf)),
    RUNS,
  );
});

test('nothing changes before it is said to, whatever is stated', () => {
  fc.assert(
    fc.property(statedLives, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), ({ rows, asOf }, share) => {
      const now = fold(rows, asOf, noHints);
      const until = Date.parse(now.nextChangeAt ?? plusMs(asOf, 400 * 86_400_000));
      const later = plusMs(asOf, Math.floor((until - Date.parse(asOf)) * share));
      expect(bytes(fold(rows, later, noHints))).toBe(bytes(now));
    }),
    RUNS,
  );
});

function toldOf({ events, status, detail, mrr, spans }: Folded) {
  return {
    ...{ status, detail, mrr: mrr.map(({ units, currency }) => `${units} ${currency}`) },
    lines: events.map(({ type, occurredAt, reason }) => `${occurredAt} ${type} ${reason ?? ''}`),
    spans: spans.map(({ chargeNumber, state, from, to }) => `${chargeNumber} ${state} ${from} ${to ?? ''}`),
  };
}

function bytes(folded: Folded): string {
  return JSON.stringify(folded, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
