import '../theme.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { createApiClient } from '../api/client.js';
import { keepFailures } from '../api/keep-failures.js';
import { Problem } from '../api/problem.js';
import { messages } from '../messages.en.js';
import { developmentTokens } from '../session/development-tokens.js';
import { hostTokens, isEmbedded } from '../session/host.js';
import { createSession } from '../session/session.js';
import { ErrorBoundary } from '../ui/error-boundary.js';
import { LiveUpdatesProvider } from './live-updates.js';
import styles from './mount-page.module.css';
import { SessionContext } from './session-context.js';

/** Failures that asking again at once may mend; all others are answers. */
const RETRYABLE = new Set(['offline', 'unavailable', 'internal']);
const TRIES = 3;

const session = createSession(isEmbedded ? hostTokens() : developmentTokens());
const api = createApiClient(session);
const queries = new QueryClient({
  defaultOptions: {
    // What a browser believes of the network is no reason to wait in silence: it is tried, and a failure is said.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      retry: (failures, error) => failures < TRIES - 1 && error instanceof Problem && RETRYABLE.has(error.code),
      staleTime: 1_000,
    },
  },
});
keepFailures(queries.getQueryCache());
// What another user was shown is nobody's business.
session.subscribe(() => queries.clear());

/** Puts a page where its HTML has room for it: theme, session, queries, and the page itself once it is known who reads it. */
export function mountPage(page: ReactNode): void {
  const theme = new URLSearchParams(location.search).get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
  const place = document.getElementById('page');
  if (place === null) throw new Error('This HTML has no place for a page.');
  createRoot(place).render(
    <StrictMode>
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <LiveUpdatesProvider>
            <SignedIn>{page}</SignedIn>
          </LiveUpdatesProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </StrictMode>,
  );
}

function SignedIn({ children }: { children: ReactNode }) {
  const claims = useSyncExternalStore(session.subscribe, () => session.claims);
  const value = useMemo(() => (claims === undefined ? undefined : { api, claims }), [claims]);
  if (value === undefined) return <Waiting />;
  // Another user, another page: nothing that was typed or opened stays.
  const { organizationId, subject } = value.claims;
  return (
    <SessionContext key={`${organizationId} ${subject}`} value={value}>
      {children}
    </SessionContext>
  );
}

const SLOW_AFTER_MS = 10_000;

/** Nobody has said yet who reads the page. */
function Waiting() {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const { waiting, noAnswer, noHost } = messages.session;
  const embedded = isLong ? noAnswer : waiting;
  return (
    <main className={styles['waiting']}>
      <p role="status">{isEmbedded ? embedded : noHost}</p>
    </main>
  );
}
