import { useEffect, useRef } from 'react';
import type { Connection } from '../shared/api/types.js';
import { announce } from '../shared/ui/announce.js';
import { announcementOf } from './announcements.js';

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
