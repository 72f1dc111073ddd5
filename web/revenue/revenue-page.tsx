import { lazy, Suspense, useRef } from 'react';
import { dayFromMs } from '../../src/values/day.js';
import { useConnections } from '../shared/api/connections.js';
import { isolated } from '../shared/format/text.js';
import { disconnectedBeside, freshnessOf } from '../shared/freshness.js';
import { useDocumentTitle } from '../shared/page/announce.js';
import { LiveUpdatesButton } from '../shared/page/live-updates.js';
import { useNow } from '../shared/page/use-now.js';
import { RelativeTime } from '../shared/ui/text.js';
import { useMerchant, useRefetchAfterFirstSync } from './data/queries.js';
import { messages } from './messages.en.js';
import { NotConnected } from './notices/no-figures.js';
import { AsOfNotice, DisconnectedNotice, FreshnessNotice } from './notices/notices.js';
import { askedOf } from './period/asked.js';
import styles from './revenue-page.module.css';
import { RevenueView } from './revenue-view.js';
import { useView } from './view/use-view.js';

// Until a merchant is opened nobody waits for it.
const MerchantDrawer = lazy(async () => ({ default: (await import('./drawer/merchant-drawer.js')).MerchantDrawer }));

export function RevenuePage() {
  const [view, change] = useView();
  // The UTC day that is not over yet, by the server's clock.
  const today = dayFromMs(useNow());
  const asked = askedOf(view, today);
  const { data, error, refetch } = useConnections();
  const connections = data?.items;
  useRefetchAfterFirstSync(connections);
  const freshness = connections === undefined ? undefined : freshnessOf(connections);
  const isConnected = freshness?.state !== 'not_connected';
  const merchant = useMerchant(view.merchant, asked.asOf);
  const heading = useRef<HTMLHeadingElement>(null);
  const goToToday = () => {
    change({ asOf: null, from: null, to: null }, 'push');
    // The button that was pressed goes with what it ends.
    heading.current?.focus();
  };
  useDocumentTitle(titleOf(isConnected, merchant.data?.name ?? view.merchant));
  return (
    <main className={styles['page']}>
      <header className={styles['head']}>
        <h1 ref={heading} tabIndex={-1}>
          {messages.title}
        </h1>
        {freshness?.state === 'fresh' && freshness.lastSyncedAt !== null && (
          <p className="subdued">
            {messages.synced} <RelativeTime instant={freshness.lastSyncedAt} />
          </p>
        )}
        {isConnected && (
          <div className={styles['live']}>
            <LiveUpdatesButton />
          </div>
        )}
      </header>
      {freshness !== undefined && <FreshnessNotice freshness={freshness} />}
      {connections !== undefined && <DisconnectedNotice connections={disconnectedBeside(connections)} />}
      {isConnected && asked.asOf !== null && <AsOfNotice asOf={asked.asOf} onToday={goToToday} />}
      {isConnected ? (
        <RevenueView
          view={view}
          asked={asked}
          today={today}
          onChange={change}
          connections={connections ?? []}
          connectionsError={error}
          onRetry={() => refetch()}
        />
      ) : (
        <NotConnected disconnected={freshness.disconnected} />
      )}
      {isConnected && view.merchant !== null && (
        <Suspense>
          <MerchantDrawer
            key={view.merchant}
            merchantKey={view.merchant}
            query={merchant}
            asOf={asked.asOf}
            onClose={() => change({ merchant: null }, 'undo')}
          />
        </Suspense>
      )}
    </main>
  );
}

function titleOf(isConnected: boolean, merchant: string | null): string {
  const { title, titleOf: of, notices } = messages;
  if (!isConnected) return of(notices.notConnected);
  return merchant === null ? title : of(isolated(merchant));
}
