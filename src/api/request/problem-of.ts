import { Refusal } from '../../connections/commands/refusal.js';
import { ApiProblem } from '../../contract/problems.js';
import { NoTurn } from '../../partner/pace/paced.js';
import { isUnavailable } from '../../postgres/is-unavailable.js';

/** Turns whatever was thrown into the problem that the client is told. The only place where errors become answers. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof Refusal) {
    const { permissions, triesLeft, nextTryInMs = 0, refreshing } = error.facts;
    const nextTryInSeconds = Math.ceil(nextTryInMs / 1000);
    const retryAfter = error.code === 'shopify_unavailable' ? 30 : nextTryInSeconds;
    const headers = retryAfter > 0 ? { 'Retry-After': String(retryAfter) } : {};
    return new ApiProblem(error.code, { permissions, triesLeft, nextTryInSeconds, refreshing, headers });
  }
  if (error instanceof NoTurn) return new ApiProblem('rate_limited', { headers: { 'Retry-After': '10' } });
  if (isUnavailable(error)) return new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } });
  return ofLibrary(error) ?? new ApiProblem('internal');
}

/** What body-parser and Express throw, known by `type` and `status`; their messages quote the input. */
function ofLibrary(error: unknown): ApiProblem | null {
  const { type, status } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  if (type === 'entity.too.large') return new ApiProblem('too_large', { headers: { Connection: 'close' } });
  if (status === 415) return new ApiProblem('unsupported_media_type');
  if (typeof status === 'number' && status >= 400 && status < 500) return new ApiProblem('malformed_request');
  return null;
}
