import type { ConnectionEvent } from './connection-event.js';
import type { ConnectionState } from './standing.js';

/**
 * What an event says of the connection's rows. Pure. Who hears that they are others now, without hearing what they say,
 * is to read them again: then nothing is known.
 */
export function learn(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'reconnect':
      return { ...state, facts: null };
    case 'syncEnded': {
      const { standing } = state;
      // What a sync that was to stop has read is from before that.
      const isFromBefore = standing.name === 'syncing' && standing.step === 'stopping';
      const areOthers = ['superseded', 'error', 'paused'].includes(event.end.outcome);
      const facts = isFromBefore ? null : event.facts;
      const known = areOthers ? { facts: null } : facts === null ? {} : { facts, factsAtMs: event.nowMs };
      return { ...state, ...known, policy: event.policy ?? state.policy };
    }
    case 'syncFailed':
      return { ...state, policy: event.policy ?? state.policy };
    case 'failureRecorded':
      return { ...state, facts: event.recorded?.facts ?? null, factsAtMs: event.nowMs };
    case 'rowRead':
      return { ...state, facts: event.facts, factsAtMs: event.nowMs };
    default:
      return state;
  }
}
