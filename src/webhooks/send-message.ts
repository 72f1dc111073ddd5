import { readRetryAfter } from '../values/retry-after.js';
import type { Secret } from '../values/secret.js';
import type { DeliveryAnswer } from './answer.js';
import { signedHeaders } from './sign.js';

/** Where messages go, and what signs them. */
export interface WebhookTarget {
  readonly url: string;
  readonly secrets: readonly Secret[];
}

export interface Message {
  readonly id: string;
  readonly body: string;
  /** When it is sent, since 1970, by a clock that a receiver believes: who checks signatures allows for some minutes. */
  readonly nowMs: number;
}

/** Posts a message, signed for this very attempt. What goes wrong on the way is an answer, too. */
export type SendMessage = (message: Message, signal: AbortSignal) => Promise<DeliveryAnswer>;

// Standard Webhooks 1.0.0, "Request timeouts", recommends 15 to 30 seconds.
const DEADLINE_MS = 15_000;

/** @param target null where none is configured any more: then every attempt says so, and the message waits */
export function createSendMessage(target: WebhookTarget | null, deadlineMs = DEADLINE_MS): SendMessage {
  if (target === null) return () => Promise.resolve({ error: 'not_configured' });
  return async (message, signal) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    const stop = () => deadline.abort();
    signal.addEventListener('abort', stop);
    try {
      return await post(target, message, deadline.signal);
    } catch (error) {
      signal.throwIfAborted();
      return { error: deadline.signal.aborted ? 'timeout' : codeOf(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  };
}

async function post(
  { url, secrets }: WebhookTarget,
  { id, body, nowMs }: Message,
  signal: AbortSignal,
): Promise<DeliveryAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    // Another address is another receiver, which nobody has configured.
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Convot-Partner-Sync',
      ...signedHeaders(secrets, { id, timestampSeconds: Math.floor(nowMs / 1000), body }),
    },
    body,
    signal,
  });
  const answer = { status: response.status, retryAfterMs: readRetryAfter(response.headers, nowMs) };
  // What the receiver writes is of no interest, and may be endless.
  await response.body?.cancel().catch(() => undefined);
  return answer;
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`: fetch hides it in the cause. Texts are left out, they may name addresses. */
function codeOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'network';
}
