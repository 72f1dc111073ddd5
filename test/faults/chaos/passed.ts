import { waitFor } from '../../support/servers/wait-for.js';

/** Resolves at this time of `performance.now()`. A fault lasts as long as it lasts: there is nothing to wait for but time. */
export async function passed(untilMs: number): Promise<void> {
  const timeoutMs = Math.max(0, untilMs - performance.now()) + 60_000;
  await waitFor('time to pass', () => performance.now() >= untilMs, { timeoutMs, intervalMs: 20 });
}
