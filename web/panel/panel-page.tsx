import { useEffect, useRef } from 'react';
import { useConnections } from '../shared/api/connections.js';
import { isolated } from '../shared/format/text.js';
import { connectionsOf, disconnectedBeside, firstSyncOf, freshnessOf } from '../shared/freshness.js';
import { useCorrections } from '../shared/merchant/corrections.js';
import { announce, useDocumentTitle } from '../shared/page/announce.js';
import { ErrorBoundary } from '../shared/ui/error-boundary.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { Skeleton } from '../shared/ui/skeleton.js';
import { useLatestEvents, useMerchant } from './data/queries.js';
import { NotConnected } from './freshness/not-connected.js';
import { LookUp, NoMerchant } from './look-up/look-up.js';
import { WayBack } from './look-up/way-back.js';
import { MerchantView } from './merchant/merchant-view.js';
import { messages } from './messages.en.js';
import styles from './panel-page.module.css';
import { type PanelState, panelState } from './panel-state.js';
import { useShown } from './shown.js';

/** What is known of one merchant, beside a conversation with them. */
export function PanelPage() {
  const { key, isFound, isLookingUp } = useShown();
  const merchant = useMerchant(key);
  const latest = useLatestEvents(key);
  const corrections = useCorrections(key);
  const connections = useConnections();
  const known = connections.data?.items;
  const state = panelState({
    shop: key,
    isLookingUp,
    merchant,
    freshness: known && freshnessOf(known),
    firstSync: known === undefined ? 'whole' : firstSyncOf(known),
    isFreshnessUnknown: connections.isError,
  });

  const main = useMainOf(`${key} ${isLookingUp}`);
  const title = titleOf(state);
  useDocumentTitle(title);
  useEffect(() => {
    if (state.name !== 'loading') announce(title);
  }, [state.name, title]);

  const retry = () =>
    Promise.all([merchant.refetch(), latest.isError && latest.refetch(), connections.isError && connections.refetch()]);
  return (
    <main className={styles['panel']} ref={main} tabIndex={-1}>
      {state.name === 'loading' && <PanelSkeleton />}
      {state.name === 'not_connected' && <NotConnected disconnected={state.disconnected} />}
      {state.name === 'look_up' && <LookUp />}
      {(state.name === 'no_match' || state.name === 'problem') && <WayBack />}
      {state.name === 'no_match' && <NoMerchant firstSync={state.firstSync} isFound={isFound} />}
      {state.name === 'problem' && <ProblemBanner error={state.error} onRetry={retry} />}
      {state.name === 'merchant' && (
        <>
          {state.problem !== null && <ProblemBanner error={state.problem} onRetry={retry} />}
          {/* What fails to show one merchant does not keep the next from being shown. */}
          <ErrorBoundary key={state.merchant.shopId}>
            <MerchantView
              merchant={state.merchant}
              latest={latest}
              corrections={corrections}
              freshness={known && freshnessOf(connectionsOf(state.merchant, known))}
              disconnected={known === undefined ? [] : disconnectedBeside(connectionsOf(state.merchant, known))}
              isFreshnessUnknown={connections.isError}
            />
          </ErrorBoundary>
        </>
      )}
    </main>
  );
}

function titleOf(state: PanelState): string {
  return state.name === 'merchant' ? messages.title(isolated(state.merchant.name)) : messages.titles[state.name];
}

/**
 * The part of the page that another merchant, or the search, replaces. Then it begins at its top again, and has the focus in place of
 * what is gone; but while somebody types in the host, the focus is left there.
 */
function useMainOf(shown: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    window.scrollTo(0, 0);
    if (document.hasFocus()) (main.current?.querySelector('input') ?? main.current)?.focus();
  }, [shown]);
  return main;
}

/** As tall as a merchant with one app. */
function PanelSkeleton() {
  return (
    <div className={styles['loading']}>
      <Skeleton lines={13} label={messages.loading} />
    </div>
  );
}
