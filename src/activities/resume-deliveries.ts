import type { Logger } from 'pino';
import type { Sql } from '../postgres/sql.js';
import { chunksOf } from '../values/chunks-of.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';
import { listOverdueMessages, type WaitingMessage } from '../webhooks/store/webhook-directory.js';

// An attempt takes half a minute at most, and its workflow asks for the next one within seconds.
const LATE_MS = 45_000;
const MOST = 200;
const AT_ONCE = 20;

export interface ResumeDeliveriesDeps {
  readonly sql: Sql;
  /** Null where no address is configured. */
  readonly startDelivery: StartDelivery | null;
  readonly logger: Logger;
}

export type ResumeDeliveries = () => Promise<{ readonly resumed: number; readonly failed: number }>;

/**
 * Starts the delivery of messages that are late: a worker died between writing and starting one, an operator cancelled
 * it, a server was restored. What is under way is left alone.
 */
export function createResumeDeliveries(deps: ResumeDeliveriesDeps): ResumeDeliveries {
  const { sql, startDelivery, logger } = deps;
  return async () => {
    const report = { resumed: 0, failed: 0 };
    if (startDelivery === null) return report;
    const resume = async (message: WaitingMessage) => {
      try {
        await startDelivery(message);
        report.resumed += 1;
      } catch (error) {
        logger.warn({ err: error, messageId: message.messageId }, 'the delivery of a late message was not started');
        report.failed += 1;
      }
    };
    for (const messages of chunksOf(await listOverdueMessages(sql, LATE_MS, MOST), AT_ONCE)) {
      await Promise.all(messages.map(resume));
    }
    return report;
  };
}
