import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page } from '../../shared/api/types.js';
import { useFocusOnMore } from '../../shared/page/use-focus-on-more.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { messages as page } from '../messages.en.js';
import { ShowMore } from '../parts/show-more.js';
import styles from './merchant-drawer.module.css';

export interface PagedSectionProps<Item> {
  readonly heading: string;
  readonly about?: string;
  /** Said when there is nothing. */
  readonly none: string;
  /** On the button that asks for the next page. */
  readonly more: string;
  readonly part: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  /** @param entriesRef of the element that has an entry for each item */
  readonly children: (items: readonly Item[], entriesRef: (element: HTMLElement | null) => void) => ReactNode;
}

/** A part of what is known of a merchant, which comes in pages and by itself: the others are there without it. */
export function PagedSection<Item>({ heading, about, none, more, part, children }: PagedSectionProps<Item>) {
  const items = part.data?.pages.flatMap((page) => page.items);
  const { entriesRef, onMore } = useFocusOnMore(heading, items?.length ?? 0);
  return (
    <section className={styles['section']}>
      <h3>{heading}</h3>
      {about !== undefined && items !== undefined && items.length > 0 && <p className="subdued">{about}</p>}
      {part.isPending && <Skeleton lines={3} label={page.merchants.loadingMore} />}
      {part.isError && !part.isFetchNextPageError && (
        <ProblemBanner error={part.error} onRetry={() => part.refetch()} />
      )}
      {items !== undefined && (items.length === 0 ? <p className="subdued">{none}</p> : children(items, entriesRef))}
      <ShowMore list={part} label={more} onMore={onMore} />
    </section>
  );
}
