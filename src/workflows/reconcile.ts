import { proxyActivities } from '@temporalio/workflow';
import type { ReconcileActivities, ReconcileReport } from '../activities/reconcile-activities.js';

const { reconcilePage, resumeDeliveries } = proxyActivities<ReconcileActivities>({
  startToCloseTimeout: '2m',
  retry: { maximumAttempts: 3 },
});

/**
 * Walks all connections and nudges those whose workflow does not do what their row says: a nudge that was lost, a run
 * that an operator cancelled, a server that was restored. Then the deliveries to Convot. Started by a Schedule.
 */
export async function reconcile(): Promise<ReconcileReport> {
  const report: ReconcileReport = { lookedAt: 0, healed: 0, failed: 0, deliveries: 0 };
  let after: string | null = null;
  do {
    const { next, ...page }: Awaited<ReturnType<typeof reconcilePage>> = await reconcilePage(after);
    report.lookedAt += page.lookedAt;
    report.healed += page.healed;
    report.failed += page.failed;
    after = next;
  } while (after !== null);
  const { resumed, failed } = await resumeDeliveries();
  report.deliveries = resumed;
  report.failed += failed;
  return report;
}
