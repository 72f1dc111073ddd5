let skewMs = 0;

/** Learns the server's time from an answer's `Date`, which is cut to the second: only a larger difference counts. */
export function learnServerTime(date: string | null, nowMs = Date.now()): void {
  const served = Date.parse(date ?? '');
  if (Number.isNaN(served)) return;
  const difference = served - nowMs;
  skewMs = Math.abs(difference) > 2_000 ? difference : 0;
}

/** Now, by the server's clock, in milliseconds: the times that are shown beside it are the server's. */
export function serverNow(): number {
  return Date.now() + skewMs;
}
