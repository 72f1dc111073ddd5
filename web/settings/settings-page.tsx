import { useIsMutating, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CONNECTIONS_KEY, useConnections } from '../shared/api/connections.js';
import { isBusy } from '../shared/api/polling.js';
import { messages as shared } from '../shared/messages.en.js';
import { useDocumentTitle } from '../shared/page/announce.js';
import { LiveUpdatesButton } from '../shared/page/live-updates.js';
import { usePageSession } from '../shared/page/session-context.js';
import { Banner } from '../shared/ui/banner.js';
import { Button } from '../shared/ui/button.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { Skeleton } from '../shared/ui/skeleton.js';
import { AuditSection } from './audit/audit-section.js';
import { useAnnouncedConnections } from './connection/announcements.js';
import { ConnectionSection } from './connection/connection-section.js';
import { isConnected, pageState, stateOf } from './connection/connection-state.js';
import { StateBadge } from './connection/state-badge.js';
import { ConnectSection } from './credentials/connect-section.js';
import { usePendingConnect, usePendingConnectText } from './credentials/pending-connect.js';
import { CONNECTING_KEY } from './data/commands.js';
import { messages } from './messages.en.js';
import styles from './settings-page.module.css';
import { stageOf, type SyncRequests, without } from './syncing/sync-request.js';

/** Settings → Integrations → Shopify. */
export function SettingsPage() {
  const { claims } = usePageSession();
  const [syncRequests, setSyncRequests] = useState<SyncRequests>({});
  const pendingConnect = usePendingConnect();
  const { data, error, refetch } = useConnections(
    (known) =>
      pendingConnect.isAwaited(known) ||
      known.some((connection) => isBusy(connection) || stageOf(syncRequests, connection) === 'awaited'),
  );
  const [newId, setNewId] = useState<string | null>(null);
  const connections = data?.items;
  const isConnecting = useIsMutating({ mutationKey: CONNECTING_KEY }) > 0;
  const isAwaited = connections !== undefined && pendingConnect.isAwaited(connections);
  const pendingConnectText = usePendingConnectText(pendingConnect, connections);
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
      {pendingConnectText !== null && <Banner tone={isAwaited ? 'info' : 'caution'}>{pendingConnectText}</Banner>}
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

/** Whether the page changes by itself, and the way to renew it by hand. */
function LiveControls() {
  const queries = useQueryClient();
  return (
    <div className={styles['live']}>
      <Button look="quiet" onClick={() => void queries.invalidateQueries({ queryKey: CONNECTIONS_KEY })}>
        {shared.live.refresh}
      </Button>
      <LiveUpdatesButton />
    </div>
  );
}
