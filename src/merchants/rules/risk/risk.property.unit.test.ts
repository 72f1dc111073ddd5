import fc from 'fast-check';
import { at, storyRows } from '../../../../test/support/merchants/merchant-story.js';
import { DAY_S, foldRowOf, randomLives } from '../../../../test/support/merchants/random-lives.js';
import { statedLives } from '../../../../test/support/merchants/stated-lives.js';
import { stories, times } from '../../../../test/support/merchants/told-stories.js';
import { RISK_CODES, RISK_LEVEL_OF, RISK_LEVELS } from '../../../contract/merchant-words.js';
import { plusDays, startOf } from '../../../values/day.js';
import { type Instant, instantFromMicros, instantToMicros, plusMs } from '../../../values/instant.js';
import { noHints } from '../charges/interval.js';
import { PastFigures } from '../figures/past-figures.js';
import { fold, type Folded } from '../fold.js';
import { pairThen } from '../merchant-then.js';
import type { RawRow } from '../words/rows.js';

/* Rule: Risk. That a list of reasons holds until nextChangeAt is in fold.property.unit.test.ts: it is part of the fold. */
const RUNS = { numRuns: 1500 };

interface Lived {
  readonly rows: readonly RawRow[];
  readonly asOf: Instant;
}

const lived: fc.Arbitrary<Lived> = fc.oneof(
  randomLives().map(({ nodes, asOf }): Lived => ({ rows: nodes.map(foldRowOf), asOf })),
  statedLives,
);

test('who is no customer is at no risk, and the level is that of the heaviest reason', () => {
  fc.assert(
    fc.property(lived, ({ rows, asOf }) => {
      const { status, risk } = fold(rows, asOf, noHints);
      if (status === 'churned' || status === 'installed') expect(risk).toEqual({ level: 'none', reasons: [] });
      const levels = risk.reasons.map(({ code }) => RISK_LEVEL_OF[code]);
      expect(risk.level).toBe(RISK_LEVELS.find((level) => level === 'none' || levels.includes(level)));
      const codes = risk.reasons.map(({ code }) => code);
      expect(codes).toEqual(RISK_CODES.filter((code) => codes.includes(code)));
    }),
    RUNS,
  );
});

test('each reason is on, begins and ends when it says, and names rows that are there', () => {
  fc.assert(
    fc.property(lived, ({ rows, asOf }) => {
      const ids = new Set(rows.filter((row) => row.at <= asOf).map(({ id }) => id));
      const { risk, nextChangeAt } = fold(rows, asOf, noHints);
      for (const { since, until, evidence } of risk.reasons) {
        expect(since <= asOf && (until === null || asOf < until)).toBe(true);
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.filter((id) => !ids.has(id))).toEqual([]);
        if (until !== null) expect(nextChangeAt !== null && nextChangeAt <= until).toBe(true);
      }
    }),
    RUNS,
  );
});

test('without new rows a reason begins with time alone at the moment that it says', () => {
  fc.assert(
    fc.property(lived, ({ rows, asOf }) => {
      const known = rows.filter((row) => row.at <= asOf);
      const year = instantFromMicros(instantToMicros(asOf) + 400 * DAY_S * 1e6);
      let [now, before] = [asOf, fold(known, asOf, noHints)];
      while (before.nextChangeAt !== null && before.nextChangeAt < year) {
        now = before.nextChangeAt;
        const after = fold(known, now, noHints);
        const begun = after.risk.reasons.filter(({ code }) => !codesOf(before).includes(code));
        // Whether a trial is over, and a charge counts, time shows too: what hangs on it is dated by the rows.
        if (before.status === after.status) expect(begun.filter(({ since }) => since !== now)).toEqual([]);
        before = after;
      }
    }),
    { numRuns: 500 },
  );
});

test('as of a past day it is what the rows until then said, as far as nothing was learned since', () => {
  fc.assert(
    fc.property(stories, times, (story, time) => {
      const rows = storyRows(story);
      const midnight = startOf(plusDays(at(time).slice(0, 10), 1));
      const last = plusMs(midnight, -1);
      const later = fold(rows, at('d140'), noHints);
      const { spans, events: lines, firstSubscribedAt, charges } = later;
      const intervals = new Map(charges.map(({ charge }) => [charge.number, charge.interval.interval]));
      const then = pairThen({ rows, hints: noHints, spans, lines, intervals, firstSubscribedAt }, midnight);
      if (then === null) return;
      const known = fold(
        rows.filter((row) => row.at < midnight),
        last,
        noHints,
      );
      expect(known.risk.reasons).toEqual(expect.arrayContaining([...then.risk.reasons]));
      if (then.alive.length === 0) expect(then.risk.level).toBe('none');
      const isAsKnown = aliveIn(then.alive) === aliveIn(new PastFigures(known.spans, last).alive);
      if (isAsKnown) expect(then.risk).toEqual(known.risk);
      if (then.status !== 'frozen')
        expect(then.risk.reasons.some(({ code }) => code === 'frozen')).toBe(hasFrozen(then.alive));
    }),
    { numRuns: 400 },
  );
});

function codesOf({ risk }: Folded): string[] {
  return risk.reasons.map(({ code }) => code);
}

function aliveIn(alive: PastFigures['alive']): string {
  return alive.map(({ chargeNumber, state, carried }) => `${chargeNumber} ${state} ${carried.units}`).join();
}

function hasFrozen(alive: PastFigures['alive']): boolean {
  return alive.some(({ state }) => state === 'frozen');
}
