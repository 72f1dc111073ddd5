import type { Logger } from 'pino';
import { listDueSegments, postponeSegment } from '../merchants/segments/due-segments.js';
import { evaluateSegment } from '../merchants/segments/evaluate-segment.js';
import type { Sql } from '../postgres/sql.js';

const MOST = 500;
/** Then the look ends, whatever is left: the next one goes on there. */
const BUDGET_MS = 8_000;

/** One look at the segments that are due, of all organizations: each is brought up to date, as far as there is time. */
export function createEvaluateDueSegments({ sql, logger }: { sql: Sql; logger: Logger }): () => Promise<void> {
  return async () => {
    const untilMs = performance.now() + BUDGET_MS;
    const due = await listDueSegments(sql, MOST).catch((error: unknown) => {
      logger.warn({ err: error }, 'it could not be seen which segments are due');
      return [];
    });
    // What keeps one from being evaluated may keep all of its organization: they do not use the others' time up.
    const passedOver = new Set<string>();
    for (const segment of due) {
      const { organizationId, segmentId } = segment;
      if (performance.now() > untilMs) return;
      if (passedOver.has(organizationId)) continue;
      try {
        await evaluateSegment(sql, organizationId, segmentId, untilMs);
      } catch (error) {
        passedOver.add(organizationId);
        logger.warn({ err: error, segmentId }, 'a segment was not brought up to date');
        await postponeSegment(sql, segment).catch((reason: unknown) => {
          logger.warn({ err: reason, segmentId }, 'a segment was not put off');
        });
      }
    }
  };
}
