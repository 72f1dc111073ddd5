import { runWorkerWith } from '../support/run/run-worker-with.js';

/*
 * The worker of production, whose runs do not end when their code fails: their workflow tasks fail again and again, as
 * they do of a run whose first attempt at the task was lost.
 */
await runWorkerWith((options) => ({ ...options, workflowFailureErrorTypes: { '*': [] } }));
