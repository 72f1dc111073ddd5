/** How long the api lets anything last, in one place, because the bounds lean on each other. */

/**
 * From a request's arrival to its answer; what takes longer is answered 503. As long as its Idempotency-Key is held for
 * it: after that the process that had it is dead.
 */
export const REQUEST_MS = 30_000;
