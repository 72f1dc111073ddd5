import type { Permission } from '../../contract/connection-words.js';
import type { RefusalCode } from '../../contract/problems.js';

export interface RefusalFacts {
  /** Every one that is missing. */
  readonly permissions?: readonly Permission[];
  /** So many more tokens may be refused before the next has to wait. */
  readonly triesLeft?: number;
  /** Until one may be tried again; 0 at once. */
  readonly nextTryInMs?: number;
  /** It is being looked for at Shopify. */
  readonly refreshing?: boolean;
}

/** An ordinary no to a person or a program. Nothing was changed; the code says what to do next. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly facts: RefusalFacts = {},
  ) {
    super(facts.permissions === undefined ? code : `${code}: ${facts.permissions.join(', ')}`);
  }
}
