import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { MerchantApp } from '../shared/api/types.js';
import { announce } from '../shared/ui/announce.js';
import { Button } from '../shared/ui/button.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { Skeleton } from '../shared/ui/skeleton.js';
import { isolated } from '../shared/format/outside.js';
import { EventItem } from './event-item.js';
import { latestNews, wholeHistory } from './history-lines.js';
import styles from './history.module.css';
import { AwayItem } from './away-item.js';
import type { useHistory } from './merchant-queries.js';
import { messages } from './messages.en.js';

export interface HistoryProps {
  readonly history: ReturnType<typeof useHistory>;
  readonly apps: readonly MerchantApp[];
  /** Beside the button that shows all of it. */
  readonly children: ReactNode;
}

/** The latest events, and on demand all of them. */
export function History({ history, apps, children }: HistoryProps) {
  const [isWhole, setWhole] = useState(false);
  const listId = useId();
  const list = useRef<HTMLOListElement>(null);
  /** The place of the first line that was asked for. */
  const awaited = useRef<number>(undefined);
  const { heading, loading, empty, showAll, showLatest, older, olderShown } = messages.history;
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = history;

  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  const news = latestNews(events);
  const lines = isWhole ? wholeHistory(events) : news;
  const names = new Map(
    apps.map(({ appId, appName }) => [appId, appName === null ? messages.unnamedApp : isolated(appName)]),
  );
  const nameOf = (appId: string) => (apps.length > 1 ? (names.get(appId) ?? null) : null);

  const showOlder = () => {
    awaited.current = lines.length;
    void history.fetchNextPage();
  };
  useEffect(() => {
    const first = awaited.current;
    if (first === undefined || lines.length <= first) return;
    awaited.current = undefined;
    announce(olderShown(lines.length - first));
    // The button may be gone.
    list.current?.children.item(first)?.querySelector('summary')?.focus();
  }, [lines.length, olderShown]);

  return (
    <section className={styles['history']} aria-label={heading}>
      <h2 className="visually-hidden">{heading}</h2>
      {data === undefined && error === null && (
        <div className={styles['place']}>
          <Skeleton lines={3} label={loading} />
        </div>
      )}
      {data !== undefined && lines.length === 0 && <p className="subdued">{empty}</p>}
      <ol id={listId} ref={list} className={styles['lines']}>
        {lines.map((line) =>
          line.kind === 'event' ? (
            <EventItem key={line.event.id} event={line.event} appName={nameOf(line.event.appId)} />
          ) : (
            <AwayItem key={line.id} {...line} />
          ),
        )}
      </ol>
      {data === undefined && error !== null && <ProblemBanner error={error} onRetry={history.refetch} />}
      {isFetchNextPageError && <ProblemBanner error={error} isAlert onRetry={showOlder} />}
      <div className={styles['actions']} hidden={history.isPending}>
        {children}
        {isWhole && hasNextPage && (
          <Button isBusy={isFetchingNextPage} onClick={showOlder}>
            {older}
          </Button>
        )}
        {(isWhole || hasNextPage || events.length > news.length) && (
          <Button look="quiet" aria-expanded={isWhole} aria-controls={listId} onClick={() => setWhole(!isWhole)}>
            {isWhole ? showLatest : showAll}
          </Button>
        )}
      </div>
    </section>
  );
}
