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
import { parseRetryAfter } from './retry-after.js';

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: unknown;
}

const GraphQLErrors = z.array(
  z.object({
    path: z.array(z.union([z.string(), z.number()])).optional(),
    extensions: z.object({ code: z.union([z.string(), z.number()]).optional() }).optional(),
  }),
);
const Data = z.record(z.string(), z.unknown());

/**
 * Decides what an answer is. The status is judged first, then the codes: Shopify sends 429 and 500 inside a 200 as
 * well, and texts are translated, so none is ever matched.
 * @throws PartnerApiError unless the answer is whole; errors under an alias leave it whole
 */
export function readAnswer({ status, headers, data, errors }: RawAnswer): PartnerAnswer {
  const found = readErrors(errors);
  const refusal = refusalOf(status, headers, found);
  if (refusal !== null) throw refusal;
  const whole = Data.safeParse(data ?? {});
  if (!whole.success) throw new UnexpectedAnswer('it has no data');
  if (data === undefined && found.length === 0) throw new UnexpectedAnswer('it has neither data nor errors');
  return { data: whole.data, errors: found };
}

function readErrors(errors: unknown): PartnerError[] {
  if (errors === undefined || errors === null) return [];
  const parsed = GraphQLErrors.safeParse(errors);
  if (!parsed.success) return [{ code: null, alias: null }];
  return parsed.data.map(({ path, extensions }) => ({
    code: extensions?.code === undefined ? null : String(extensions.code),
    alias: aliasOf(path),
  }));
}

// A query that validation refuses has errors whose path leads through the query, `["query Sync", "transactions"]`.
const NAME = /^[A-Za-z_]\w*$/;

function aliasOf(path: readonly (string | number)[] | undefined): string | null {
  const [first] = path ?? [];
  return typeof first === 'string' && NAME.test(first) ? first : null;
}

function refusalOf(status: number, headers: Headers, errors: readonly PartnerError[]): PartnerApiError | null {
  // A code that concerns the client or the server as a whole does so wherever it stands.
  const codes = [String(status), ...errors.map(({ code }) => code)];
  if (codes.includes('429')) return new Throttled(parseRetryAfter(headers.get('retry-after'), Date.now()));
  if (codes.includes('401')) return new TokenRejected();
  if (status === 404 || errors.some(({ code, alias }) => code === '404' && alias === null)) return new VersionRetired();
  if (status >= 500 || status === 408) return new ShopifyUnavailable(`HTTP ${status}`);
  if (errors.some(({ code, alias }) => code === '500' && alias === null))
    return new ShopifyUnavailable('internal error');
  if (status !== 200 || errors.some(({ alias }) => alias === null)) return new QueryRefused(status);
  return null;
}
