/** Prints one line for the person who waits. */
export type Say = (line: string) => void;

const STILL_EVERY_MS = 30_000;
const WORTH_A_TIME_MS = 2_000;

/** Says what a long step is, that it still goes on, and how long it took. */
export async function step<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const sinceMs = () => performance.now() - began;
  say(`${what} …`);
  const timer = setInterval(() => say(`${what} … still at it after ${duration(sinceMs())}`), STILL_EVERY_MS);
  try {
    const result = await work();
    if (sinceMs() > WORTH_A_TIME_MS) say(`${what} … took ${duration(sinceMs())}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** `2.3 s`, `40 s`, `3 min 20 s`. */
function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
