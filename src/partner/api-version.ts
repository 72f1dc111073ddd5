import type { Logger } from 'pino';
import { type Instant, instantFromMs, instantToMs, plusMs } from '../values/instant.js';
import type { PartnerApi } from './client/partner-api.js';

// https://shopify.dev/docs/api/usage/versioning: a version is released on the first day of its quarter at 17:00 UTC and
// supported for at least twelve months. 2025-07 was gone within 14 days of them.
const RELEASE_HOUR = 17;
const NOTICE_DAYS = 90;

/** Whether `activeSubscription` is there: from 2026-07 on. Versions compare as text. */
export function statesSubscriptions(version: string): boolean {
  return version >= '2026-07';
}

/** Until when Shopify promises to serve a version; null for one without a date, such as `unstable`. */
export function supportedUntil(version: string): Instant | null {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(version) ?? [];
  if (year === undefined || month === undefined) return null;
  return instantFromMs(Date.UTC(Number(year) + 1, Number(month) - 1, 1, RELEASE_HOUR));
}

/**
 * Whether it is time to move on: the promise ends within 90 days, or Shopify already answers with a newer version.
 * @param servedVersion what Shopify said it answered with; an older one is what we asked for before
 */
export function isRetiring(version: string, servedVersion: string | null, now: Instant): boolean {
  if (servedVersion !== null && servedVersion > version) return true;
  const until = supportedUntil(version);
  return until !== null && instantToMs(now) >= instantToMs(plusMs(until, -NOTICE_DAYS * 86_400_000));
}

/**
 * A Partner API that raises the alarm when Shopify answers with another version than was asked for: fields may mean
 * something else. Once for each version that answers, however many requests there are.
 */
export function watchVersion(partnerApi: PartnerApi, version: string, logger: Logger): PartnerApi {
  const said = new Set<string>([version]);
  return async (request) => {
    const answer = await partnerApi(request);
    const { servedVersion } = answer;
    if (servedVersion !== null && !said.has(servedVersion)) {
      said.add(servedVersion);
      logger.warn({ asked: version, served: servedVersion }, 'Shopify answers with another API version');
    }
    return answer;
  };
}
