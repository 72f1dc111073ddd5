import { setTimeout as sleep } from 'node:timers/promises';
import { Throttled } from './errors.js';
import type { PartnerApi } from './partner-api.js';

const BACK_OFF_MS = 1_000;

/**
 * A Partner API that asks again when Shopify says 429, for as long as a person in front of a form will wait.
 * The sync has its own way, which shows the wait and binds other workers.
 */
export function patiently(partnerApi: PartnerApi, patienceMs: number): PartnerApi {
  return async (request) => {
    const endMs = performance.now() + patienceMs;
    for (;;) {
      try {
        return await partnerApi(request);
      } catch (error) {
        const waitMs = error instanceof Throttled ? (error.retryAfterMs ?? BACK_OFF_MS) : null;
        if (waitMs === null || performance.now() + waitMs >= endMs) throw error;
        await sleep(waitMs, undefined, request.signal === undefined ? {} : { signal: request.signal });
      }
    }
  };
}
