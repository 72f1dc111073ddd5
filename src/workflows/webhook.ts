import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { DeliveryActivities, MessageKey } from '../contract/delivery-activities.js';
import { DELIVERY_TASK_QUEUE, SEND_NOW_SIGNAL } from '../contract/names.js';
import { waitAfterAttempt } from './delivery-waits.js';

// A receiver's refusal is an answer; what fails here and is retried without end is our own database.
const { deliver } = proxyActivities<DeliveryActivities>({
  taskQueue: DELIVERY_TASK_QUEUE,
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '1m' },
});

/** One message to Convot: try, wait longer after each failure, give up after three days. */
export async function webhook(message: MessageKey): Promise<void> {
  let sendNows = 0;
  setHandler(defineSignal(SEND_NOW_SIGNAL), () => void (sendNows += 1), {
    description: 'Try now, and begin the waits anew.',
  });
  for (let failures = 0; ;) {
    const heard = sendNows;
    const isWantedNow = () => sendNows > heard;
    const result = await deliver({ ...message, retryInMs: waitAfterAttempt(failures, Math.random()) });
    if (result.outcome === 'failed') await condition(isWantedNow, result.waitMs);
    // Wanted while it was being settled, it is looked at again: the row says whether there is something to send.
    else if (!isWantedNow()) return;
    failures = isWantedNow() ? 0 : failures + 1;
  }
}
