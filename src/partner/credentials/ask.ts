import { commonReason, type ErrorReason } from '../client/error-meaning.js';
import { PartnerApiError, QueryRefused, TokenRejected, VersionRetired } from '../client/errors.js';
import type { PartnerAnswer } from '../client/partner-api.js';

/** What became of a question that needs one permission. */
export type Reading =
  | { readonly outcome: 'answered'; readonly data: PartnerAnswer['data'] }
  /** Shopify refused it, and says neither that the token is bad nor that it is Shopify's own failure. */
  | { readonly outcome: 'refused'; readonly reason: ErrorReason }
  | { readonly outcome: 'token_rejected' }
  /** No such API version or organization. */
  | { readonly outcome: 'not_found' }
  /** Shopify could not be asked; says nothing about the credentials. */
  | { readonly outcome: 'unavailable' };

/** The one place that says what an answer means for the credentials. @throws what is no error of the Partner API */
export async function readingOf(ask: () => Promise<PartnerAnswer>): Promise<Reading> {
  try {
    const { data, errors } = await ask();
    if (errors.length === 0) return { outcome: 'answered', data };
    const reason = commonReason(errors);
    return reason.meaning === 'outage' ? { outcome: 'unavailable' } : { outcome: 'refused', reason };
  } catch (error) {
    return readingOfError(error);
  }
}

function readingOfError(error: unknown): Reading {
  if (error instanceof TokenRejected) return { outcome: 'token_rejected' };
  if (error instanceof VersionRetired) return { outcome: 'not_found' };
  // 400, 402, 423 and the like say nothing of permissions.
  if (error instanceof QueryRefused && error.reason !== null && [200, 403].includes(error.httpStatus)) {
    return { outcome: 'refused', reason: error.reason };
  }
  if (error instanceof PartnerApiError) return { outcome: 'unavailable' };
  throw error;
}
