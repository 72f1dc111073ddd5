import { ClientError, GraphQLClient } from 'graphql-request';
import { CodedError } from '../../values/coded-error.js';
import { partnerEndpoint } from './endpoint.js';
import { PartnerApiError, ShopifyUnavailable, UnexpectedAnswer } from './errors.js';
import { guardedFetch } from './guarded-fetch.js';
import type { PartnerAnswer, PartnerApi, PartnerRequest } from './partner-api.js';
import { readAnswer } from './read-answer.js';

export interface PartnerApiSettings {
  /** Shopify's address, or the simulator's. */
  readonly url: string;
  /** `2026-07`. */
  readonly version: string;
  /** Of every request; one may name a shorter deadline of its own. */
  readonly deadlineMs?: number;
}

/** Over the whole request, its body included. No documented value; a healthy page takes well under a second. */
export const REQUEST_DEADLINE_MS = 20_000;

// Shopify refuses longer queries (HTTP 400).
const MAX_QUERY_LENGTH = 50_000;
// Visible ASCII only: `Headers` would put a refused value into its error message, and trims blanks silently.
const TOKEN = /^[\x21-\x7e]{1,256}$/;

/** Talks to Shopify: one question, one bounded answer, every error translated. No retries, no pacing. */
export function createPartnerApi({
  url,
  version,
  deadlineMs: usual = REQUEST_DEADLINE_MS,
}: PartnerApiSettings): PartnerApi {
  return async (request) => {
    const { partnerOrganizationId } = request.credentials;
    const endpoint = partnerEndpoint(url, partnerOrganizationId, request.version ?? version);
    const deadlineMs = Math.min(request.deadlineMs ?? usual, usual);
    // Not AbortSignal.any and .timeout: in Node 20 a combined signal may be collected as garbage, and never fires then.
    const controller = new AbortController();
    const late = new CodedError('deadline_over', 'The deadline is over.');
    const timer = setTimeout(() => controller.abort(late), deadlineMs);
    const giveUp = () => controller.abort();
    request.signal?.addEventListener('abort', giveUp);
    try {
      request.signal?.throwIfAborted();
      return await send(endpoint, request, controller.signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      throw translate(error, controller.signal.reason === late ? deadlineMs : null);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', giveUp);
    }
  };
}

async function send(endpoint: string, request: PartnerRequest, signal: AbortSignal): Promise<PartnerAnswer> {
  const { credentials, document, variables } = request;
  if (document.length > MAX_QUERY_LENGTH) throw new UnexpectedAnswer('the query would be too long');
  const accessToken = credentials.accessToken.reveal();
  if (!TOKEN.test(accessToken)) throw new UnexpectedAnswer('the access token has characters that no header takes');
  const client = new GraphQLClient(endpoint, {
    fetch: guardedFetch,
    errorPolicy: 'all',
    // Saves parsing each document again only to find its name.
    excludeOperationName: true,
    headers: { 'X-Shopify-Access-Token': accessToken },
  });
  try {
    return readAnswer(await client.rawRequest({ query: document, variables, signal }));
  } catch (error) {
    // graphql-request throws for every status outside 2xx. Its message holds body and variables: only parts are read.
    if (!(error instanceof ClientError)) throw error;
    const { status, headers, data, errors, body } = error.response;
    return readAnswer({ status, headers, data, errors, body });
  }
}

/** Whatever else fetch, the decoder or graphql-request threw: said again without their words. */
function translate(error: unknown, deadlinePassedMs: number | null): PartnerApiError {
  if (error instanceof PartnerApiError) return error;
  if (deadlinePassedMs !== null) return new ShopifyUnavailable(`no whole answer within ${deadlinePassedMs / 1000} s`);
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  // fetch says TypeError for everything between DNS and a connection that was cut in the middle of the body.
  if (name === 'TypeError') return new ShopifyUnavailable('the connection failed');
  return new UnexpectedAnswer('the body is not a GraphQL answer');
}
