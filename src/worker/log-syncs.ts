import type { Logger } from 'pino';
import type { SyncSummary, TellSync } from '../sync/sync-summary.js';

/**
 * One line for each sync that has one in the list of runs, and one when it changes how its connection stands. An idle one,
 * and one that stored nothing before it failed or was stopped, are told at `debug`: of a failure its own line tells, with
 * the reference.
 */
export function logSyncs(logger: Logger): TellSync {
  return (sync) => {
    const { organizationId, connectionId, kind, outcome, requests, rows, newRows, durationMs, lateMs, errorCode } =
      sync;
    const whose = { organizationId, connectionId };
    const seconds = Math.round(durationMs) / 1_000;
    const secondsLate = lateMs === null ? undefined : Math.round(lateMs) / 1_000;
    const line = {
      ...whose,
      kind,
      outcome,
      requests,
      rows,
      newRows,
      seconds,
      secondsLate,
      code: errorCode ?? undefined,
    };
    logger[isWorthALine(sync) ? 'info' : 'debug'](line, 'a connection was synced');
    if (sync.recovered) logger.info(whose, 'a connection works again');
    if (sync.endedFirst) logger.info(whose, 'the first sync of a connection is whole');
  };
}

function isWorthALine({ outcome, isIdle, newRows }: SyncSummary): boolean {
  return newRows > 0 || (!isIdle && (outcome === 'ok' || outcome === 'more'));
}
