import { useEffect, useState } from 'react';
import { isNamed } from '../../shared/merchant/is-named.js';
import { announce } from '../../shared/page/announce.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { Outside } from '../../shared/ui/text.js';
import { TextField } from '../../shared/ui/text-field.js';
import { useMatches } from '../data/queries.js';
import { messages } from '../messages.en.js';
import { searchFor, showFound, useShown } from '../shown.js';
import styles from './search.module.css';
import { searchTerm } from './search-term.js';

/** Looks merchants up by name or domain, and lists them. */
export function SearchForm() {
  const { term } = useShown();
  const { search, submit, empty } = messages.lookUp;
  const [text, setText] = useState(term);
  const [isEmpty, setEmpty] = useState(false);
  return (
    <>
      <form
        role="search"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const next = searchTerm(text);
          setEmpty(next === '');
          searchFor(next);
        }}
      >
        <TextField
          label={search}
          type="search"
          value={text}
          autoComplete="off"
          spellCheck={false}
          error={isEmpty ? empty : undefined}
          beside={<Button type="submit">{submit}</Button>}
          onChange={({ target }) => {
            setText(target.value);
            setEmpty(false);
          }}
        />
      </form>
      {term !== '' && <SearchResults key={term} term={term} />}
    </>
  );
}

/** The merchants that match, to choose one of. */
function SearchResults({ term }: { term: string }) {
  const { none, found, foundMore, more } = messages.lookUp;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useMatches(term);
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
