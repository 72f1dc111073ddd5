import type { Instant } from '../instant.js';
import { subscriptionCharges, testCharges, type Charge } from './charges.js';
import { installHistory, type RelationChange } from './install-state.js';
import type { Hints } from './interval.js';
import { isOfKnownType } from './known-types.js';
import type { Life } from './life.js';
import { livesOf } from './lives.js';
import { eachOnce } from './one-event.js';
import type { FoldRow } from './rows.js';
import { settleCancels, type SettledCancels } from './settle-cancels.js';
import type { Story } from './story.js';
import { tellAll } from './tell-all.js';
import { coursesOf, type Course } from './trials.js';

/** Everything that the figures of a pair are read from. */
export interface Derived {
  /** The rows that count, each once, in the one order. */
  readonly known: readonly FoldRow[];
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

/** The rule book, chapter by chapter: rows, charges, relationship, pairing, lives, trials, history. */
export function derive(rows: readonly FoldRow[], asOf: Instant, hints: Hints): Derived {
  const known = eachOnce(rows.filter(isOfKnownType), asOf);
  const tests = testCharges(known);
  const { real, test } = subscriptionCharges(known, hints);
  const changes = installHistory(known.filter((row) => !(row.source === 'event' && row.test)));
  const cancels = settleCancels(real, changes, asOf);
  const lives = livesOf(real, changes, cancels, asOf);
  const courses = coursesOf(lives, real, asOf);
  const story = tellAll(courses, changes, real, cancels);
  return { known, tests, real, test, changes, cancels, lives, courses, story };
}
