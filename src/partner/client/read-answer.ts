import { z } from 'zod';
import { readRetryAfter } from '../../values/retry-after.js';
import { commonReason, type ErrorMeaning, meaningOfStatus, reasonOf } from './error-meaning.js';
import {
  type PartnerApiError,
  QueryRefused,
  ShopifyUnavailable,
  Throttled,
  TokenRejected,
  UnexpectedAnswer,
  VersionRetired,
} from './errors.js';
import type { PartnerAnswer, PartnerError } from './partner-api.js';

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors?: unknown;
  /** The whole body, of which data and errors were parsed. */
  readonly body: string;
}

const Placed = z.object({ path: z.array(z.union([z.string(), z.number()])) });
const Data = z.record(z.string(), z.unknown());

/**
 * Decides what an answer is. The status is judged first, then the codes: Shopify sends 429 and 500 inside a 200 as
 * well, and texts are translated, so none is ever matched.
 * @throws PartnerApiError unless the answer is whole; errors under an alias leave it whole
 */
export function readAnswer({ status, headers, data, errors, body }: RawAnswer): PartnerAnswer {
  const found = readErrors(errors);
  const refusal = refusalOf(status, headers, found, () => placesOf(errors));
  if (refusal !== null) throw refusal;
  const whole = Data.safeParse(data ?? {});
  if (!whole.success) throw new UnexpectedAnswer('it has no data');
  if (data == null && found.length === 0) throw new UnexpectedAnswer('it has neither data nor errors');
  return { data: whole.data, errors: found, servedVersion: servedVersionOf(headers), text: () => body };
}

// `2026-07`, `unstable`. It is logged and stored, so not any text at all.
const VERSION = /^[\w.-]{1,32}$/;

function servedVersionOf(headers: Headers): string | null {
  const version = headers.get('x-shopify-api-version');
  return version !== null && VERSION.test(version) ? version : null;
}

function readErrors(errors: unknown): PartnerError[] {
  if (errors === undefined || errors === null) return [];
  // Each is read on its own: what one leaves out or sends as null must not hide another's code.
  return (Array.isArray(errors) ? errors : [errors]).map((error: unknown) => ({
    ...reasonOf(error),
    alias: aliasOf(Placed.safeParse(error).data?.path ?? []),
  }));
}

// A query that validation refuses has errors whose path leads through the query, `["query Sync", "transactions"]`.
const NAME = /^[A-Za-z_]\w*$/;

function aliasOf([first]: readonly (string | number)[]): string | null {
  return typeof first === 'string' && NAME.test(first) ? first : null;
}

/** The path of each error that has one; of a query that is refused as it stands it leads through the query. */
function placesOf(errors: unknown): string[][] {
  return [errors].flat().flatMap((error) => {
    const placed = Placed.safeParse(error);
    return placed.success ? [placed.data.path.map(String)] : [];
  });
}

function refusalOf(
  status: number,
  headers: Headers,
  errors: readonly PartnerError[],
  places: () => readonly (readonly string[])[],
): PartnerApiError | null {
  const ofStatus = meaningOfStatus(status);
  // What concerns the client does so wherever it stands.
  const says = (meaning: ErrorMeaning) => ofStatus === meaning || errors.some((error) => error.meaning === meaning);
  if (says('throttled')) return new Throttled(readRetryAfter(headers, Date.now()));
  if (says('token')) return new TokenRejected();
  if (ofStatus === 'absent') return new VersionRetired();
  if (ofStatus === 'outage') return new ShopifyUnavailable(`HTTP ${status}`);
  // A page of HTML is a proxy's, not the Partner API's.
  if (ofStatus === 'access' && headers.get('content-type')?.includes('html') === true) {
    return new ShopifyUnavailable('a proxy refused us');
  }
  const ofWhole = errors.filter(({ alias }) => alias === null || status !== 200);
  if (status === 200 && ofWhole.length === 0) return null;
  const reason = commonReason(ofWhole);
  if (reason.meaning === 'outage') return new ShopifyUnavailable('internal error');
  if (ofStatus === 'access') return new QueryRefused(status, { ...reason, meaning: 'access' });
  if (reason.meaning === 'unauthorized') return new TokenRejected();
  if (reason.meaning === 'absent') return new VersionRetired();
  return new QueryRefused(status, reason, places);
}
