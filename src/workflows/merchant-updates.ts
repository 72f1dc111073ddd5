import { continueAsNew, defineSignal, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import { CHANGED_SIGNAL, DELIVERY_TASK_QUEUE } from '../contract/names.js';
import type { UpdateActivities, UpdatesKey } from '../contract/update-activities.js';
import { waitAfterRefusal } from './delivery-waits.js';

// A receiver's refusal is an answer; what fails here and is retried without end is our own database.
const { forwardUpdates } = proxyActivities<UpdateActivities>({
  taskQueue: DELIVERY_TASK_QUEUE,
  startToCloseTimeout: '30s',
  retry: { maximumInterval: '1m' },
});

const MOST_EVENTS = 300;

/**
 * Tells Convot what has changed of an organization's merchants until it has been told everything; the next change starts it
 * again. How far it has come stands in the row.
 * @param refusals of the run before, where this one goes on
 */
export async function merchantUpdates({ organizationId }: UpdatesKey, refusals = 0): Promise<void> {
  let changes = 0;
  setHandler(defineSignal(CHANGED_SIGNAL), () => void (changes += 1), { description: 'Merchants have changed.' });
  for (;;) {
    const heard = changes;
    const retryInMs = waitAfterRefusal(refusals, Math.random());
    const result = await forwardUpdates({ organizationId, refusals, retryInMs });
    if (result.outcome === 'refused') await sleep(result.waitMs);
    // What changed while it looked, it may not have seen.
    else if (result.outcome === 'told' && changes === heard) return;
    refusals = result.outcome === 'refused' ? refusals + 1 : 0;
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (historyLength > MOST_EVENTS || continueAsNewSuggested) {
      await continueAsNew<typeof merchantUpdates>({ organizationId }, refusals);
    }
  }
}
