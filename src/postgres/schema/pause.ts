import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A moment between two looks.
 * @throws the signal's reason, as soon as it is given
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}
