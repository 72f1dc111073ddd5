import { useSyncExternalStore } from 'react';
import { serverNow } from '../clock.js';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = serverNow();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) nowMs = serverNow();
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = serverNow();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Now, in milliseconds, by the server's clock; renewed by one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
