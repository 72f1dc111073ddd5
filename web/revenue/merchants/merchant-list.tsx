import { useEffect, useRef } from 'react';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { serverNow } from '../../shared/clock.js';
import { DownloadButton } from '../downloads/download-button.js';
import { messages } from '../messages.en.js';
import { merchantsPath } from '../api-paths.js';
import { SectionHead } from '../section-head.js';
import { useAnnouncedChange } from '../use-announced-change.js';
import type { ChangeView } from '../use-view.js';
import { isFiltered, type View } from '../view.js';
import { MerchantFilters } from './merchant-filters.js';
import styles from './merchant-list.module.css';
import { MerchantTable } from './merchant-table.js';
import { useMerchants } from './use-merchants.js';

export interface MerchantListProps {
  readonly view: View;
  readonly onChange: ChangeView;
  readonly plans: readonly string[];
  readonly isFirstSync: boolean;
}

export function MerchantList({ view, onChange, plans, isFirstSync }: MerchantListProps) {
  const path = merchantsPath(view);
  const list = useMerchants(view);
  const merchants = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const rows = useRef<HTMLTableSectionElement>(null);
  const firstNewRow = useRef<number>(undefined);
  const { heading, loading, shown, shownOfMore, noMatch, clear, none, noneDuringSync, more, loadingMore } =
    messages.merchants;
  const text = merchants.length === 0 ? noMatch : (list.hasNextPage ? shownOfMore : shown)(merchants.length);

  useAnnouncedChange(path, list.data === undefined || list.isPlaceholderData ? undefined : text);

  useEffect(() => {
    // The button may be gone: the reader goes on where the new rows begin.
    if (firstNewRow.current === undefined || merchants.length <= firstNewRow.current) return;
    rows.current?.rows[firstNewRow.current]?.querySelector('a')?.focus();
    firstNewRow.current = undefined;
  }, [merchants.length]);

  return (
    <Card>
      <SectionHead heading={heading}>
        <DownloadButton
          path={path}
          fileName={messages.downloads.merchantsFile(new Date(serverNow()).toISOString().slice(0, 10))}
          label={messages.downloads.merchants}
        />
      </SectionHead>
      <MerchantFilters view={view} onChange={onChange} plans={plans} />
      {list.isError && <ProblemBanner error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={12} label={loading} />}
      {list.data !== undefined && (
        <div className={styles['list']} aria-busy={list.isPlaceholderData}>
          {merchants.length > 0 ? (
            <>
              <MerchantTable merchants={merchants} view={view} onChange={onChange} rowsRef={rows} />
              <div className={styles['end']}>
                <p className="subdued">{text}</p>
                {list.hasNextPage && (
                  <Button
                    isBusy={list.isFetchingNextPage}
                    onClick={() => {
                      firstNewRow.current = merchants.length;
                      void list.fetchNextPage();
                    }}
                  >
                    {list.isFetchingNextPage ? loadingMore : more}
                  </Button>
                )}
              </div>
            </>
          ) : isFiltered(view) ? (
            <div className={styles['empty']}>
              <p>{noMatch}</p>
              <Button onClick={() => onChange({ search: '', status: null, plan: null, app: null }, 'push')}>
                {clear}
              </Button>
            </div>
          ) : (
            <p className={styles['empty']}>{isFirstSync ? noneDuringSync : none}</p>
          )}
        </div>
      )}
    </Card>
  );
}
