/** Prints one line for the person who waits. */
export type Say = (line: string) => void;

const STILL_EVERY_MS = 20_000;
const WORTH_A_TIME_MS = 2_000;

/** Says what a long step is, that it still goes on, and how long it took. */
export async function step<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  say(`${what} …`);
  const timer = setInterval(() => say(`${what} … still at it after ${seconds()}`), STILL_EVERY_MS);
  try {
    const result = await work();
    if (performance.now() - began > WORTH_A_TIME_MS) say(`${what} … took ${seconds()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
