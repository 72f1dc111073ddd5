import { useEffect, useRef } from 'react';
import type { App, Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/page/announce.js';
import { messages } from '../messages.en.js';
import { stateOf } from './connection-state.js';

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
      case 'paused':
        return announcements.paused;
      case 'disconnecting':
        return announcements.disconnecting;
      case 'disconnected':
        return announcements.disconnected;
      case 'connecting':
      case 'syncing':
      case 'connected':
        if (from === 'disconnected' || from === 'disconnecting' || from === 'error') return announcements.connected;
        if (from === 'needs_attention') return announcements.works;
        if (from === 'paused') return announcements.resumed;
    }
  }
  return before?.progress.backfilled === false && after.progress.backfilled ? announcements.imported : null;
}

/** The apps that were added by hand and have been discovered since. */
export function discoveredSince(before: readonly App[], after: readonly App[]): readonly App[] {
  const manual = new Set(before.filter(({ source }) => source === 'manual').map(({ appId }) => appId));
  return after.filter(({ appId, source }) => source === 'auto' && manual.has(appId));
}

/** Says the steps that the connections take while the page is open; nothing of how it found them. */
export function useAnnouncedConnections(connections: readonly Connection[] | undefined): void {
  const before = useRef<readonly Connection[]>(undefined);
  useEffect(() => {
    const known = before.current;
    before.current = connections;
    if (known === undefined || connections === undefined) return;
    for (const connection of connections) {
      const text = announcementOf(
        known.find(({ id }) => id === connection.id),
        connection,
      );
      if (text !== null) announce(text);
    }
  }, [connections]);
}
