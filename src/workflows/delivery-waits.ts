const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * The waits after failed attempts: ten attempts over three days.
 * Source: Standard Webhooks 1.0.0, "Deliverability and reliability", example retry schedule.
 */
const DELIVERY_WAITS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/**
 * The waits while Convot does not take what changes: what waits is not more for it, and the receiver shall have it soon
 * once it is back.
 */
const REFUSAL_WAITS_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS] as const;
const LONGEST_REFUSAL_WAIT_MS = 5 * MINUTE_MS;

/**
 * How long to wait should this attempt fail; null when it is the last one. A tenth more or less, so that messages which
 * failed together do not come back together.
 * @param failures failed attempts before it
 * @param random 0 to 1
 */
export function waitAfterAttempt(failures: number, random: number): number | null {
  const waitMs = DELIVERY_WAITS_MS[failures];
  return waitMs === undefined ? null : varied(waitMs, random);
}

/**
 * How long to wait should Convot take nothing of what changed.
 * @param refusals times in a row before that it was so
 * @param random 0 to 1
 */
export function waitAfterRefusal(refusals: number, random: number): number {
  return varied(REFUSAL_WAITS_MS[refusals] ?? LONGEST_REFUSAL_WAIT_MS, random);
}

function varied(waitMs: number, random: number): number {
  return Math.round(waitMs * (0.9 + 0.2 * random));
}
