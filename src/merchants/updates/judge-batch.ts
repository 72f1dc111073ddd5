import type { SentUpdate } from './set-aside.js';

/** What the receiver made of some updates that were sent side by side. */
export interface JudgedBatch {
  /** Those in front of the first that was refused. */
  readonly taken: readonly SentUpdate[];
  readonly refused: readonly SentUpdate[];
  /**
   * `too_much`: it takes messages, but not so many at once. `refused_some`: what it refuses is the messages' own matter, for
   * it takes others; or it was one alone, and fewer there are not. `refused_all`: it takes nothing.
   */
  readonly verdict: 'taken' | 'too_much' | 'refused_some' | 'refused_all';
  /** Until it is to be asked again for what it refused. */
  readonly waitMs: number;
  /** It asks for that time itself. */
  readonly isAskedToWait: boolean;
}

/**
 * @param takesAnother whether it took another merchant's update; only looked at where it took none of these
 * @param retryInMs how long to wait where it does not say
 */
export function judgeBatch(sent: readonly SentUpdate[], takesAnother: boolean, retryInMs: number): JudgedBatch {
  const refused = sent.filter(isRefused);
  const held = sent.findIndex(isRefused);
  const waitMs = Math.max(0, ...refused.map(({ attempt }) => attempt.waitMs ?? retryInMs));
  return {
    taken: held === -1 ? sent : sent.slice(0, held),
    refused,
    verdict: verdictOn(sent, refused, takesAnother),
    waitMs,
    isAskedToWait: waitMs > retryInMs,
  };
}

function verdictOn(
  sent: readonly SentUpdate[],
  refused: readonly SentUpdate[],
  takesAnother: boolean,
): JudgedBatch['verdict'] {
  if (refused.length === 0) return 'taken';
  if (refused.length === sent.length && !takesAnother) return 'refused_all';
  return sent.length > 1 && refused.some(({ isOverload }) => isOverload) ? 'too_much' : 'refused_some';
}

export function isRefused({ attempt }: SentUpdate): boolean {
  return attempt.state !== 'delivered';
}
