import type { App, Connection } from '../shared/api/types.js';
import { stateOf } from './connection-state.js';
import { messages } from './messages.en.js';

/**
 * What is said aloud when a connection changes: the steps that matter, not every poll, and none of the syncs that run
 * by themselves.
 * @param before undefined for one that was not there
 */
export function announcementOf(before: Connection | undefined, after: Connection): string | null {
  const { announcements } = messages;
  const from = before === undefined ? 'disconnected' : stateOf(before);
  const to = stateOf(after);
  if (from !== to) {
    switch (to) {
      case 'error':
        return after.error?.code === 'token_rejected' ? announcements.tokenStopped : announcements.stopped;
      case 'needs_attention':
        return announcements.needsAttention(after.error?.message ?? after.warnings[0]?.message ?? '');
      case 'disconnecting':
        return announcements.disconnecting;
      case 'disconnected':
        return announcements.disconnected;
      case 'connecting':
      case 'syncing':
      case 'connected':
        if (from === 'disconnected' || from === 'disconnecting' || from === 'error') return announcements.connected;
        if (from === 'needs_attention') return announcements.works;
    }
  }
  return before?.progress.backfilled === false && after.progress.backfilled ? announcements.imported : null;
}

/** The apps that were added by hand and have been discovered since. */
export function discoveredSince(before: readonly App[], after: readonly App[]): readonly App[] {
  const manual = new Set(before.filter(({ source }) => source === 'manual').map(({ appId }) => appId));
  return after.filter(({ appId, source }) => source === 'auto' && manual.has(appId));
}
