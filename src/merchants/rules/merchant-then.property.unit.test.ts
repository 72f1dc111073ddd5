import fc from 'fast-check';
import { at, storyRows } from '../../../test/support/merchants/merchant-story.js';
import { stories, times } from '../../../test/support/merchants/told-stories.js';
import { plusDays, startOf } from '../../values/day.js';
import { instantFromMicros, instantToMicros } from '../../values/instant.js';
import { noHints } from './charges/interval.js';
import { PastFigures } from './figures/past-figures.js';
import { fold, type Folded } from './fold.js';
import { type PairFacts, type PairThen, pairThen } from './merchant-then.js';
import { sumByCurrency } from './words/amounts.js';
import type { RawRow } from './words/rows.js';

/** What is stored of a fold, and read again. */
function factsOf(rows: readonly RawRow[], folded: Folded): PairFacts {
  const { spans, events: lines, charges, firstSubscribedAt } = folded;
  const intervals = new Map(charges.map(({ charge }) => [charge.number, charge.interval.interval]));
  return { rows, hints: noHints, spans, lines, intervals, firstSubscribedAt };
}

test('what is read of the last day is what was derived of it', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const rows = storyRows(story);
      const midnight = at('d140');
      const folded = fold(rows, instantFromMicros(instantToMicros(midnight) - 1), noHints);
      const then = pairThen(factsOf(rows, folded), midnight);
      expect(then).toEqual({ ...folded, alive: folded.spans.filter(({ to }) => to === null) });
      if (folded.status === 'churned') return;
      expect(new PastFigures(folded.spans, midnight).plan()).toBe(folded.plan);
    }),
    { numRuns: 400 },
  );
});

test('MRR and effective MRR are those of that day, whatever came later', () => {
  fc.assert(
    fc.property(stories, times, (story, time) => {
      const rows = storyRows(story);
      const midnight = startOf(plusDays(at(time).slice(0, 10), 1));
      const last = instantFromMicros(instantToMicros(midnight) - 1);
      const later = fold(rows, at('d140'), noHints);
      const then = pairThen(factsOf(rows, later), midnight);
      if (then === null) return;
      const carried = later.spans.filter(({ from, to }) => from <= last && (to === null || to > last));
      expect(some(then.mrr)).toEqual(some(sumByCurrency(carried.map((span) => span.carried))));
      const known = fold(rows, last, noHints);
      if (then.alive.length > 0) expect(then.effectiveMrr).toEqual(known.effectiveMrr);
    }),
    { numRuns: 400 },
  );
});

test('a prorated first sale is no effective MRR of a past day either', () => {
  const rows = storyRows('d0 act 1 Pro 10; d0 sale 1 10; d10 act 2 Max 20; d10 can 1; d10 sale 2 5; d40 sale 2 20');
  const facts = factsOf(rows, fold(rows, at('d60'), noHints));
  expect(pairThen(facts, at('d11'))).toMatchObject({ plan: 'Max', effectiveMrr: [] });
  expect(pairThen(facts, at('d41'))?.effectiveMrr).toHaveLength(1);
});

test('nothing of what came later is in it', () => {
  fc.assert(
    fc.property(stories, times, (story, time) => {
      const rows = storyRows(story);
      const end = at('d140');
      const midnight = startOf(plusDays(at(time).slice(0, 10), 1));
      const then = pairThen(factsOf(rows, fold(rows, end, noHints)), midnight);
      if (then === null) {
        expect(rows.every((row) => row.at >= midnight)).toBe(true);
        return;
      }
      const { installedAt, uninstalledAt, firstSubscribedAt, alive } = then;
      for (const date of [installedAt, uninstalledAt, firstSubscribedAt])
        expect(date === null || date < midnight).toBe(true);
      expect(alive.every(({ from }) => from < midnight)).toBe(true);
      expect(isConsistent(then)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

function isConsistent({ status, plan, mrr, trialEndsAt }: PairThen): boolean {
  const pays = mrr.some(({ units }) => units !== 0n);
  return (
    (status === 'active' || !pays) &&
    (status === 'trialing' || trialEndsAt === null) &&
    (status !== 'churned' || plan === null)
  );
}

function some(amounts: Folded['mrr']): Folded['mrr'] {
  return amounts.filter(({ units }) => units !== 0n);
}
