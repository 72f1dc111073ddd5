import { type ConnectionHealth, healthOf } from '../../contract/connection-health.js';
import type { ConnectionState } from './standing.js';

/**
 * A connection's health as far as its workflow knows. Pure. Null while nothing is known: a run that has just begun, or that
 * was told that the row is another one now, reads the row first.
 *
 * As it was when the rows said so: of a connection at which nothing is new its workflow hears once an hour, so that by the
 * time of now it would be stale whenever a signal wakes it.
 */
export function connectionHealth({ standing, facts, factsAtMs, policy }: ConnectionState): ConnectionHealth | null {
  switch (standing.name) {
    case 'syncing':
    case 'idle':
    case 'paused':
      return facts === null ? null : healthOf(facts, policy, factsAtMs);
    case 'error':
    case 'disconnecting':
    case 'disconnected':
      return 'stopped';
  }
}

/** The row's status as far as the workflow knows: what it does about it, else what the row said last. Pure. */
export function connectionStatusOf({ standing, facts }: ConnectionState): string {
  switch (standing.name) {
    case 'syncing':
    case 'idle':
    case 'paused':
      return facts === null || facts.status === 'gone' ? 'disconnected' : facts.status;
    case 'error':
    case 'disconnecting':
    case 'disconnected':
      return standing.name;
  }
}
