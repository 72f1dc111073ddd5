import type { Instant } from '../../values/instant.js';
import { askedAfterAnnual } from './charges/annual-replaced.js';
import { type Charge, subscriptionCharges, testCharges } from './charges/charges.js';
import type { Hints } from './charges/interval.js';
import type { Life } from './charges/life.js';
import type { Story } from './history/story.js';
import { tellAll } from './history/tell-all.js';
import { type SettledCancels, type SettledLives, settleLives } from './lives/settle-lives.js';
import { installHistory, type RelationChange } from './relationship/install-state.js';
import { oneHistory } from './stated/one-history.js';
import { type Course, coursesOf } from './trials/trials.js';
import type { FoldEvent, FoldRow, RawRow } from './words/rows.js';

/** Everything that the figures of a pair are read from. */
export interface Chapters {
  /** What counts, each event once, in the one order. */
  readonly known: readonly FoldRow[];
  /** When a row last said that something of a subscription changes. */
  readonly changedAt: Instant | null;
  /** Keys of test charges of any kind. */
  readonly tests: ReadonlySet<string>;
  readonly real: readonly Charge[];
  readonly test: readonly Charge[];
  readonly changes: readonly RelationChange[];
  readonly cancels: SettledCancels;
  readonly lives: readonly Life[];
  readonly courses: readonly Course[];
  readonly story: Story;
}

/** The rule book, chapter by chapter: feeds, charges, relationship, pairing, lives, trials, history. */
export function readChapters(rows: readonly RawRow[], asOf: Instant, hints: Hints): Chapters {
  const { known, stated, changedAt } = oneHistory(rows, asOf);
  const tests = testCharges(known);
  const { real: asked, test } = subscriptionCharges(known, hints, stated);
  const { real, changes, lives, cancels } = settle(known, asked, asOf, hints);
  const courses = coursesOf(lives, real, asOf);
  const story = tellAll(courses, changes, real, cancels);
  return { known, changedAt, tests, real, test, changes, cancels, lives, courses, story };
}

type SettledPair = Pick<Chapters, 'real' | 'changes'> & SettledLives;

/**
 * Two answers come out of the lives that they are needed for: a sale that shows that a closed shop is back, and the
 * interval of what replaced an annual charge. Rare, so the charges are walked again with what was found until nothing
 * new is.
 */
function settle(known: readonly FoldRow[], asked: readonly Charge[], asOf: Instant, hints: Hints): SettledPair {
  const ofRelationship = known.filter((row) => !(row.source === 'event' && row.test));
  const returns = known.filter((row): row is FoldEvent => row.type === 'RELATIONSHIP_REACTIVATED');
  const returningSales = new Set<string>();
  let real = asked;
  for (;;) {
    const changes = installHistory(ofRelationship, returningSales);
    const settled = settleLives({ charges: real, changes, returns, asOf });
    const after = askedAfterAnnual(real, settled.lives, hints);
    const news = settled.returningSales.filter(({ id }) => !returningSales.has(id));
    if (news.length === 0 && after === real) return { ...settled, real, changes };
    for (const { id } of news) returningSales.add(id);
    real = after;
  }
}
