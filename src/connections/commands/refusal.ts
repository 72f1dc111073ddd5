import type { Permission } from '../../partner/client/partner-api.js';

/** Why a command was not carried out, as the contract names it. */
export type RefusalCode =
  | 'not_found'
  | 'app_not_found'
  | 'already_connected'
  | 'not_connected'
  | 'token_required'
  | 'token_rejected'
  | 'permission_missing'
  | 'app_limit'
  | 'app_discovered'
  | 'rate_limited'
  | 'shopify_unavailable';

export interface RefusalFacts {
  /** Every one that is missing. */
  readonly permissions?: readonly Permission[];
  /** So many more tokens may be refused before the next has to wait. */
  readonly triesLeft?: number;
  /** Until one may be tried again; 0 at once. */
  readonly nextTryInMs?: number;
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
