import fc from 'fast-check';
import { at, storyRows } from '../../../test/support/merchants/merchant-story.js';
import { statedClauses } from '../../../test/support/merchants/stated-lives.js';
import { plusMs } from '../../values/instant.js';
import { readChapters } from '../rules/chapters.js';
import { noHints } from '../rules/charges/interval.js';
import { fold } from '../rules/fold.js';
import type { FoldRow } from '../rules/words/rows.js';
import { entriesOf } from './entries.js';
import { tellPair } from './tell-pair.js';

const RUNS = { numRuns: 2000 };

const whens = fc
  .tuple(
    fc.nat({ max: 60 }),
    fc.constantFrom('', '', ' 00:30', ' 23:30'),
    fc.constantFrom('', '', '+1s', '+5s', '+60s'),
  )
  .map(([day, time, seconds]) => `d${day}${time}${seconds}`);
const charges = fc.constantFrom('1', '2', '3');
const plans = fc.constantFrom('', 'Pro 20', 'Max 60', 'Free 0.00', 'Euro 30 EUR', 'Trial 30 bill 14d', 'Odd 10 test');
const happenings = fc.oneof(
  statedClauses,
  fc.constantFrom('install', 'uninstall', 'uninstall Too expensive', 'deactivate', 'reactivate'),
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('act', 'can'), charges, plans).map((words) => words.join(' ')) },
  fc
    .tuple(
      fc.constantFrom('freeze', 'unfreeze', 'accept', 'decline', 'expire', 'capped', 'unknown', 'one-time', 'credit'),
      charges,
      plans,
    )
    .map((words) => words.join(' ')),
  fc
    .tuple(
      fc.constantFrom('sale', 'usage-sale', 'one-time-sale', 'adjustment', 'credit-sale', 'unknown-sale'),
      fc.constantFrom('1', '2', '3', '-'),
      fc.constantFrom('20', '0', '-5', '20 annual'),
    )
    .map((words) => words.join(' ')),
);

/** Random rows, each once, some with an older copy under another id; looked at now or before the last of them. */
const lives = fc
  .record({
    clauses: fc.array(
      fc.tuple(whens, happenings).map((words) => words.join(' ')),
      { maxLength: 14 },
    ),
    copied: fc.nat({ max: 13 }),
    today: fc.constantFrom('d30', 'd70', 'd200'),
  })
  .map(({ clauses, copied, today }) => {
    const rows = [...new Map(storyRows(clauses.join('; ')).map((row) => [row.id, row])).values()];
    const original = rows[copied];
    const copies = original?.source === 'event' ? [olderCopy(original)] : [];
    return { rows: [...rows, ...copies], asOf: at(today) };
  });

function olderCopy(row: FoldRow): FoldRow {
  return { ...row, id: `${row.id} as gid://partners`, requestedAt: plusMs(row.requestedAt, -1000) };
}

test('every row and every line of the history is told exactly once, in time’s order, and never without a reason', () => {
  fc.assert(
    fc.property(lives, ({ rows, asOf }) => {
      const { events } = fold(rows, asOf, noHints);
      const entries = entriesOf(rows, readChapters(rows, asOf, noHints), events);
      expect(entries.flatMap(({ row }) => row?.id ?? []).sort()).toEqual(rows.map(({ id }) => id).sort());
      expect(entries.flatMap(({ lines }) => lines.map(({ id }) => id)).sort()).toEqual(
        events.map(({ id }) => id).sort(),
      );
      expect(entries.map(({ at: when }) => when)).toEqual(entries.map(({ at: when }) => when).sort());
      for (const { row, lines, supports, silence } of entries) {
        expect(lines.length + supports.length > 0).toBe(silence === null);
        if (row === null) expect(lines).toHaveLength(1);
      }
    }),
    RUNS,
  );
});

test('whatever happened, it is told in sentences, and what is told last is what stands', () => {
  fc.assert(
    fc.property(lives, ({ rows, asOf }) => {
      const { standing, chapters, figures } = tellPair(rows, asOf, noHints);
      const sentences = [
        ...standing,
        ...figures,
        ...chapters.flatMap(({ sent, conclusions }) => [...conclusions, ...(sent === null ? [] : [sent])]),
      ];
      for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|null|\[object|\p{C}/u);
    }),
    RUNS,
  );
});
