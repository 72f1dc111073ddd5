import { useEffect } from 'react';
import type { SyncAnswer } from '../../../src/contract/connection-words.js';
import type { Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/page/announce.js';
import { useCommand } from '../data/commands.js';
import { messages } from './messages.en.js';
import type { SyncRequestStage } from './sync-request.js';

export interface SyncRequest {
  readonly stage: SyncRequestStage;
  /** One is about to run, by a press of this button or of another. @param before as the connection was */
  readonly expect: (before: Connection) => void;
  /** It was refused, or is over: a sync that runs by itself later is none of it. */
  readonly forget: () => void;
}

/** Asks for a sync, and says when it is over. */
export function useSyncRequest(connection: Connection, { stage, expect, forget }: SyncRequest) {
  const { started, alreadyRunning, finished, failed } = messages.sync;
  const sync = useCommand(async (api, _before: Connection, key) => {
    const path = `/v1/connections/${connection.id}/sync`;
    const accepted = await api.send<{ sync: SyncAnswer }>('POST', path, undefined, key);
    const answer = accepted.sync === 'queued' ? alreadyRunning : started;
    // At once: when the page is up to date again, a short sync may be over, and that is said last.
    announce(answer);
    return answer;
  });
  const { reset, variables: before } = sync;
  const isCurrent = connection.status === 'connected' && connection.lastSyncedAt === before?.lastSyncedAt;
  const why = connection.status === 'connected' ? connection.error?.message : undefined;
  useEffect(() => {
    if (stage !== 'finished' && stage !== 'over') return;
    if (stage === 'finished') announce(finished);
    // That it has stopped, or was disconnected, is said as such.
    else if (why !== undefined) announce(failed(why));
    reset();
    forget();
  }, [stage, why, finished, failed, reset, forget]);

  return {
    isSending: sync.isPending,
    /** Why the press came to nothing, until a sync has come since. */
    error: isCurrent ? sync.error : null,
    /** What came of the press, as long as it matters. */
    answer: stage === 'awaited' ? sync.data : undefined,
    request: () => {
      expect(connection);
      sync.mutate(connection, { onError: forget });
    },
  };
}
