import { useEffect, useId, useRef, useState } from 'react';
import type { Connection } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { RelativeTime } from '../../shared/ui/text.js';
import { AppsSection } from '../apps/apps-section.js';
import { TokenSection } from '../credentials/token-section.js';
import { messages } from '../messages.en.js';
import { ConnectionHeading } from '../parts/settings-section.js';
import { RunsSection } from '../runs/runs-section.js';
import { SyncSection } from '../syncing/sync-section.js';
import type { SyncRequest } from '../syncing/use-sync-request.js';
import styles from './connection-section.module.css';
import { isConnected, stateOf } from './connection-state.js';
import { DisconnectSection } from './disconnect-section.js';
import { NextSteps } from './next-steps.js';
import { StateBadge } from './state-badge.js';

export interface ConnectionSectionProps {
  readonly connection: Connection;
  /** Whether it stands beside others; of a single one the page's own heading tells the state. */
  readonly isOneOfMany: boolean;
  /** It was connected a moment ago, by a form that is gone: the focus goes on here. */
  readonly isNew: boolean;
  readonly syncRequest: SyncRequest;
}

/** Everything about one Partner organization. */
export function ConnectionSection({ connection, isOneOfMany, isNew, syncRequest }: ConnectionSectionProps) {
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isReplacing, setReplacing] = useState(false);
  const focusHeading = () => heading.current?.focus();
  const goOn = (reconnected: Connection) => {
    syncRequest.expect(reconnected);
    focusHeading();
  };
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);

  const { partnerOrganizationId, status } = connection;
  // Then a new one is what it waits for, from the moment that it begins to disconnect.
  const isGone = connection.tokenHint === null;
  const words = messages.organization;
  const tokenSection = (
    <TokenSection connection={connection} isReplacing={isReplacing} setReplacing={setReplacing} onReconnected={goOn} />
  );
  return (
    <section className={styles['connection']} aria-labelledby={headingId}>
      <div>
        <div className={styles['title']}>
          <h2 id={headingId} ref={heading} tabIndex={-1}>
            {words.heading(partnerOrganizationId)}
          </h2>
          {isOneOfMany && <StateBadge state={stateOf(connection)} />}
        </div>
        <p className={styles['by']}>
          <WhoAndWhen {...lastChangeOf(connection)} />
        </p>
      </div>
      <ConnectionHeading value={headingId}>
        {status === 'connected' && (isNew || !connection.progress.backfilled) && <NextSteps connection={connection} />}
        {isGone && tokenSection}
        <SyncSection
          connection={connection}
          syncRequest={syncRequest}
          onReplaceToken={isReplacing ? undefined : () => setReplacing(true)}
          onReconnected={goOn}
        />
        {!isGone && tokenSection}
        <AppsSection connection={connection} onAdded={() => syncRequest.expect(connection)} />
        <RunsSection connection={connection} />
        {status !== 'disconnected' && <DisconnectSection connection={connection} onDone={focusHeading} />}
      </ConnectionHeading>
    </section>
  );
}

/** Who brought about what holds now: that it is connected, or that it is not. */
function lastChangeOf(connection: Connection): { text: string; at: string } {
  const { connectedBy, connectedAt, disconnectedBy, disconnectedAt } = connection;
  const words = messages.organization;
  if (isConnected(connection)) return { text: words.connectedBy(isolated(connectedBy)), at: connectedAt };
  if (disconnectedBy === null || disconnectedAt === null) {
    return { text: words.lastConnectedBy(isolated(connectedBy)), at: connectedAt };
  }
  return { text: words.disconnectedBy(isolated(disconnectedBy)), at: disconnectedAt };
}

function WhoAndWhen({ text, at }: { text: string; at: string }) {
  return (
    <>
      {text}
      {' · '}
      <RelativeTime instant={at} />
    </>
  );
}
