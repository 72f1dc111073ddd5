import type { StandingFailure } from '../../contract/connection-facts.js';
import type { ConnectionState, WorkflowStanding } from './standing.js';

/** What happens next and when, in a sentence for operators. Pure. */
export function describeNextStep({ standing, facts, policy }: ConnectionState): string {
  switch (standing.name) {
    case 'syncing':
      return whileSyncing(standing);
    case 'idle':
      return whileIdle(standing.untilMs, facts?.failure ?? null, policy.failureLimit);
    case 'paused':
      return 'nothing until an operator resumes it, with `cli resume`';
    case 'error':
      return 'nothing until the connection is reconnected, by its owner in the settings or with `cli connections reconnect`';
    case 'disconnecting':
      return whileDisconnecting(standing);
    case 'disconnected':
      return 'this run ends; connecting again starts another';
  }
}

function whileSyncing(standing: Extract<WorkflowStanding, { name: 'syncing' }>): string {
  switch (standing.step) {
    case 'waiting':
      return standing.untilMs === 0 ? 'a sync begins now' : `the sync goes on at ${at(standing.untilMs)}`;
    case 'running':
      return standing.sync.head
        ? 'a sync is running, newest rows first'
        : 'a sync is running, going on where the last one stopped';
    case 'stopping':
      return 'syncs anew once the running sync has stopped';
    case 'recording':
      return `writes the failure \`${standing.failure.code}\` to the row`;
  }
}

function whileDisconnecting(standing: Extract<WorkflowStanding, { name: 'disconnecting' }>): string {
  switch (standing.step) {
    case 'stopping':
      return 'is disconnected once the running sync has stopped';
    case 'confirming':
      return 'is disconnected once no request can be under way';
    case 'waiting':
      return `is disconnected at ${at(standing.untilMs)}, when no request can be under way any more`;
  }
}

function whileIdle(untilMs: number, failure: StandingFailure | null, failureLimit: number): string {
  // It is read for as long as nothing is new, over many syncs.
  if (failure === null) return `syncs with each attempt of its pending activity, from ${at(untilMs)} on`;
  const { kind, consecutiveFailures } = failure;
  const end =
    kind === 'credential'
      ? `after ${Math.max(failureLimit - consecutiveFailures, 1)} more in a row it stops until it is reconnected`
      : 'the wait grows to half an hour, and after a day without success it stops';
  return `tries again at ${at(untilMs)}; ${end}`;
}

function at(ms: number): string {
  return showTime(new Date(ms).toISOString()) ?? '';
}

/** To the second and with its zone: who reads it may sit anywhere. Null for no time. */
export function showTime(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
