import type { Tenant } from '../../postgres/tenant.js';
import type { Folded } from '../rules/fold.js';
import type { Pair } from './store-pairs.js';
import type { Instant } from '../../values/instant.js';

/** What the fold of one pair gave. */
export interface Result extends Pair {
  readonly folded: Folded;
  readonly asOf: Instant;
  /** What the same hints and those of the rows that are not later say at another time. */
  readonly refold: (asOf: Instant, rowsUntil: Instant) => Folded;
}

/** One table of what folds give, with all rows of a pair at a time. */
export interface ResultTable {
  readonly name: string;
  /** The rows of one pair, each beginning with what names the pair. An amount is text: a JSON number would be a float. */
  readonly rowsOf: (folded: Folded, pair: Pair) => readonly object[];
  /** @param rows a JSON list of rows of pairs that have none in the table yet */
  readonly insert: (tenant: Tenant, connectionId: string, rows: string) => Promise<unknown>;
}
