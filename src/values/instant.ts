/**
 * An instant as UTC text with exactly six fraction digits, `2026-11-03T01:41:06.000000Z`.
 * Fixed width, so that text order is time order; microseconds, because that is what Shopify sends and Postgres keeps.
 */
export type Instant = string & { readonly __brand: 'Instant' };

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)$/;
// Shopify was founded in 2006; a row outside these years is damaged, and `infinity` or year 9999 would poison bounds.
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
/** Nothing of Shopify's is older. */
export const EARLIEST = instantFromMs(EARLIEST_MS);

/** Reads ISO 8601 with a zone (what Shopify and Postgres write). Null when it is not a plausible instant. */
export function parseInstant(text: string): Instant | null {
  const [, date, time, fraction = '', zone = ''] = ISO.exec(text) ?? [];
  if (date === undefined || time === undefined) return null;
  const offset = zone === 'Z' ? 'Z' : zone.length === 3 ? `${zone}:00` : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const ms = Date.parse(`${date}T${time}${offset}`);
  if (Number.isNaN(ms) || ms < EARLIEST_MS || ms >= LATEST_MS) return null;
  // Date.parse rolls 30 February over to March; the round trip through the zone's own wall clock catches it.
  const wall = new Date(Date.parse(`${date}T${time}Z`)).toISOString();
  if (!wall.startsWith(`${date}T${time}`)) return null;
  return `${new Date(ms).toISOString().slice(0, 19)}.${fraction.padEnd(6, '0').slice(0, 6)}Z` as Instant;
}

/**
 * The same for Postgres' own text in a session whose zone is UTC, `2026-11-03 01:41:06.5+00`: a valid date for sure, so
 * it is only written differently, whatever its year. Millions of them are read.
 * @returns null for what has no year of four digits: `infinity`, and times before Christ or after 9999
 */
export function parsePostgresInstant(text: string): Instant | null {
  const isPlain = text.length >= 22 && text.length <= 29 && text[10] === ' ' && text.endsWith('+00');
  if (!isPlain) return null;
  return inUtc(text, text.length - 3);
}

/**
 * As JSON of such a session has it, `2026-11-03T01:41:06.5+00:00`, or as Postgres' text. What else there is stays as it is: an
 * `Instant`, `infinity`, a year without four digits.
 */
export function storedInstant(text: string): Instant {
  const zoneAt = text.length - (text.endsWith('+00:00') ? 6 : 3);
  const isPlain = zoneAt >= 19 && text[4] === '-' && text.startsWith('+00', zoneAt);
  return isPlain ? inUtc(text, zoneAt) : (text as Instant);
}

function inUtc(text: string, zoneAt: number): Instant {
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, zoneAt).padEnd(6, '0')}Z` as Instant;
}

export function instantFromMs(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z` as Instant;
}

/** Whole milliseconds since the epoch; microseconds are cut. */
export function instantToMs(instant: Instant): number {
  return Date.parse(`${instant.slice(0, 23)}Z`);
}

/** Microseconds since the epoch, exact: stays below 2^53 until the year 2255. */
export function instantToMicros(instant: Instant): number {
  return instantToMs(instant) * 1000 + Number(instant.slice(23, 26));
}

export function instantFromMicros(micros: number): Instant {
  const ms = Math.floor(micros / 1000);
  return `${new Date(ms).toISOString().slice(0, 23)}${String(micros - ms * 1000).padStart(3, '0')}Z` as Instant;
}

export function plusMs(instant: Instant, ms: number): Instant {
  return instantFromMicros(instantToMicros(instant) + ms * 1000);
}

/** What the API shows: the fraction only as long as it says something. */
export function showInstant(instant: Instant): string {
  return instant.replace(/\.?0*Z$/, 'Z');
}
