import fc from 'fast-check';
import type { RawRow } from '../../../src/merchants/rules/words/rows.js';
import type { Instant } from '../../../src/values/instant.js';
import { at, storyRows } from './merchant-story.js';

const whens = fc
  .tuple(
    fc.nat({ max: 60 }),
    fc.constantFrom('', '', ' 00:30', ' 23:30'),
    fc.constantFrom('', '', '+1s', '+30s', '+60s'),
  )
  .map(([day, time, seconds]) => `d${day}${time}${seconds}`);
const charges = fc.constantFrom('1', '2', '-');

/** What answers of `activeSubscription` state, and what root events tell, as clauses of a story. */
export const statedClauses = fc.oneof(
  fc
    .tuple(
      charges,
      fc.constantFrom('Pro 20', 'Pro 30', 'Max 60', 'Free 0'),
      fc.constantFrom('', 'annual'),
      fc.constantFrom('', 'until d14', 'until d40'),
      fc.constantFrom('', 'cycle d30', 'cycle d30 cancels', 'cycle d62 cancels'),
      fc.constantFrom('', 'off 25%', 'off 5'),
    )
    .map((words) => ['answer', ...words].filter((word) => word !== '').join(' ')),
  fc.constant('answer none'),
  fc.constantFrom(
    'root installed',
    'root uninstalled',
    'root deactivated',
    'root reactivated',
    'root created',
    'root created - basic 9',
    'root created - basic 90 annual trial 7',
    'root updated',
    'root canceled',
    'root canceled on d62',
    'root scheduled on d62',
    'root created 1 pro 20',
    'root created 2',
    'root canceled 1',
    'root canceled 2',
    'root canceled 1 on d62',
    'root frozen 1',
    'root unfrozen 1',
    'root frozen',
    'root unfrozen',
    'root once 7 Setup 50',
    'root usage 8 Mails 5',
    'root recurring - Pro 30',
    'root credit - Sorry 5',
    'root earning - Pro 30',
    'root unknown',
  ),
);

const olderClauses = fc.oneof(
  fc.constantFrom('install', 'uninstall', 'deactivate', 'reactivate'),
  fc
    .tuple(fc.constantFrom('act', 'act', 'can', 'freeze', 'unfreeze'), fc.constantFrom('1', '2'))
    .map(
      ([what, number]) => `${what} ${number} Plan ${number === '1' ? '20' : '60'}${what === 'act' ? ' bill 14d' : ''}`,
    ),
  fc.constantFrom('sale 1 20', 'sale 2 60', 'sale 3 10 monthly', 'usage-sale 8 5', 'one-time-sale 7 50'),
);

/** Random rows of all feeds, looked at now or before the last of them. */
export const statedLives: fc.Arbitrary<{ readonly rows: readonly RawRow[]; readonly asOf: Instant }> = fc
  .record({
    clauses: fc.array(
      fc.tuple(whens, fc.oneof(statedClauses, olderClauses)).map((words) => words.join(' ')),
      { maxLength: 16 },
    ),
    today: fc.constantFrom('d30', 'd70', 'd200'),
  })
  .map(({ clauses, today }) => {
    // Two answers to one question at one instant there are not.
    const rows = new Map(storyRows(clauses.join('; ')).map((row) => [row.id, row]));
    return { rows: [...rows.values()], asOf: at(today) };
  });
