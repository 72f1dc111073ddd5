import type { ConnectionFacts } from '../../contract/connection-facts.js';
import { confirming, resting, syncAgain, syncAsked } from './common-standings.js';
import type { ConnectionEvent } from './connection-event.js';
import type { In, WorkflowStanding } from './standing.js';

/* What an event makes of a standing in which no sync runs or is due. Pure. */

export function whileIdle(standing: In<'idle'>, event: ConnectionEvent): WorkflowStanding {
  switch (event.type) {
    case 'timerFired':
      return syncAgain;
    case 'syncNow':
    case 'addApp':
    case 'reconnect':
      return syncAsked;
    case 'disconnect':
      return confirming;
    default:
      return standing;
  }
}

export function whilePaused(standing: In<'paused'>, event: ConnectionEvent): WorkflowStanding {
  switch (event.type) {
    case 'timerFired':
      return standing.step === 'resting' ? { name: 'paused', step: 'reading' } : standing;
    case 'syncNow':
    case 'addApp':
    case 'reconnect':
      return { name: 'paused', step: standing.step === 'resting' ? 'reading' : 'readingAgain' };
    case 'disconnect':
      return confirming;
    case 'rowRead':
      return standing.step === 'readingAgain' ? { name: 'paused', step: 'reading' } : followRow(event.facts);
    default:
      return standing;
  }
}

export function whileInError(standing: In<'error'>, event: ConnectionEvent): WorkflowStanding {
  switch (event.type) {
    case 'reconnect':
      return syncAsked;
    case 'disconnect':
      return confirming;
    case 'timerFired':
      return { name: 'error', step: 'reading' };
    case 'rowRead':
      return standing.step === 'reading' ? followRow(event.facts) : standing;
    default:
      return standing;
  }
}

export function whileDisconnecting(standing: In<'disconnecting'>, event: ConnectionEvent): WorkflowStanding {
  if (event.type === 'reconnect') return { ...standing, revived: true };
  if (event.type === 'disconnect') return { ...standing, revived: false };
  switch (standing.step) {
    case 'stopping':
      return hasStopped(event) ? (standing.revived ? syncAsked : confirming) : standing;
    case 'waiting':
      return event.type === 'timerFired' ? (standing.revived ? syncAsked : confirming) : standing;
    case 'confirming':
      return event.type === 'stopConfirmed' ? afterConfirm(standing.revived, event) : standing;
  }
}

function afterConfirm(
  revived: boolean,
  { answer, nowMs }: ConnectionEvent & { type: 'stopConfirmed' },
): WorkflowStanding {
  if (answer === 'revived' || (revived && answer === 'disconnected')) return syncAsked;
  if (answer === 'disconnected') return { name: 'disconnected', step: 'reading' };
  return { name: 'disconnecting', step: 'waiting', untilMs: nowMs + answer.leasedForMs, revived };
}

export function whileDisconnected(standing: In<'disconnected'>, event: ConnectionEvent): WorkflowStanding {
  if (event.type === 'reconnect') return syncAsked;
  if (event.type !== 'rowRead' || standing.step === 'over') return standing;
  const { status } = event.facts;
  if (status === 'disconnected' || status === 'gone') return { name: 'disconnected', step: 'over' };
  return followRow(event.facts);
}

export function isPaused({ status, paused }: Pick<ConnectionFacts, 'status' | 'paused'>): boolean {
  return status === 'connected' && paused === true;
}

export function followRow(row: Pick<ConnectionFacts, 'status' | 'paused'>): WorkflowStanding {
  switch (row.status) {
    case 'connected':
      return isPaused(row) ? resting : syncAsked;
    case 'error':
      return { name: 'error', step: 'resting' };
    case 'disconnecting':
      return confirming;
    case 'disconnected':
    case 'gone':
      return { name: 'disconnected', step: 'reading' };
  }
}

/** However a cancelled sync ended, it runs no more. */
export function hasStopped(event: ConnectionEvent): boolean {
  return event.type === 'syncStopped' || event.type === 'syncEnded' || event.type === 'syncFailed';
}
