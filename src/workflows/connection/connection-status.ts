import type { ConnectionState } from './standing.js';

/** The row's status as far as the workflow knows: what it does about it, else what the row said last. Pure. */
export function connectionStatusOf({ standing, facts }: ConnectionState): string {
  switch (standing.name) {
    case 'syncing':
    case 'idle':
      return facts === null || facts.status === 'gone' ? 'disconnected' : facts.status;
    case 'error':
    case 'disconnecting':
    case 'disconnected':
      return standing.name;
  }
}
