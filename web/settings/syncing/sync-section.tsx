import { isPaused } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';
import { useNow } from '../../shared/page/use-now.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { stateOf } from '../connection/connection-state.js';
import { SettingsSection } from '../parts/settings-section.js';
import { messages } from './messages.en.js';
import { NoticeBanner } from './notice-banner.js';
import { noticesOf } from './notices.js';
import { FirstSync, WaitingLine } from './progress.js';
import styles from './sync-section.module.css';
import { SyncTimes } from './sync-times.js';
import { type SyncRequest, useSyncRequest } from './use-sync-request.js';

export interface SyncSectionProps {
  readonly connection: Connection;
  readonly syncRequest: SyncRequest;
  /** Left out while it is being replaced. */
  readonly onReplaceToken: (() => void) | undefined;
  readonly onReconnected: (connection: Connection) => void;
}

/** How syncing goes: what is wrong, how far the first one is, when the last and the next are, and one at once. */
export function SyncSection({ connection, syncRequest, onReplaceToken, onReconnected }: SyncSectionProps) {
  const nowMs = useNow();
  const sync = useSyncRequest(connection, syncRequest);
  const words = messages.sync;
  const state = stateOf(connection);
  return (
    <SettingsSection level={3} title={words.title} description={descriptionOf(connection)}>
      {noticesOf(connection, nowMs).map((notice) => (
        <NoticeBanner
          key={notice.code}
          notice={notice}
          connection={connection}
          onReplaceToken={onReplaceToken}
          onReconnected={onReconnected}
        />
      ))}
      {connection.status === 'connected' && !connection.progress.backfilled && <FirstSync connection={connection} />}
      {connection.phase === 'waiting' && <WaitingLine connection={connection} />}
      <SyncTimes connection={connection} />
      {sync.error !== null && <ProblemBanner error={sync.error} isAlert />}
      <div className={styles['actions']}>
        <Button onClick={sync.request} isBusy={sync.isSending} disabledBecause={offBecause(connection)} showsReason>
          <Icon name="sync" />
          {syncRequest.stage === 'awaited' || state === 'syncing' ? words.syncing : words.syncNow}
        </Button>
        {sync.answer !== undefined && <p className="subdued">{sync.answer}</p>}
      </div>
    </SettingsSection>
  );
}

/** It runs by itself only where it runs. */
function descriptionOf(connection: Connection): string {
  const { description, descriptionWhilePaused, descriptionWhileStopped, descriptionWhileDisconnected } = messages.sync;
  const { status } = connection;
  if (isPaused(connection)) return descriptionWhilePaused;
  if (status === 'connected') return description;
  return status === 'error' ? descriptionWhileStopped : descriptionWhileDisconnected;
}

function offBecause(connection: Connection): string | undefined {
  const { status } = connection;
  if (isPaused(connection)) return messages.sync.offWhilePaused;
  if (status === 'connected') return undefined;
  return status === 'error' ? messages.sync.offWhileStopped : messages.sync.offWhileDisconnected;
}
