import { z } from 'zod';
import {
  QueryRefused,
  ShopifyUnavailable,
  Throttled,
  TokenRejected,
  UnexpectedAnswer,
  VersionRetired,
  type PartnerApiError,
} from './errors.js';
import type { PartnerAnswer, PartnerError } from './partner-api.js';
import { readRetryAfter } from './retry-after.js';

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors?: unknown;
  /** The whole body, of which data and errors were parsed. */
  readonly body: string;
}

// Each error is read on its own: what one leaves out or sends as null must not hide another's code.
const GraphQLError = z.object({
  path: z.array(z.union([z.string(), z.number()])).nullish(),
  extensions: z.object({ code: z.union([z.string(), z.number()]).nullish() }).nullish(),
});
const Data = z.record(z.string(), z.unknown());

/**
 * Decides what an answer is. The status is judged first, then the codes: Shopify sends 429 and 500 inside a 200 as
 * well, and texts are translated, so none is ever matched.
 * @throws PartnerApiError unless the answer is whole; errors under an alias leave it whole
 */
export function readAnswer({ status, headers, data, errors, body }: RawAnswer): PartnerAnswer {
  const found = readErrors(errors);
  const refusal = refusalOf(status, headers, found);
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
  if (!Array.isArray(errors)) return [{ code: null, alias: null }];
  return errors.map((error: unknown) => {
    const parsed = GraphQLError.safeParse(error);
    if (!parsed.success) return { code: null, alias: null };
    const { path, extensions } = parsed.data;
    return { code: extensions?.code == null ? null : String(extensions.code), alias: aliasOf(path ?? []) };
  });
}

// A query that validation refuses has errors whose path leads through the query, `["query Sync", "transactions"]`.
const NAME = /^[A-Za-z_]\w*$/;

function aliasOf([first]: readonly (string | number)[]): string | null {
  return typeof first === 'string' && NAME.test(first) ? first : null;
}

/** 500 and its like, wherever they stand: nothing that the owner or we could mend. */
export function isOutageCode(code: string | null): boolean {
  return code !== null && /^(5\d\d|408)$/.test(code);
}

function refusalOf(status: number, headers: Headers, errors: readonly PartnerError[]): PartnerApiError | null {
  // A code that concerns the client or the server as a whole does so wherever it stands.
  const codes = [String(status), ...errors.map(({ code }) => code)];
  if (codes.includes('429')) return new Throttled(readRetryAfter(headers, Date.now()));
  if (codes.includes('401')) return new TokenRejected();
  if (status === 404 || errors.some(({ code, alias }) => code === '404' && alias === null)) return new VersionRetired();
  if (isOutageCode(String(status))) return new ShopifyUnavailable(`HTTP ${status}`);
  // A page of HTML is a proxy's, not the Partner API's.
  if (status === 403 && headers.get('content-type')?.includes('html') === true) {
    return new ShopifyUnavailable('a proxy refused us');
  }
  if (errors.some(({ code, alias }) => isOutageCode(code) && alias === null)) {
    return new ShopifyUnavailable('internal error');
  }
  if (status !== 200 || errors.some(({ alias }) => alias === null)) return new QueryRefused(status);
  return null;
}
