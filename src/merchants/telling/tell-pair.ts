import type { Instant } from '../../values/instant.js';
import { readChapters } from '../rules/chapters.js';
import type { Hints } from '../rules/charges/interval.js';
import { fold, type Folded } from '../rules/fold.js';
import type { RawRow } from '../rules/words/rows.js';
import { entriesOf, type Entry } from './entries.js';
import { keepWords, lineWords, mrrAfterEach, supportWords } from './line-words.js';
import { amountsWords, timeWords } from './phrases.js';
import { rowWords } from './row-words.js';
import { SILENCES } from './silences.js';
import { standingWords } from './standing-words.js';

/** The story of one app on one shop, in sentences. */
export interface PairTelling {
  /** What the merchant is today, and why. */
  readonly standing: readonly string[];
  /** What happened, in time's order. */
  readonly chapters: readonly Chapter[];
  /** The other figures, and when time alone will change something. */
  readonly figures: readonly string[];
}

/** One raw row, or what time alone brought, and what followed from it. */
export interface Chapter {
  readonly at: Instant;
  /** What Shopify sent; null where nothing was sent. */
  readonly sent: string | null;
  readonly rowId: string | null;
  readonly conclusions: readonly string[];
}

/** Tells what `fold` makes of these rows, row by row: each of them is in exactly one chapter. */
export function tellPair(rows: readonly RawRow[], asOf: Instant, hints: Hints): PairTelling {
  const derived = readChapters(rows, asOf, hints);
  const folded = fold(rows, asOf, hints);
  const mrrAfter = mrrAfterEach(folded.events);
  const chapterOf = ({ at, row, lines, supports, silence }: Entry): Chapter => ({
    at,
    sent: row && rowWords(row),
    rowId: row && row.id,
    conclusions: [
      ...lines.map((line) => lineWords(line, mrrAfter.get(line) ?? [])),
      ...(supports.length === 0 ? [] : [supportWords(supports)]),
      ...(silence === null ? [] : [SILENCES[silence]]),
      ...(row === null ? [] : keepWords(row.id, derived.lives)),
    ],
  });
  return {
    standing: standingWords(folded),
    chapters: entriesOf(rows, derived, folded.events).map(chapterOf),
    figures: figureWords(folded),
  };
}

function figureWords({ lifetimeValue, effectiveMrr, usageMrr, nextChangeAt }: Folded): string[] {
  return [
    `Lifetime value: ${amountsWords(lifetimeValue)}.`,
    `Effective MRR, by what was last really billed: ${effectiveMrr.length === 0 ? 'no live charge has a settled sale' : amountsWords(effectiveMrr)}.`,
    `Usage MRR, of the last 30 days: ${amountsWords(usageMrr)}.`,
    nextChangeAt === null
      ? 'Time alone changes nothing from here on.'
      : `Time alone changes something on ${timeWords(nextChangeAt)}.`,
  ];
}
