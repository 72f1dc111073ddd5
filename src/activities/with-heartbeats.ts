import { Context } from '@temporalio/activity';

// Recorded ones are billed, so the first comes late enough that an idle cycle has none.
const HEARTBEAT_EVERY_MS = 1_000;

/**
 * Runs an activity's work while its worker says that it lives. An activity learns of its cancellation by heartbeats only.
 * @param work is given the signal of that
 */
export async function withHeartbeats<T>(work: (cancelled: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const heartbeats = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(heartbeats);
  }
}
