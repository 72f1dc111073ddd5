import type { Permission } from '../../contract/connection-words.js';
import type { ErrorReason } from './error-meaning.js';

/**
 * Why there was no whole answer from the Partner API. Messages are our own words: Shopify's text, the request and the
 * token never enter one, because it ends in workflow history and logs.
 */
export abstract class PartnerApiError extends Error {
  /** The contract's error code. */
  abstract readonly code: string;
  /** `credential`: the owner must act; `throttled`: wait; `unavailable`: try again; `defect`: trying again is no use. */
  abstract readonly kind: 'credential' | 'throttled' | 'unavailable' | 'defect';
}

/** HTTP 401 or code 401: revoked, mistyped, or of another organization. Counted; ends in `error`. */
export class TokenRejected extends PartnerApiError {
  readonly code = 'token_rejected';
  readonly kind = 'credential';

  constructor() {
    super('Shopify refused the access token.');
  }
}

/** The client lacks a permission. Counted; ends in `error`. */
export class PermissionMissing extends PartnerApiError {
  readonly code = 'permission_missing';
  readonly kind = 'credential';

  constructor(readonly permission: Permission) {
    super(`The access token lacks the permission ${permission}.`);
  }
}

/** HTTP 429, or code 429 in a 200. Never a failure. */
export class Throttled extends PartnerApiError {
  readonly code = 'throttled';
  readonly kind = 'throttled';

  /** @param retryAfterMs what `Retry-After` asked for, or null when it was absent or made no sense */
  constructor(readonly retryAfterMs: number | null) {
    super('Shopify asked us to slow down.');
  }
}

/** Network failure (a redirect too: it is never followed), deadline, HTTP 5xx or 408, or codes that speak of such. */
export class ShopifyUnavailable extends PartnerApiError {
  readonly code = 'shopify_unavailable';
  readonly kind = 'unavailable';

  constructor(what: string) {
    super(`Shopify did not answer: ${what}.`);
  }
}

/** HTTP 404 or code 404: the API version is gone, or there is no such organization. Shopify does not fall forward. */
export class VersionRetired extends PartnerApiError {
  readonly code = 'api_version_retired';
  readonly kind = 'defect';

  constructor() {
    super('Shopify knows no such API version or organization.');
  }
}

/** The whole query was refused, for a reason that is none of the above. */
export class QueryRefused extends PartnerApiError {
  readonly code = 'query_refused';
  readonly kind = 'defect';

  /**
   * @param reason null when it is not Shopify's answer that says so, but what became of all pages together
   * @param places where in the query, step by step, as Shopify says it; a function, so that nothing that prints an error
   *   prints what is in it
   */
  constructor(
    readonly httpStatus: number,
    readonly reason: ErrorReason | null = null,
    readonly places: () => readonly (readonly string[])[] = () => [],
  ) {
    super(`Shopify refused the query (HTTP ${httpStatus}).`);
  }
}

/** Not JSON, not UTF-8, too large, or not of the schema's shape. */
export class UnexpectedAnswer extends PartnerApiError {
  readonly code = 'unexpected_answer';
  readonly kind = 'defect';

  constructor(what: string) {
    super(`Shopify's answer is not usable: ${what}.`);
  }
}
