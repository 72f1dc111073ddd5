import type { Change } from './generated/types.gen.js';
import type { PartnerSync } from './partner-sync.js';
import { ProblemError } from './problem-error.js';

/** How far the feed was read. Keep it with what was read, in one transaction. */
export interface Place {
  readonly epoch: string;
  readonly last: number;
}

export interface Followed {
  /** Each merchant as it is now, in the order of their numbers; empty when nothing has changed for 25 s. */
  readonly changes: readonly Change[];
  /** Where to go on from once these are kept. */
  readonly place: Place;
  /** The feed begins here with all there is: forget whoever was kept before, in the same transaction. */
  readonly anew: boolean;
}

export interface FollowOptions {
  /** Where to go on from; null begins anew. */
  readonly from: Place | null;
  /** Ends the loop, by throwing the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Everything that changes of the merchants, for ever: asks for the next only when these are kept, and begins anew by itself
 * when the place is of an epoch that is over.
 * @throws ProblemError when it is refused, for example because the token is not good
 */
export async function* followChanges(
  partnerSync: PartnerSync,
  { from, signal }: FollowOptions,
): AsyncGenerator<Followed, never, undefined> {
  for (let place = from; ;) {
    const query = place === null ? {} : { epoch: place.epoch, after: place.last, wait: '25s' };
    const { data, error } = await partnerSync.listChanges({ query, signal: signal ?? null });
    if (error?.code === 'epoch_over') {
      place = null;
      continue;
    }
    if (error !== undefined) throw new ProblemError(error);
    const anew = place === null;
    place = { epoch: data.epoch, last: data.last };
    yield { changes: data.items, place, anew };
  }
}
