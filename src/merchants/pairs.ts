import type { Tenant } from '../postgres/tenant.js';
import type { Instant } from '../values/instant.js';
import type { Folded } from './rules/fold.js';

/** One app on one shop, within one connection. */
export interface Pair {
  readonly appNumber: string;
  readonly shopNumber: string;
}

/** A pair that is to be folded. */
export interface PairToFold extends Pair {
  /** The weekly walk that changed rows of it; absent or null when none did. */
  readonly walkStartedAt?: Instant | null;
}

/** The pair as a key of a map. */
export function pairKey({ appNumber, shopNumber }: Pair): string {
  return `${appNumber}/${shopNumber}`;
}

/** The pairs as the rows of a table `p`, for a statement to go through. */
export function eachOf(sql: Tenant['sql'], pairs: readonly Pair[]) {
  return sql`
    unnest(
      ${pairs.map(({ appNumber }) => appNumber)}::bigint[],
      ${pairs.map(({ shopNumber }) => shopNumber)}::bigint[]
    ) as p (app_number, shop_number)
  `;
}

/** What the fold of one pair gave. */
export interface PairResult extends PairToFold {
  readonly folded: Folded;
  readonly asOf: Instant;
  /** What the same hints and those of the rows that are not later say at another time. */
  readonly refold: (asOf: Instant, rowsUntil: Instant) => Folded;
}
