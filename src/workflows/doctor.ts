import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { DoctorActivities, DoctorCounts } from '../contract/doctor-activities.js';

const { checkOrganizations, noteReport } = proxyActivities<DoctorActivities>({
  startToCloseTimeout: '2m',
  // An organization may take a minute.
  heartbeatTimeout: '90s',
  retry: { maximumAttempts: 3 },
});

/**
 * Looks once at everything that the operator's `doctor` looks at, a part after the other, and keeps what it came to. Started
 * by a Schedule; one that fails leaves the last report, whose age is what is watched.
 */
export async function doctor(): Promise<DoctorCounts> {
  const total = { checked: 0, unfinished: 0, failures: 0, warnings: 0, notes: 0 };
  let after: string | null = null;
  do {
    const { next, ...part }: Awaited<ReturnType<typeof checkOrganizations>> = await checkOrganizations(after);
    total.checked += part.checked;
    total.unfinished += part.unfinished;
    total.failures += part.failures;
    total.warnings += part.warnings;
    total.notes += part.notes;
    after = next;
  } while (after !== null);
  await noteReport(workflowInfo().runStartTime.toISOString(), total);
  return total;
}
