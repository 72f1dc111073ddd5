import type { ResultTable } from './result-table.js';
import { chargesTable } from './store-charges.js';
import { historyTable } from './store-history.js';
import { moneyTable } from './store-money.js';
import { spansTable } from './store-spans.js';
import { standingsTable } from './store-standings.js';

/** All that a fold writes of a pair. The standing is the first: it carries the digest of all of them. */
export const RESULT_TABLES: readonly ResultTable[] = [
  standingsTable,
  moneyTable,
  historyTable,
  chargesTable,
  spansTable,
];
