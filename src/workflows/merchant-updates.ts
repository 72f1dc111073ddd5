import { continueAsNew, defineSignal, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import { CHANGED_SIGNAL, UPDATES_TASK_QUEUE } from '../contract/names.js';
import type { UpdateActivities, UpdatesKey } from '../contract/update-activities.js';
import { waitAfterRefusal } from './delivery-waits.js';

// A receiver's refusal is an answer; what fails here and is retried without end is our own database.
const { forwardUpdates } = proxyActivities<UpdateActivities>({
  taskQueue: UPDATES_TASK_QUEUE,
  // Its time, and four requests one after the other that nobody answers.
  startToCloseTimeout: '2m',
  // Of a worker that dies others hear sooner.
  heartbeatTimeout: '10s',
  retry: { maximumInterval: '1m' },
});

const MOST_EVENTS = 300;

/**
 * Tells Convot what has changed of an organization's merchants until it has been told everything; the next change starts it
 * again. How far it has come stands in the row.
 * @param refusals times in a row that Convot took nothing, of the run before, where this one goes on
 */
export async function merchantUpdates({ organizationId }: UpdatesKey, refusals = 0): Promise<void> {
  let changes = 0;
  setHandler(defineSignal(CHANGED_SIGNAL), () => void (changes += 1), { description: 'Merchants have changed.' });
  for (;;) {
    const heard = changes;
    const result = await forwardUpdates({ organizationId, retryInMs: waitAfterRefusal(refusals, Math.random()) });
    // What changed while it looked, it may not have seen.
    if (result.outcome === 'told' && changes === heard) return;
    if (result.outcome !== 'told' && result.waitMs > 0) await sleep(result.waitMs);
    refusals = result.outcome === 'refused' ? refusals + 1 : 0;
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (historyLength > MOST_EVENTS || continueAsNewSuggested) {
      await continueAsNew<typeof merchantUpdates>({ organizationId }, refusals);
    }
  }
}
