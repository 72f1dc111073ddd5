import { waitFor } from '../support/servers/wait-for.js';

/**
 * Waits until a fault is over, and prints how long that took.
 * @returns milliseconds from the call on
 */
export async function healed(what: string, condition: () => unknown, timeoutMs: number): Promise<number> {
  const began = performance.now();
  await waitFor(what, condition, { timeoutMs, intervalMs: 100 });
  return told(what, performance.now() - began);
}

/** Prints what took how long. */
export function told(what: string, ms: number): number {
  process.stdout.write(`[faults] ${what}: ${(ms / 1000).toFixed(1)} s\n`);
  return ms;
}
