import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { announce } from '../shared/ui/announce.js';
import { Button } from '../shared/ui/button.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { usePageSession } from '../shared/ui/session-context.js';
import { Skeleton } from '../shared/ui/skeleton.js';
import { isNamed } from '../shared/merchant/is-named.js';
import { Outside } from '../shared/ui/outside.js';
import { findMerchants } from './find-merchants.js';
import { messages } from './messages.en.js';
import styles from './search-results.module.css';
import { showFound } from './use-shop.js';

/** The merchants that match, to choose one of. */
export function SearchResults({ term }: { term: string }) {
  const { api } = usePageSession();
  const { none, found, foundMore, more } = messages.lookUp;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['merchants', term],
    queryFn: ({ pageParam, signal }) => findMerchants(api, { term, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const matches = data?.pages.flatMap(({ items }) => items);
  const count = matches?.length;
  const outcome = count === undefined ? null : count === 0 ? none(term) : hasNextPage ? foundMore(count) : found(count);
  useEffect(() => {
    if (outcome !== null) announce(outcome);
  }, [outcome]);

  if (error !== null) return <ProblemBanner error={error} isAlert onRetry={refetch} />;
  if (matches === undefined) return <Skeleton lines={3} label={messages.loading} />;
  return (
    <>
      <p className="subdued">{outcome}</p>
      {matches.length > 0 && (
        <ul className={styles['matches']}>
          {matches.map((match) => (
            <li key={match.shopNumber}>
              <button type="button" onClick={() => showFound(match.shopNumber)}>
                <strong>
                  <Outside text={match.name} />
                </strong>
                {isNamed(match) && (
                  <span className="subdued">
                    <Outside text={match.myshopifyDomain} />
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {more}
        </Button>
      )}
    </>
  );
}
