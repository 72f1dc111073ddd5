import fc from 'fast-check';
import { alwaysTrue, movedUpTo, nonZero } from '../../../test/support/merchants/always-true.js';
import { DAY_S, foldRowOf, randomLives } from '../../../test/support/merchants/random-lives.js';
import { instantFromMicros, instantToMicros } from '../../values/instant.js';
import { readChapters } from './chapters.js';
import { noHints } from './charges/interval.js';
import { fold, type Folded } from './fold.js';
import { comparePlaced, orderOfType } from './words/order-at-one-instant.js';
import type { FoldEvent, FoldRow } from './words/rows.js';

// A failure prints the seed and the smallest life that fails.
const RUNS = { numRuns: 3000 };
const RUNS_OF_EACH_SENTENCE = { numRuns: 1000 };

const lifecycles = randomLives().map(({ nodes, asOf }) => ({ rows: nodes.map(foldRowOf), asOf }));

const shuffled = lifecycles.chain(({ rows, asOf }) =>
  fc.record({
    rows: fc.constant(rows),
    asOf: fc.constant(asOf),
    again: fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
  }),
);

test('the same rows, shuffled and repeated, give the same bytes', () => {
  fc.assert(
    fc.property(shuffled, ({ rows, asOf, again }) => {
      expect(bytes(fold(again, asOf, noHints))).toBe(bytes(fold(rows, asOf, noHints)));
    }),
    RUNS,
  );
});

test.each(Object.entries(alwaysTrue))('always true: %s', (_, holds) => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => holds(rows, asOf)),
    RUNS_OF_EACH_SENTENCE,
  );
});

test('MRR is never negative, and nobody but the active has any', () => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => {
      const { events, status, mrr, plan } = fold(rows, asOf, noHints);
      for (const { occurredAt } of events) {
        expect(movedUpTo(events, occurredAt).filter(({ units }) => units < 0n)).toEqual([]);
      }
      if (status !== 'active') expect(nonZero(mrr)).toEqual([]);
      if (!['trialing', 'active', 'frozen'].includes(status)) expect(plan).toBeNull();
    }),
    RUNS,
  );
});

test('a history has each event once, none from the future, and counts neither tests nor what is suppressed', () => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => {
      const { events } = fold(rows, asOf, noHints);
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      for (const { test, suppressed, mrrChange, occurredAt } of events) {
        if (test || suppressed) expect(mrrChange).toBeNull();
        expect(occurredAt <= asOf).toBe(true);
      }
    }),
    RUNS,
  );
});

test('nothing changes before it is said to', () => {
  fc.assert(
    fc.property(lifecycles, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), ({ rows, asOf }, share) => {
      const now = fold(rows, asOf, noHints);
      if (now.nextChangeAt !== null) expect(now.nextChangeAt > asOf).toBe(true);
      const until =
        now.nextChangeAt === null ? instantToMicros(asOf) + 400 * DAY_S * 1e6 : instantToMicros(now.nextChangeAt);
      const later = instantToMicros(asOf) + Math.floor((until - instantToMicros(asOf)) * share);
      expect(bytes(fold(rows, instantFromMicros(later), noHints))).toBe(bytes(now));
    }),
    RUNS,
  );
});

test('no charge lives on past its own cancel', () => {
  fc.assert(
    fc.property(lifecycles, ({ rows, asOf }) => {
      const { lives, cancels } = readChapters(rows, asOf, noHints);
      for (const { charge, start, end } of lives) {
        const startsAgain = (cancel: FoldEvent) =>
          charge.activations.some(({ at }) => at > cancel.at && (end === null || at < end.at));
        const outlived = charge.cancels.filter(
          (cancel) => comparePlaced(placed(start), placed(cancel)) < 0 && (end === null || cancel.at < end.at),
        );
        const explained = ['re-emitted cancel', 'cancel of an uninstall'];
        const unexplained = outlived.filter(
          (cancel) => !explained.includes(cancels.suppressedBy.get(cancel.id) ?? '') && !startsAgain(cancel),
        );
        // The old charge of a plan change ends with its successor's activation, up to a minute after its cancel.
        const [paired] = [...cancels.cancelOf].flatMap(([id, cancel]) =>
          end?.reason === 'replaced' && end.row.id === id ? [cancel] : [],
        );
        expect(unexplained.filter(({ at }) => paired === undefined || at < paired.at)).toEqual([]);
      }
    }),
    RUNS,
  );
});

function placed(row: FoldRow) {
  return { at: row.at, order: orderOfType(row.type), chargeNumber: row.chargeNumber };
}

function bytes(folded: Folded): string {
  return JSON.stringify(folded, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
