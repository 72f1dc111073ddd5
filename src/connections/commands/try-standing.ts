import type { CredentialTry } from '../store/credential-tries.js';

// Whoever tries tokens learns which of them work. One who mistypes a few times does not get here.
export const TRIES_OF_TARGET = 10;
export const TRIES_OF_ORGANIZATION = 30;
export const TRY_WINDOW_MS = 15 * 60_000;

export interface TryStanding {
  /** So many more may be refused. */
  readonly left: number;
  /** So many may be asked about now: those that are being asked about may all be refused. */
  readonly free: number;
  /** Until there is one left. 0 when there is. */
  readonly nextInMs: number;
}

/** @param tries all of the Convot organization's that count, the oldest first */
export function standingOf(tries: readonly CredentialTry[]): TryStanding {
  const ofTarget = standingWithin(
    tries.filter(({ isOfTarget }) => isOfTarget),
    TRIES_OF_TARGET,
  );
  const ofOrganization = standingWithin(tries, TRIES_OF_ORGANIZATION);
  return {
    left: Math.min(ofTarget.left, ofOrganization.left),
    free: Math.min(ofTarget.free, ofOrganization.free),
    nextInMs: Math.max(ofTarget.nextInMs, ofOrganization.nextInMs),
  };
}

function standingWithin(tries: readonly CredentialTry[], limit: number): TryStanding {
  const refused = tries.filter((one) => one.refused);
  // Once this one no longer counts, there is room for one.
  const blocking = refused[refused.length - limit];
  return {
    left: Math.max(0, limit - refused.length),
    free: limit - tries.length,
    nextInMs: blocking === undefined ? 0 : Math.max(0, TRY_WINDOW_MS - blocking.ageMs),
  };
}
