import type { Logger } from 'pino';
import type { Policy } from '../../contract/connection-activities.js';
import type { Sql } from '../../postgres/sql.js';
import { areMany, hasPassed, isStorm, LONGEST_STORM_MS, stormWindowMs } from './credential-storm.js';
import {
  beginStorm,
  countBeginners,
  countMembers,
  countWorked,
  endStorm,
  listOpenStorms,
} from './store-credential-storms.js';

/** Watches over all connections for a time in which Shopify refuses everybody. Neither fails: the next look follows. */
export interface StormWatch {
  /** For whoever has just written down that a connection began to be refused: the last of them sees all the others. */
  notice(): Promise<void>;
  /** Also ends the storm that has passed. */
  look(): Promise<void>;
}

export interface StormWatchDeps {
  /** As convot_worker: no other role sees the connections of all tenants. */
  readonly sql: Sql;
  readonly logger: Logger;
}

export function createStormWatch({ sql, logger }: StormWatchDeps, { intervalMs }: Policy): StormWatch {
  return {
    notice: () => unfailing(notice),
    look: () =>
      unfailing(async () => {
        await follow();
        await notice();
      }),
  };

  async function notice(): Promise<void> {
    const beginners = await countBeginners(sql, stormWindowMs(intervalMs));
    if (beginners === undefined || !areMany(beginners)) return;
    const worked = await countWorked(sql, beginners.since);
    if (!isStorm(beginners, worked) || !(await beginStorm(sql, beginners, LONGEST_STORM_MS))) return;
    const { code, connections, organizations } = beginners;
    logger.error(
      { code, connections, organizations, worked },
      'Shopify is refusing everybody: refused credentials are not counted until it has passed',
    );
  }

  async function follow(): Promise<void> {
    for (const storm of await listOpenStorms(sql)) {
      const counts = await countMembers(sql, storm);
      if (!(storm.isOver || hasPassed(counts)) || !(await endStorm(sql, storm))) continue;
      const { code, lastedMs } = storm;
      logger.warn(
        { code, lastedMs, ...counts },
        storm.isOver
          ? 'Shopify has refused everybody for as long as we believe that: refused credentials are counted again'
          : 'Shopify refuses everybody no more: refused credentials are counted again',
      );
    }
  }

  async function unfailing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      logger.warn({ err: error }, 'it could not be seen whether Shopify refuses everybody');
    }
  }
}
