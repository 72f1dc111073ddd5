import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { messages } from '../messages.en.js';
import styles from './show-more.module.css';

export interface ShowMoreProps {
  readonly list: UseInfiniteQueryResult<InfiniteData<unknown>>;
  readonly label: string;
  /** It was asked for. */
  readonly onMore: () => void;
}

/** Asks for the next page of a list, as long as there is one. A failure is told here, where the reader is, and the button tries again. */
export function ShowMore({ list, label, onMore }: ShowMoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <div className={styles['more']}>
      {list.isFetchNextPageError && <ProblemBanner error={list.error} isAlert />}
      <Button
        isBusy={list.isFetchingNextPage}
        onClick={() => {
          onMore();
          void list.fetchNextPage();
        }}
      >
        {list.isFetchingNextPage ? messages.merchants.loadingMore : label}
      </Button>
    </div>
  );
}
