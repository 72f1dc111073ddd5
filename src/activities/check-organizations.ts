import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { DoctorActivities, DoctorCounts } from '../contract/doctor-activities.js';
import { checkInstallation, type Installation } from '../doctor/check-installation.js';
import { checkOrganization } from '../doctor/check-organization.js';
import type { DoctorLine } from '../doctor/doctor-line.js';
import { listOrganizations } from '../doctor/organizations.js';
import { noteReport } from '../doctor/report.js';
import type { Sql } from '../postgres/sql.js';

/** Then the part ends where it has come to; with the last organization within what an activity may take. */
const BUDGET_MS = 20_000;
const ORGANIZATION_MS = 60_000;

export interface DoctorDeps extends Pick<Installation, 'apiVersion' | 'certificates'> {
  readonly sql: Sql;
  /** Of the same role, for statements that may take a minute; ended when the part is. */
  readonly openPatient: () => Sql;
  readonly logger: Logger;
}

/** The operator's `doctor`, in parts, and counted: what it says in full is for a terminal. */
export function createDoctorActivities(deps: DoctorDeps): DoctorActivities {
  const { sql, openPatient, logger } = deps;
  return {
    async checkOrganizations(after) {
      const patient = openPatient();
      try {
        return await checkFrom(patient, after);
      } finally {
        await patient.end({ timeout: 1 });
      }
    },
    noteReport: (begunAt, counts) => noteReport(sql, begunAt, counts),
  };

  async function checkFrom(patient: Sql, after: string | null): Promise<DoctorCounts & { next: string | null }> {
    const context = Context.current();
    const untilMs = performance.now() + BUDGET_MS;
    const counts = { checked: 0, unfinished: 0, failures: 0, warnings: 0, notes: 0 };
    if (after === null) note(await checkInstallation({ ...deps, sql: patient }), null);
    for (const organization of await listOrganizations(patient)) {
      const { organizationId } = organization;
      if (after !== null && organizationId <= after) continue;
      context.cancellationSignal.throwIfAborted();
      const { lines, isWhole } = await checkOrganization(patient, organization, performance.now() + ORGANIZATION_MS);
      note(lines, organizationId);
      counts[isWhole ? 'checked' : 'unfinished'] += 1;
      context.heartbeat();
      if (performance.now() > untilMs) return { ...counts, next: organizationId };
    }
    return { ...counts, next: null };

    function note(lines: readonly DoctorLine[], organizationId: string | null): void {
      const of = (level: DoctorLine['level']) => lines.filter((line) => line.level === level).length;
      const [failures, warnings] = [of('FAIL'), of('warn')];
      counts.failures += failures;
      counts.warnings += warnings;
      counts.notes += of('note');
      if (failures + warnings === 0) return;
      // The lines themselves name shops.
      logger[failures > 0 ? 'error' : 'warn']({ organizationId, failures, warnings }, 'the doctor found something');
    }
  }
}
