import { type DeliveryAnswer, describeAnswer, verdictOn } from './answer.js';
import type { DeliveryAttempt } from './store/webhook-messages.js';

/**
 * What an answer makes of an attempt. A receiver that asks for more time than the schedule gives gets it.
 * @param retryInMs null for the last attempt
 */
export function attemptOf(answer: DeliveryAnswer, retryInMs: number | null): DeliveryAttempt {
  const said = describeAnswer(answer);
  const verdict = verdictOn(answer);
  if (verdict === 'delivered') return { answer: said, state: 'delivered', waitMs: null };
  if (verdict === 'unwanted' || retryInMs === null) return { answer: said, state: 'failed', waitMs: null };
  const askedMs = 'status' in answer ? (answer.retryAfterMs ?? 0) : 0;
  return { answer: said, state: 'pending', waitMs: Math.max(retryInMs, askedMs) };
}
