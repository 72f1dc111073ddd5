import type { Logger } from 'pino';
import type { UpdatesKey } from '../contract/update-activities.js';
import { listOrganizationsBehind } from '../merchants/updates/update-cursor.js';
import type { Sql } from '../postgres/sql.js';
import { inParallel } from '../values/in-parallel.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';
import type { StartUpdates } from '../webhooks/start-updates.js';
import { listOverdueMessages, type WaitingMessage } from '../webhooks/store/webhook-directory.js';

// An attempt takes half a minute at most, and its workflow asks for the next one within seconds.
const LATE_MS = 45_000;
const MOST = 200;
const AT_ONCE = 20;

export interface ResumeDeliveriesDeps {
  readonly sql: Sql;
  /** Null where no address is configured. */
  readonly startDelivery: StartDelivery | null;
  /** Null where Convot is not told of every change. */
  readonly resumeUpdates: StartUpdates | null;
  readonly logger: Logger;
}

export type ResumeDeliveries = () => Promise<{ readonly resumed: number; readonly failed: number }>;

/**
 * Starts the delivery of messages that are late: a worker died between writing and starting one, an operator cancelled
 * it, a server was restored. And for organizations whose feed Convot was not told to its end, whatever changed it, who
 * tells the rest. What is under way is left alone.
 */
export function createResumeDeliveries(deps: ResumeDeliveriesDeps): ResumeDeliveries {
  const { sql, startDelivery, resumeUpdates, logger } = deps;
  return async () => {
    const report = { resumed: 0, failed: 0 };
    if (startDelivery !== null) {
      const late = await listOverdueMessages(sql, LATE_MS, MOST);
      await inParallel(late, AT_ONCE, (message) => resume(startDelivery(message), message));
    }
    if (resumeUpdates !== null) {
      const behind = await listOrganizationsBehind(sql, MOST);
      await inParallel(behind, AT_ONCE, (organizationId) => resume(resumeUpdates(organizationId), { organizationId }));
    }
    return report;

    async function resume(started: Promise<void>, whose: WaitingMessage | UpdatesKey): Promise<void> {
      try {
        await started;
        report.resumed += 1;
      } catch (error) {
        logger.warn({ err: error, ...whose }, 'a delivery that is late was not started');
        report.failed += 1;
      }
    }
  };
}
