import { setTimeout as sleep } from 'node:timers/promises';
import { Throttled } from '../client/errors.js';
import type { PartnerApi } from '../client/partner-api.js';

const BACK_OFF_MS = 1_000;
// Those that were told to wait together must not come back together.
const JITTER = 0.5;

/**
 * A Partner API that asks again when Shopify says 429, for as long as a person in front of a form will wait: all the
 * questions asked of one such API share that time.
 * The sync has its own way, which shows the wait and binds other workers.
 */
export function patiently(partnerApi: PartnerApi, patienceMs: number): PartnerApi {
  let leftMs = patienceMs;
  return async (request) => {
    for (;;) {
      try {
        return await partnerApi(request);
      } catch (error) {
        const askedMs = error instanceof Throttled ? (error.retryAfterMs ?? BACK_OFF_MS) : null;
        if (askedMs === null || askedMs >= leftMs) throw error;
        const waitMs = Math.min(askedMs * (1 + JITTER * Math.random()), leftMs);
        leftMs -= waitMs;
        await sleep(waitMs, undefined, request.signal === undefined ? {} : { signal: request.signal });
      }
    }
  };
}
