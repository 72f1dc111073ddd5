import type { Permission } from '../partner/partner-api.js';

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
  | 'shopify_unavailable';

/** An ordinary no to a person or a program. Nothing was changed; the code says what to do next. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly permission: Permission | null = null,
  ) {
    super(permission === null ? code : `${code}: ${permission}`);
  }
}
