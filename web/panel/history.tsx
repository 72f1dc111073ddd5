import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { MerchantInFull } from '../shared/api/types.js';
import { announce } from '../shared/ui/announce.js';
import { Button } from '../shared/ui/button.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { Skeleton } from '../shared/ui/skeleton.js';
import { wholeHistory } from './history-lines.js';
import { HistoryList } from './history-list.js';
import styles from './history.module.css';
import { useHistory, type useNews } from './merchant-queries.js';
import { messages } from './messages.en.js';

export interface HistoryProps {
  readonly news: ReturnType<typeof useNews>;
  readonly merchant: MerchantInFull;
  /** Beside the button that shows all of it. */
  readonly children: ReactNode;
}

/** The latest events of the lifecycle, and on demand all that happened. */
export function History({ news, merchant, children }: HistoryProps) {
  const [isAskedFor, setAskedFor] = useState(false);
  const listId = useId();
  const list = useRef<HTMLOListElement>(null);
  /** The place of the first line that was asked for. */
  const awaited = useRef<number>(undefined);
  const { heading, loading, empty, showAll, showLatest, older, olderShown } = messages.history;

  // Whoever only ever paid once has no lifecycle to show.
  const hasNoNews = news.data?.items.length === 0;
  const isWhole = isAskedFor || hasNoNews;
  const whole = useHistory(merchant.shopNumber, isWhole);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError } = whole;
  const all = whole.data?.pages.flatMap(({ items }) => items);
  const shown = isWhole ? all && wholeHistory(all) : news.data?.items;
  const { error, refetch } = isWhole ? whole : news;
  const lines = shown ?? [];

  const showOlder = () => {
    awaited.current = lines.length;
    void whole.fetchNextPage();
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
      {shown === undefined && error === null && (
        <div className={styles['place']}>
          <Skeleton lines={3} label={loading} />
        </div>
      )}
      {shown !== undefined && lines.length === 0 && <p className="subdued">{empty}</p>}
      <HistoryList id={listId} ref={list} lines={lines} merchant={merchant} />
      {shown === undefined && error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {isFetchNextPageError && <ProblemBanner error={error} isAlert onRetry={showOlder} />}
      <div className={styles['actions']} hidden={news.isPending}>
        {children}
        {isWhole && hasNextPage && (
          <Button isBusy={isFetchingNextPage} onClick={showOlder}>
            {older}
          </Button>
        )}
        {!hasNoNews && (
          <Button look="quiet" aria-expanded={isWhole} aria-controls={listId} onClick={() => setAskedFor(!isWhole)}>
            {isWhole ? showLatest : showAll}
          </Button>
        )}
      </div>
    </section>
  );
}
