import type { Secret } from '../../values/secret.js';
import type { ErrorReason } from './error-meaning.js';

/** Whose data is asked for, and with what. The two are always issued, stored and sent together. */
export interface PartnerCredentials {
  /** Digits, as in partners.shopify.com/1234567. */
  readonly partnerOrganizationId: string;
  readonly accessToken: Secret;
}

export interface PartnerRequest {
  readonly credentials: PartnerCredentials;
  /** Always a query: no document of ours is a mutation. */
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the API, where it is not the one that this installation is configured for. */
  readonly version?: string;
  readonly signal?: AbortSignal;
  /** Over the whole request, its body included; the client's own unless this is shorter. */
  readonly deadlineMs?: number;
}

/** One GraphQL error. */
export interface PartnerError extends ErrorReason {
  /** The alias under which the error stands; null when it concerns the whole answer. */
  readonly alias: string | null;
}

/** An answer that is whole: HTTP 200, JSON. It may still carry errors under its aliases. */
export interface PartnerAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly PartnerError[];
  /** The version that Shopify says it answered with; null when it does not say. */
  readonly servedVersion: string | null;
  /** The body as received. A function, so that nothing that prints an answer prints what is in it. */
  readonly text: () => string;
}

/**
 * Asks Shopify's Partner API one question.
 * @throws PartnerApiError (partner/client/errors.ts) when there is no whole answer
 */
export type PartnerApi = (request: PartnerRequest) => Promise<PartnerAnswer>;
