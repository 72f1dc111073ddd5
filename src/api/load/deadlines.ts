import type { ServerResponse } from 'node:http';

/** How long the api lets anything last, in one place, because the bounds lean on each other. */

/**
 * From a request's turn (gates.ts) to its answer; what takes longer is answered 503.
 */
export const REQUEST_MS = 30_000;

/**
 * How long a request's Idempotency-Key is held for it: what was answered 503 may still be ending, as long as a lock and
 * a statement may take (postgres/client.ts). After that the process that had it is dead.
 */
export const KEY_HELD_MS = 60_000;

/** Of that, what Shopify is given to answer all that one request asks of it. */
export const SHOPIFY_MS = 20_000;

/** For a client to take any part of its answer. Longer than a request may be silent because it is being answered. */
export const STALL_MS = 35_000;

/** From a request's arrival until its client has taken the whole answer: a megabyte at 20 kB/s. */
export const ANSWER_MS = 60_000;

/** The same for a file: it is made while it is read, and some have a hundred thousand lines. */
export const FILE_MS = 10 * 60_000;

const deadlines = new WeakMap<ServerResponse, NodeJS.Timeout>();

/**
 * Cuts the connection when its client has not taken the whole answer in time: what an answer holds is held no longer
 * than that, however slowly somebody reads. Said again, the later time counts.
 */
export function cutAfter(response: ServerResponse, ms: number): void {
  const before = deadlines.get(response);
  if (before === undefined) response.once('close', () => clearTimeout(deadlines.get(response)));
  else clearTimeout(before);
  deadlines.set(
    response,
    setTimeout(() => response.destroy(), ms),
  );
}
