import fc from 'fast-check';
import { alwaysTrue } from '../../../../test/support/merchants/always-true.js';
import { foldRowOf, randomLives } from '../../../../test/support/merchants/random-lives.js';
import { statedLives } from '../../../../test/support/merchants/stated-lives.js';
import { plusMs } from '../../../values/instant.js';
import { noHints } from '../charges/interval.js';
import { fold, type Folded } from '../fold.js';
import type { FoldEvent, FoldRow, FoldTimelineEvent, RawRow } from '../words/rows.js';
import { olderType } from './unpaired-events.js';

const RUNS = { numRuns: 1500 };

const lives = randomLives().map(({ nodes, asOf }) => ({ rows: nodes.map(foldRowOf), asOf }));

/** The same events as root `events` tells them, each so much later. */
function mirrored(rows: readonly FoldRow[], laterMs: number): FoldTimelineEvent[] {
  const once = new Map(rows.filter(isEvent).map((row) => [`${row.type} ${row.at} ${row.chargeNumber ?? ''}`, row]));
  return [...once.values()].flatMap((row, index) => {
    const type = ROOT_TYPES.find((one) => olderType(one) === row.type);
    if (type === undefined) return [];
    const { reason, description, requestedAt } = row;
    const told = { reason, description, requestedAt, name: null, amount: null, cancelsOn: null, terms: null };
    const at = plusMs(row.at, laterMs);
    return [{ ...told, source: 'timeline', id: `timeline/${index}`, at, type, chargeNumber: null }];
  });
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

test('both feeds, the newer some seconds off, doubled and in any order, tell what the older one tells', () => {
  const both = lives.chain(({ rows, asOf }) =>
    fc.integer({ min: -60, max: 60 }).chain((later) => {
      const mirror = mirrored(rows, later * 1000).filter(({ at }) => at <= asOf);
      const all: RawRow[] = [...rows, ...mirror];
      return fc.record({
        rows: fc.constant(rows),
        // A root event of what is later than today would be alone.
        asOf: fc.constant(plusMs(asOf, 61_000)),
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
