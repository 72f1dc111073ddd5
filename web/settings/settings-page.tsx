import { useIsMutating } from '@tanstack/react-query';
import { useState } from 'react';
import { useConnections } from '../shared/api/connections.js';
import { isBusy } from '../shared/api/polling.js';
import { Banner } from '../shared/ui/banner.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { usePageSession } from '../shared/ui/session-context.js';
import { Skeleton } from '../shared/ui/skeleton.js';
import { useDocumentTitle } from '../shared/ui/use-document-title.js';
import { AuditSection } from './audit/audit-section.js';
import { ConnectSection } from './credentials/connect-section.js';
import { useUnderWay, useUnderWayText } from './credentials/use-under-way.js';
import { ConnectionSection } from './connection-section.js';
import { isConnected, pageState, stateOf } from './connection-state.js';
import { CONNECTING_KEY } from './commands.js';
import { LiveControls } from './live-controls.js';
import { messages } from './messages.en.js';
import styles from './settings-page.module.css';
import { StateBadge } from './state-badge.js';
import { stageOf, without, type SyncRequests } from './syncing/sync-request.js';
import { useAnnouncedConnections } from './use-announced-connections.js';

/** Settings → Integrations → Shopify. */
export function SettingsPage() {
  const { claims } = usePageSession();
  const [syncRequests, setSyncRequests] = useState<SyncRequests>({});
  const underWay = useUnderWay();
  const { data, error, refetch } = useConnections(
    (known) =>
      underWay.isAwaited(known) ||
      known.some((connection) => isBusy(connection) || stageOf(syncRequests, connection) === 'awaited'),
  );
  const [newId, setNewId] = useState<string | null>(null);
  const connections = data?.items;
  const isConnecting = useIsMutating({ mutationKey: CONNECTING_KEY }) > 0;
  const isAwaited = connections !== undefined && underWay.isAwaited(connections);
  const underWayText = useUnderWayText(underWay, connections);
  const states = connections?.map(stateOf);
  const state = states && pageState(isConnecting || isAwaited ? [...states, 'connecting'] : states);
  useDocumentTitle(state === undefined ? messages.title : messages.documentTitle(messages.states[state]));
  useAnnouncedConnections(connections);

  return (
    <main className={styles['page']}>
      <header className={styles['header']}>
        <div className={styles['about']}>
          <div className={styles['title']}>
            <h1>{messages.title}</h1>
            {state !== undefined && <StateBadge state={state} />}
          </div>
          <p className="subdued">{messages.purpose}</p>
        </div>
        {connections !== undefined && connections.length > 0 && <LiveControls />}
      </header>
      {claims.role !== 'owner' && <Banner tone="info">{messages.readOnly}</Banner>}
      {error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {connections === undefined && error === null && <Skeleton lines={8} label={messages.loading} />}
      {connections?.map((connection) => (
        <ConnectionSection
          key={connection.id}
          connection={connection}
          isOneOfMany={connections.length > 1}
          isNew={connection.id === newId}
          syncRequest={{
            stage: stageOf(syncRequests, connection),
            expect: (before) => setSyncRequests((known) => ({ ...known, [before.id]: before })),
            forget: () => setSyncRequests((known) => without(known, connection.id)),
          }}
        />
      ))}
      {underWayText !== null && <Banner tone={isAwaited ? 'info' : 'caution'}>{underWayText}</Banner>}
      {connections !== undefined && !isAwaited && (
        <ConnectSection
          isFirst={connections.length === 0}
          connected={connections.filter(isConnected).map(({ partnerOrganizationId }) => partnerOrganizationId)}
          onConnected={({ id }) => setNewId(id)}
        />
      )}
      {claims.role === 'owner' && connections !== undefined && <AuditSection connections={connections} />}
    </main>
  );
}
