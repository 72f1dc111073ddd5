import { useSyncExternalStore } from 'react';
import { serverNow } from '../clock.js';

/** One timer for all who look at it, as long as anybody does. */
function createTicker(tickMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let nowMs = serverNow();
  return {
    now: () => nowMs,
    subscribe: (listener: () => void) => {
      if (listeners.size === 0) nowMs = serverNow();
      listeners.add(listener);
      timer ??= setInterval(() => {
        nowMs = serverNow();
        for (const each of listeners) each();
      }, tickMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const slow = createTicker(15_000);
// As often as what is at work is asked for.
const fast = createTicker(2_000);

/** Now, in milliseconds, by the server's clock; renewed by one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(slow.subscribe, slow.now);
}

/** The same, for what is counted in seconds. */
export function useNowInSeconds(): number {
  return useSyncExternalStore(fast.subscribe, fast.now);
}
