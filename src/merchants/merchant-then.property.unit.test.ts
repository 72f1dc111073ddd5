import fc from 'fast-check';
import { at, storyRows } from '../../test/support/merchant-story.js';
import { stories, times } from '../../test/support/told-stories.js';
import { fold, type Folded } from './fold.js';
import { noHints } from './interval.js';
import { isOfKnownType } from './known-types.js';
import { pairThen, type PairFacts, type PairThen } from './merchant-then.js';
import { eachOnce } from './one-event.js';
import { instantFromMicros, instantToMicros, type Instant } from '../instant.js';
import type { FoldRow } from './rows.js';
import { plusDays, startOf, type Day } from '../day.js';

/** What is stored of a fold, and read again. */
function factsOf(rows: readonly FoldRow[], folded: Folded, asOf: Instant): PairFacts {
  const { spans, events: lines, charges, firstSubscribedAt, trialEndsAt } = folded;
  const intervals = new Map(charges.map(({ charge }) => [charge.number, charge.interval.interval]));
  return { spans, lines, rows: eachOnce(rows.filter(isOfKnownType), asOf), intervals, firstSubscribedAt, trialEndsAt };
}

test('what is read of the last day is what was derived of it', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const rows = storyRows(story);
      const midnight = at('d140');
      const last = instantFromMicros(instantToMicros(midnight) - 1);
      const folded = fold(rows, last, noHints);
      const then = pairThen(factsOf(rows, folded, last), midnight);
      if (then === null) throw new Error('nothing is known');
      // Which of several losses beside a closed account is the reason, the rows alone know.
      if (!story.includes('deactivate')) expect(then.detail).toBe(folded.detail);
      for (const figure of ['status', 'installedAt', 'uninstalledAt', 'firstSubscribedAt'] as const) {
        expect([figure, then[figure]]).toEqual([figure, folded[figure]]);
      }
      expect(some(then.mrr)).toEqual(some(folded.mrr));
      expect([then.usageMrr, then.lifetimeValue]).toEqual([folded.usageMrr, folded.lifetimeValue]);
      expect(then.trialEndsAt).toEqual(folded.trialEndsAt);
      // Across currencies the newest is shown: of the stretches the newest may be another one.
      if (then.status !== 'active' || story.includes('EUR')) return;
      expect([then.plan, then.interval]).toEqual([folded.plan, folded.interval]);
    }),
    { numRuns: 400 },
  );
});

test('nothing of what came later is in it', () => {
  fc.assert(
    fc.property(stories, times, (story, time) => {
      const rows = storyRows(story);
      const end = at('d140');
      const midnight = startOf(plusDays(at(time).slice(0, 10) as Day, 1));
      const then = pairThen(factsOf(rows, fold(rows, end, noHints), end), midnight);
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
