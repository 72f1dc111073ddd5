import type { Response } from 'express';
import { type AugmentedRequest, rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import { ApiProblem } from '../../contract/problems.js';

export interface Limit {
  readonly tries: number;
  readonly windowMs: number;
}

export interface RateLimits {
  /** All requests of one Convot organization. */
  readonly requests: Limit;
  /** Apps that one Convot organization adds by hand: Shopify is asked for each. */
  readonly appAdditions: Limit;
}

const MINUTE_MS = 60_000;

/** Counted in each api process. There is none by address: Convot's own API calls from few of them, for everybody. */
export const defaultRateLimits: RateLimits = {
  requests: { tries: 6_000, windowMs: MINUTE_MS },
  appAdditions: { tries: 20, windowMs: MINUTE_MS },
};

/** @param keyOf what is counted together */
export function createLimiter(
  { tries, windowMs }: Limit,
  keyOf: (response: Response) => string,
): RateLimitRequestHandler {
  return rateLimit({
    limit: tries,
    windowMs,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: (_request, response) => keyOf(response),
    handler: (request, _response, next) => {
      const resetMs = (request as AugmentedRequest)['rateLimit']?.resetTime?.getTime() ?? Date.now() + windowMs;
      const seconds = Math.max(Math.ceil((resetMs - Date.now()) / 1000), 1);
      next(new ApiProblem('rate_limited', { headers: { 'Retry-After': String(seconds) } }));
    },
  });
}
