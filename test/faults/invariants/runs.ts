/** What Temporal says of one connection's workflow, and what the row says. */
export interface JudgedRun {
  readonly connectionId: string;
  /** The row's. */
  readonly status: string;
  /** Runs of this workflow id that are open. */
  readonly open: number;
  readonly events: number;
  readonly bytes: number;
  readonly largestPayloadBytes: number;
  /** Of the workflow task that is waiting; 0 when none is. */
  readonly taskAttempt: number;
  /** Of the activity that is waiting or running and is to succeed at its first; 0 when none is. */
  readonly activityAttempt: number;
}

/** Temporal's warning levels. Source: docs.temporal.io, "Temporal Cloud and self-hosted limits". */
const MOST_EVENTS = 10_240;
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_PAYLOAD_BYTES = 256 * 1024;
/** One attempt may be lost with the worker that had it, and the next one while workers are busy. */
const MOST_ATTEMPTS = 3;

/** I11, I13, I14, and that no run stands still: one run where one belongs, small, and getting on. */
export function judgeRuns(runs: readonly JudgedRun[]): string[] {
  return runs.flatMap((run) => {
    const found: string[] = [];
    const wanted = run.status === 'disconnected' ? 0 : 1;
    if (run.open !== wanted) found.push(`has ${run.open} runs while ${run.status}`);
    if (run.events > MOST_EVENTS) found.push(`has a history of ${run.events} events`);
    if (run.bytes > MOST_BYTES) found.push(`has a history of ${run.bytes} bytes`);
    if (run.largestPayloadBytes > MOST_PAYLOAD_BYTES) found.push(`has a payload of ${run.largestPayloadBytes} bytes`);
    if (run.taskAttempt > MOST_ATTEMPTS) found.push(`stands at a task that was tried ${run.taskAttempt} times`);
    if (run.activityAttempt > MOST_ATTEMPTS)
      found.push(`stands at an activity that was tried ${run.activityAttempt} times`);
    return found.map((what) => `connection/${run.connectionId} ${what}`);
  });
}
