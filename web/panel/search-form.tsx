import { useState } from 'react';
import { Button } from '../shared/ui/button.js';
import { TextField } from '../shared/ui/text-field.js';
import { messages } from './messages.en.js';
import { SearchResults } from './search-results.js';
import { searchTerm } from './search-term.js';
import { searchFor, useShown } from './use-shop.js';

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
