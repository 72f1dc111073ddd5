import { useEffect, useRef, useState } from 'react';
import { useConnections } from '../shared/api/connections.js';
import type { Connection } from '../shared/api/types.js';
import { announce } from '../shared/ui/announce.js';
import { useSyncNow } from './commands.js';
import { messages } from './messages.en.js';
import { isAnswered } from './sync-request.js';

/** Asks for a sync, and watches closely until it is over. */
export function useSyncRequest(connection: Connection) {
  const sync = useSyncNow(connection.id);
  const [before, setBefore] = useState<Connection | null>(null);
  const isAwaited = before !== null && !isAnswered(before, connection);
  useConnections(isAwaited);

  const wasAwaited = useRef(false);
  useEffect(() => {
    if (wasAwaited.current && !isAwaited && connection.error === null) announce(messages.sync.finished);
    wasAwaited.current = isAwaited;
  }, [isAwaited, connection.error]);

  const { started, alreadyRunning } = messages.sync;
  const answer = sync.data === undefined ? null : sync.data.sync === 'queued' ? alreadyRunning : started;
  return {
    isAwaited,
    isSending: sync.isPending,
    error: sync.error,
    /** What came of the press, as long as it matters. */
    answer: isAwaited ? answer : null,
    request: () => {
      setBefore(connection);
      sync.mutate(undefined, {
        onSuccess: (accepted) => announce(accepted.sync === 'queued' ? alreadyRunning : started),
        onError: () => setBefore(null),
      });
    },
  };
}
