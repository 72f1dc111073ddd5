import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import type { MerchantInFull } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { announce } from '../../shared/page/announce.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { useHistory, type useLatestEvents } from '../data/queries.js';
import { messages } from '../messages.en.js';
import styles from './history.module.css';
import { AwayItem, EventItem, UsageItem } from './item.js';
import { type HistoryLine, wholeHistory } from './whole-history.js';

export interface HistoryProps {
  readonly latest: ReturnType<typeof useLatestEvents>;
  readonly merchant: MerchantInFull;
  /** Beside the button that shows all of it. */
  readonly children: ReactNode;
}

/** The latest events of the lifecycle, and on demand all that happened. */
export function History({ latest, merchant, children }: HistoryProps) {
  const [isAskedFor, setAskedFor] = useState(false);
  const listId = useId();
  const list = useRef<HTMLOListElement>(null);
  /** The place of the first line that was asked for. */
  const awaited = useRef<number>(undefined);
  const { heading, loading, empty, showAll, showLatest, older, olderShown } = messages.history;

  // Whoever only ever paid once has no lifecycle to show.
  const hasNoLifecycle = latest.data?.items.length === 0;
  const isWhole = isAskedFor || hasNoLifecycle;
  const whole = useHistory(merchant.shopNumber, isWhole);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError } = whole;
  const all = whole.data?.pages.flatMap(({ items }) => items);
  const shown = isWhole ? all && wholeHistory(all) : latest.data?.items;
  const { error, refetch } = isWhole ? whole : latest;
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
      <div className={styles['actions']} hidden={latest.isPending}>
        {children}
        {isWhole && hasNextPage && (
          <Button isBusy={isFetchingNextPage} onClick={showOlder}>
            {older}
          </Button>
        )}
        {!hasNoLifecycle && (
          <Button look="quiet" aria-expanded={isWhole} aria-controls={listId} onClick={() => setAskedFor(!isWhole)}>
            {isWhole ? showLatest : showAll}
          </Button>
        )}
      </div>
    </section>
  );
}

export interface HistoryListProps {
  readonly id: string;
  readonly ref: Ref<HTMLOListElement>;
  readonly lines: readonly HistoryLine[];
  readonly merchant: MerchantInFull;
}

/** Lines of a history. Apps are named where there is more than one. */
function HistoryList({ id, ref, lines, merchant: { apps, shopNumber } }: HistoryListProps) {
  const names = new Map(
    apps.map(({ appId, appName }) => [appId, appName === null ? messages.unnamedApp : isolated(appName)]),
  );
  const nameOf = (appId: string) => (apps.length > 1 ? (names.get(appId) ?? null) : null);
  return (
    <ol id={id} ref={ref} className={styles['lines']}>
      {lines.map((line) => {
        switch (line.kind) {
          case 'event':
            return <EventItem key={line.event.id} event={line.event} appName={nameOf(line.event.appId)} />;
          case 'usage':
            return (
              <UsageItem
                key={line.usage.id}
                usage={line.usage}
                appName={nameOf(line.usage.appId)}
                shopNumber={shopNumber}
              />
            );
          case 'away':
            return <AwayItem key={line.id} {...line} />;
        }
      })}
    </ol>
  );
}
