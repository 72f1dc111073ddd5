import type { Tenant } from '../../postgres/tenant.js';
import type { Folded } from '../rules/fold.js';
import type { Pair } from './store-pairs.js';

/** One table of what folds give, with all rows of a pair at a time. */
export interface ResultTable {
  readonly name: string;
  /** The rows of one pair, each beginning with what names the pair. An amount is text: a JSON number would be a float. */
  readonly rowsOf: (folded: Folded, pair: Pair) => readonly object[];
  /** @param rows a JSON list of rows of pairs that have none in the table yet */
  readonly insert: (tenant: Tenant, connectionId: string, rows: string) => Promise<unknown>;
}
