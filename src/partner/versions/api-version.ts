import type { Logger } from 'pino';
import { type Instant, instantFromMs, instantToMs, plusMs } from '../../values/instant.js';
import type { PartnerApi } from '../client/partner-api.js';

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
  const dated = quarterOf(version);
  return dated && instantFromMs(Date.UTC(dated.year + 1, dated.month - 1, 1, RELEASE_HOUR));
}

/** What Shopify said of versions. */
export interface VersionFacts {
  /** What it answered with; an older one than ours is what we asked for before. */
  readonly servedVersion: string | null;
  /** Those that it lists as supported; null until it was asked. */
  readonly supported: readonly string[] | null;
}

/**
 * Whether it is time to move on: the promise ends within 90 days, Shopify answers with a newer version already, or it
 * lists newer ones and ours no longer.
 */
export function isRetiring(version: string, { servedVersion, supported }: VersionFacts, now: Instant): boolean {
  if (servedVersion !== null && servedVersion > version) return true;
  const until = supportedUntil(version);
  if (until === null) return false;
  if (supported !== null && isDropped(version, supported)) return true;
  return instantToMs(now) >= instantToMs(plusMs(until, -NOTICE_DAYS * 86_400_000));
}

/** A list without any newer one may be from before ours was released, or call it a release candidate. */
export function isDropped(version: string, supported: readonly string[]): boolean {
  return !supported.includes(version) && supported.some((other) => isAfter(version, other));
}

/**
 * The version to move to: the first one after ours that Shopify lists, else that of the next quarter, which it serves as
 * a release candidate. Null for one without a date.
 */
export function nextVersion(version: string, listed: readonly string[]): string | null {
  const dated = quarterOf(version);
  if (dated === null) return null;
  const [first] = listed.filter((other) => isAfter(version, other)).sort();
  if (first !== undefined) return first;
  const { year, month } = dated;
  return new Date(Date.UTC(year, month - 1 + MONTHS_A_QUARTER, 1)).toISOString().slice(0, 'YYYY-MM'.length);
}

const MONTHS_A_QUARTER = 3;

/** `unstable` comes after none. */
function isAfter(version: string, other: string): boolean {
  return quarterOf(other) !== null && other > version;
}

function quarterOf(version: string): { year: number; month: number } | null {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(version) ?? [];
  return year === undefined || month === undefined ? null : { year: Number(year), month: Number(month) };
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
    // What is asked of another version is a question about that version.
    if (request.version === undefined && servedVersion !== null && !said.has(servedVersion)) {
      said.add(servedVersion);
      logger.warn({ asked: version, served: servedVersion }, 'Shopify answers with another API version');
    }
    return answer;
  };
}
