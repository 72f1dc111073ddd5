import { proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { ReconcileActivities, ReconcileReport } from '../contract/reconcile-activities.js';

const LOOK_EVERY_MS = 15_000;
/** Until its Schedule starts the next one. */
const LOOK_FOR_MS = 5 * 60_000 - LOOK_EVERY_MS;

const { reconcilePage } = proxyActivities<ReconcileActivities>({
  startToCloseTimeout: '2m',
  // Beyond what one chunk of a page may last when the database hangs.
  heartbeatTimeout: '70s',
  retry: { maximumAttempts: 3 },
});
// The next look is the retry.
const { nudgeLate } = proxyActivities<ReconcileActivities>({
  startToCloseTimeout: '1m',
  retry: { maximumAttempts: 1 },
});

/**
 * Sees to it that every connection does what its row says: every quarter of a minute it nudges those that are late (a
 * nudge that was lost, a run that an operator cancelled) and starts those anew that stand still, and deliveries to Convot
 * likewise; once it walks all of them to tidy up after them. Started by a Schedule.
 */
export async function reconcile(): Promise<ReconcileReport> {
  const report: ReconcileReport = { lookedAt: 0, nudged: 0, restarted: 0, failed: 0, deliveries: 0 };
  let isWalking = true;
  const walked = walk(report).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  void walked.then(() => (isWalking = false));
  await look(report, () => isWalking);
  const failed = await walked;
  if (failed !== null) throw failed.error;
  return report;
}

/** Until the next run is due, and for as long as `isNeeded`: while nobody looks a lost nudge stays lost. */
async function look(report: ReconcileReport, isNeeded: () => boolean): Promise<void> {
  const untilMs = workflowInfo().runStartTime.getTime() + LOOK_FOR_MS;
  for (;;) {
    const nothing = { nudged: 0, restarted: 0, deliveries: 0, failed: 1 };
    const { nudged, restarted, deliveries, failed } = await nudgeLate().catch(() => nothing);
    report.nudged += nudged;
    report.restarted += restarted;
    report.deliveries += deliveries;
    report.failed += failed;
    if (Date.now() >= untilMs && !isNeeded()) return;
    await sleep(LOOK_EVERY_MS);
  }
}

async function walk(report: ReconcileReport): Promise<void> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof reconcilePage>> = await reconcilePage(after);
    report.lookedAt += page.lookedAt;
    report.failed += page.failed;
    after = page.next;
  } while (after !== null);
}
