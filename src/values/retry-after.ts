// Shopify documents no `Retry-After` for this API; proxies in front of it may send one, and any text at all.
const LONGEST_MS = 15 * 60_000;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date. A date is compared with the answer's own `Date`, so
 * that a wrong clock on this machine makes no wait longer or shorter.
 * @param nowMs for an answer without a date
 * @returns milliseconds to wait, at most a quarter of an hour; null when it is absent or makes no sense
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : httpDate(text) - answeredAtMs(headers, nowMs);
  if (Number.isNaN(waitMs) || waitMs <= 0) return null;
  return Math.min(Math.ceil(waitMs), LONGEST_MS);
}

function answeredAtMs(headers: Headers, nowMs: number): number {
  const date = httpDate(headers.get('date')?.trim() ?? '');
  return Number.isNaN(date) ? nowMs : date;
}

// `Sun, 06 Nov 1994 08:49:37 GMT`, and the older `Sunday, 06-Nov-94 08:49:37 GMT`. Without a zone it would be read as
// local time.
const HTTP_DATE = /^[A-Za-z]{3,9}, \d{2}[ -][A-Za-z]{3}[ -](\d{2}|\d{4}) \d{2}:\d{2}:\d{2} GMT$/;

function httpDate(text: string): number {
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}
