import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface WaitOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** Ends the wait early: answers why going on is pointless, for example because the server died. */
  giveUp?: () => string | undefined;
}

/**
 * Asks again and again until `condition` answers something; a condition that throws has not come true yet.
 * @returns what the condition answered
 * @throws after `timeoutMs` (30 s), naming `what` and the last error
 */
export async function waitFor<T>(
  what: string,
  condition: () => T | Promise<T>,
  { timeoutMs = 30_000, intervalMs = 50, giveUp }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined | ''>> {
  const deadline = performance.now() + timeoutMs;
  let lastError: string | undefined;
  for (;;) {
    try {
      const answer = await condition();
      if (isSomething(answer)) return answer;
    } catch (error) {
      lastError = error instanceof Error ? error.message : inspect(error);
    }
    const hopeless = giveUp?.() ?? (performance.now() > deadline ? `not after ${timeoutMs / 1000} s` : undefined);
    if (hopeless !== undefined) {
      const detail = lastError === undefined ? '' : ` Last error: ${lastError}`;
      throw new Error(`Waited for ${what}: ${hopeless}.${detail}`);
    }
    await sleep(intervalMs);
  }
}

function isSomething<T>(answer: T): answer is Exclude<T, false | null | undefined | ''> {
  return answer !== undefined && answer !== null && answer !== false && answer !== '';
}
