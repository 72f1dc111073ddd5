import type { Instant } from '../../../values/instant.js';
import type { StatedTerms } from '../words/rows.js';

/** Terms that a row states of a charge. */
export interface Statement {
  readonly at: Instant;
  /** Of the row. */
  readonly id: string;
  readonly terms: StatedTerms;
}

/** On which UTC day a charge is to end, by one row; null: on none. */
export interface Schedule {
  readonly at: Instant;
  readonly id: string;
  readonly on: string | null;
}

/** What is stated of the charges, by their numbers; each list in time's order. */
export interface Stated {
  readonly statements: ReadonlyMap<string, readonly Statement[]>;
  readonly schedules: ReadonlyMap<string, readonly Schedule[]>;
  /** From when on a charge has other terms: each begins a stretch of it, like a charge of its own. */
  readonly changes: ReadonlyMap<string, readonly Instant[]>;
}

/** Adds to what is known of a charge. */
export function push<Value>(map: Map<string, Value[]>, number: string, value: Value): void {
  const known = map.get(number);
  if (known === undefined) map.set(number, [value]);
  else known.push(value);
}
