import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { ShowMore } from '../parts/show-more.js';
import styles from './list-frame.module.css';
import { messages } from './messages.en.js';

export interface ListFrameProps {
  readonly list: UseInfiniteQueryResult<InfiniteData<unknown>>;
  readonly isEmpty: boolean;
  /** How many there are and how much it is, all told. */
  readonly total: string;
  readonly onMore: () => void;
  readonly children: ReactNode;
}

/** What a list says before, around and below its table. */
export function ListFrame({ list, isEmpty, total, onMore, children }: ListFrameProps) {
  return (
    <div className={styles['list']} aria-busy={list.isPlaceholderData}>
      {list.isError && !list.isFetchNextPageError && (
        <ProblemBanner error={list.error} onRetry={() => list.refetch()} />
      )}
      {list.isPending && <Skeleton lines={10} label={messages.loading} />}
      {list.data !== undefined && (isEmpty ? <p>{messages.none}</p> : <p className={styles['total']}>{total}</p>)}
      {!isEmpty && children}
      <ShowMore list={list} label={messages.more} onMore={onMore} />
    </div>
  );
}
