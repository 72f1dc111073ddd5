import type { Instant } from '../../../src/values/instant.js';

/** A command that the api accepted, in the order in which they were. */
export type Accepted =
  | { readonly kind: 'sync'; readonly at: Instant }
  | { readonly kind: 'addApp'; readonly appNumber: string }
  | { readonly kind: 'connect' | 'disconnect' | 'reconnect' };

/** What came of them, once all is quiet. */
export interface Outcome {
  readonly status: string;
  readonly generation: number;
  readonly lastSyncedAt: Instant | null;
  readonly appNumbers: readonly string[];
  /** Somebody waits for a sync. */
  readonly isWanted: boolean;
}

/** I12: what was accepted is carried out; none vanishes. */
export function judgeCommands(accepted: readonly Accepted[], outcome: Outcome): string[] {
  const found: string[] = [];
  const last = accepted.findLast(({ kind }) => kind !== 'sync' && kind !== 'addApp')?.kind;
  const isAway = outcome.status === 'disconnected';
  if (last === 'disconnect' && !isAway) found.push(`it was disconnected, and is ${outcome.status}`);
  if ((last === 'connect' || last === 'reconnect') && isAway) found.push('it was connected, and is disconnected');
  const generations = accepted.filter(({ kind }) => kind === 'reconnect').length + 1;
  if (outcome.generation < generations) {
    found.push(`it was connected ${generations} times, and is of generation ${outcome.generation}`);
  }
  for (const command of accepted) {
    if (command.kind === 'addApp' && !outcome.appNumbers.includes(command.appNumber)) {
      found.push(`app ${command.appNumber} was added, and is not there`);
    }
  }
  if (isAway) return found;
  const asked = accepted.findLast((command) => command.kind === 'sync');
  if (asked !== undefined && (outcome.lastSyncedAt === null || outcome.lastSyncedAt < asked.at)) {
    found.push(`a sync was asked for at ${asked.at}, and the last one is of ${outcome.lastSyncedAt ?? 'never'}`);
  }
  if (outcome.isWanted) found.push('somebody still waits for a sync');
  return found;
}
