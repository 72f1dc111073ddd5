import { useRef } from 'react';
import type { Revenue } from '../../shared/api/types.js';
import { serverNow } from '../../shared/clock.js';
import { useAnnouncedChange } from '../../shared/page/announce.js';
import { useFocusOnMore } from '../../shared/page/use-focus-on-more.js';
import { Button } from '../../shared/ui/button.js';
import { Card } from '../../shared/ui/card.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { merchantsFilePath } from '../data/api-paths.js';
import { useFirstSync, useMerchants, useSegments } from '../data/queries.js';
import { messages } from '../messages.en.js';
import { DownloadButton, type SeparatorChoice } from '../parts/download-button.js';
import { SectionHead } from '../parts/section-head.js';
import { ShowMore } from '../parts/show-more.js';
import type { ChangeView } from '../view/use-view.js';
import { isFiltered, isMoney, type View } from '../view/view.js';
import { listedMerchants } from './listed-merchants.js';
import { MerchantFilters } from './merchant-filters.js';
import styles from './merchant-list.module.css';
import { MerchantTable } from './merchant-table.js';
import { SaveSegment } from './save-segment.js';

export interface MerchantListProps {
  readonly view: View;
  /** False as long as the currency that money is sorted by may become another one. */
  readonly isCurrencyKnown: boolean;
  readonly onChange: ChangeView;
  readonly plans: readonly string[];
  readonly separator: SeparatorChoice;
  /** How much of the past is known; undefined as long as that is not known itself. */
  readonly history: Revenue['history'] | undefined;
}

export function MerchantList({ view, isCurrencyKnown, onChange, plans, history, separator }: MerchantListProps) {
  // What is listed, whatever separates its file.
  const asked = merchantsFilePath(view, 'comma');
  const list = useMerchants(view, isCurrencyKnown || !isMoney(view.sort));
  const merchants = listedMerchants(list.data?.pages ?? []);
  const { entriesRef, onMore } = useFocusOnMore(asked, merchants.length);
  const segments = useSegments();
  const search = useRef<HTMLInputElement>(null);
  const firstSync = useFirstSync(history ?? 'whole');
  const { heading, loading, shown, shownOfMore, noMatch, clear, none, more } = messages.merchants;
  const text = merchants.length === 0 ? noMatch : (list.hasNextPage ? shownOfMore : shown)(merchants.length);

  useAnnouncedChange(asked, list.data === undefined || list.isPlaceholderData ? undefined : text);

  const clearFilters = () => {
    onChange({ search: '', status: null, plan: null, segment: null, app: null }, 'push');
    search.current?.focus();
  };

  return (
    <Card>
      <SectionHead heading={heading}>
        <DownloadButton
          pathOf={(each) => merchantsFilePath(view, each)}
          separator={separator}
          fileName={messages.downloads.merchantsFile(new Date(serverNow()).toISOString().slice(0, 10))}
          label={messages.downloads.merchants}
        />
      </SectionHead>
      <MerchantFilters view={view} onChange={onChange} plans={plans} segments={segments} searchRef={search} />
      <SaveSegment view={view} onChange={onChange} />
      {list.isError && !list.isFetchNextPageError && (
        <ProblemBanner error={list.error} onRetry={() => list.refetch()} />
      )}
      {list.isPending && <Skeleton lines={12} label={loading} />}
      {list.data !== undefined && (
        <div className={styles['list']} aria-busy={list.isPlaceholderData}>
          {merchants.length > 0 ? (
            <>
              <MerchantTable merchants={merchants} view={view} onChange={onChange} rowsRef={entriesRef} />
              <div className={styles['end']}>
                <p className="subdued">{text}</p>
                <ShowMore list={list} label={more} onMore={onMore} />
              </div>
            </>
          ) : isFiltered(view) ? (
            <div className={styles['empty']}>
              <p>{noMatch}</p>
              <Button onClick={clearFilters}>{clear}</Button>
            </div>
          ) : (
            history !== undefined && <p className={styles['empty']}>{none[firstSync]}</p>
          )}
        </div>
      )}
    </Card>
  );
}
