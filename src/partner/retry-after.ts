// Shopify documents no `Retry-After` for this API; proxies in front of it may send one, and any text at all.
const LONGEST_MS = 15 * 60_000;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @returns milliseconds to wait, at most a quarter of an hour; null when it is absent or makes no sense
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : httpDate(text) - nowMs;
  if (Number.isNaN(waitMs) || waitMs <= 0) return null;
  return Math.min(Math.ceil(waitMs), LONGEST_MS);
}

function httpDate(text: string): number {
  return /^[A-Za-z]{3,9}, /.test(text) ? Date.parse(text) : Number.NaN;
}
