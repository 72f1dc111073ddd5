import type { Logger } from 'pino';
import type { StormWatch } from '../connections/failures/storm-watch.js';
import type { ConnectionRuns } from '../connections/runs/connection-runs.js';
import { countOnTime, type LateEntry, listLateConnections, noteNudge } from '../connections/runs/late-connections.js';
import { remedyFor, restartsAllowed } from '../connections/runs/remedies.js';
import type { SignalConnection } from '../connections/runs/signal-connection.js';
import type { NudgeReport, ReconcileActivities } from '../contract/reconcile-activities.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { chunksOf } from '../values/chunks-of.js';
import type { ResumeDeliveries } from './resume-deliveries.js';

const MOST = 500;
const AT_ONCE = 20;
/** Then the look ends, whatever is left: the next one begins with it. So does telling of them. */
const BUDGET_MS = 20_000;

export interface NudgeLateDeps {
  readonly sql: Sql;
  readonly signal: SignalConnection;
  readonly runs: ConnectionRuns;
  readonly logger: Logger;
}

/**
 * One look at the connections that wait, by an index: what was asked for and was not heard of is said again. And at all
 * of them, whether Shopify refuses everybody. Of those that nothing new comes of Convot is told. Deliveries to Convot
 * that nobody has begun are begun, and segments that are due are brought up to date.
 */
export function createNudgeLate(
  { sql, signal, runs, logger }: NudgeLateDeps,
  stormWatch: StormWatch,
  tellStale: (untilMs: number) => Promise<void>,
  resumeDeliveries: ResumeDeliveries,
  evaluateDueSegments: () => Promise<void>,
): ReconcileActivities['nudgeLate'] {
  return async () => {
    const untilMs = performance.now() + BUDGET_MS;
    await stormWatch.look();
    const report: NudgeReport = { nudged: 0, restarted: 0, deliveries: 0, failed: 0 };
    let counted: Promise<void> | undefined;
    let restartsLeft = 0;
    for (const entries of chunksOf(await listLateConnections(sql, MOST), AT_ONCE)) {
      if (performance.now() > untilMs) break;
      await Promise.all(entries.map(putRight));
    }
    await tellStale(performance.now() + BUDGET_MS);
    const { resumed, failed } = await resumeDeliveries();
    report.deliveries = resumed;
    report.failed += failed;
    await evaluateDueSegments();
    return report;

    async function putRight({ organizationId, connectionId }: LateEntry): Promise<void> {
      try {
        const late = await withTenant(sql, organizationId, (tenant) => noteNudge(tenant, connectionId));
        if (late === undefined) return;
        const ref = { organizationId, connectionId, partnerOrganizationId: late.partnerOrganizationId };
        const standing = await runs.standing(connectionId);
        const remedy = remedyFor({ ...late, ...standing });
        if (remedy === 'patience') return;
        if (remedy !== 'restart') {
          await signal(ref, remedy);
          report.nudged += 1;
        } else if (await mayRestart()) {
          await runs.restart(ref);
          report.restarted += 1;
          const { overdueMs, nudges } = late;
          logger.warn({ connectionId, overdueMs, nudges, ...standing }, 'a run that stood still was started anew');
        }
      } catch (error) {
        report.failed += 1;
        logger.warn({ err: error, connectionId }, 'a connection that is late was not put right');
      }
    }

    async function mayRestart(): Promise<boolean> {
      await (counted ??= countOnTime(sql).then((onTime) => {
        restartsLeft = restartsAllowed(onTime);
      }));
      // Taken in one turn: those that are looked at together would otherwise all take the same one.
      restartsLeft -= 1;
      return restartsLeft >= 0;
    }
  };
}
