import { type ConnectionFacts, GONE, type StandingFailure } from '../../contract/connection-facts.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type Instant, showInstant } from '../../values/instant.js';
import { failureKind } from '../failures/judge-failure.js';
import { type ConnectionStanding, readConnectionStanding } from '../store/connection-standing.js';

/** What a connection's workflow is told of its rows: counts, times and our own codes. */
export async function readConnectionFacts(tenant: Tenant, connectionId: string): Promise<ConnectionFacts> {
  const row = await readConnectionStanding(tenant, connectionId);
  return row === undefined ? GONE : factsOf(row);
}

/** The same of rows that were read before. Pure. */
export function factsOf(row: ConnectionStanding): ConnectionFacts {
  return {
    status: row.status,
    paused: row.isPaused,
    connectedAt: show(row.connectedAt),
    succeededAt: show(row.succeededAt),
    lastSyncedAt: show(row.lastSyncedAt),
    dataThrough: show(row.dataThrough),
    waitingUntil: show(row.waitingUntil),
    firstSync: row.hasBeenBackfilled
      ? null
      : { rows: Number(row.progressRows), completeBackTo: show(row.completeBackTo) },
    failure: failureOf(row),
  };
}

function failureOf(row: ConnectionStanding): StandingFailure | null {
  const { errorCode: code, errorSince, errorReference: reference, consecutiveFailures } = row;
  if (code === null) return null;
  return { kind: failureKind(code), code, since: show(errorSince), reference, consecutiveFailures };
}

function show(instant: Instant | null): string | null {
  return instant === null ? null : showInstant(instant);
}
