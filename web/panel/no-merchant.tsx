import { useState } from 'react';
import { Button } from '../shared/ui/button.js';
import { Card } from '../shared/ui/card.js';
import { TextField } from '../shared/ui/text-field.js';
import { messages } from './messages.en.js';
import styles from './no-merchant.module.css';
import { SearchResults } from './search-results.js';
import { searchTerm } from './search-term.js';

/** No merchant belongs to the conversation: one can be looked up. */
export function NoMerchant({ isFirstSync }: { isFirstSync: boolean }) {
  const { heading, lookUp, firstSync, search, submit, empty } = messages.noMatch;
  const [text, setText] = useState('');
  const [term, setTerm] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  return (
    <Card>
      <h1 className={styles['heading']}>{heading}</h1>
      <p className="subdued">{isFirstSync ? firstSync : lookUp}</p>
      <form
        role="search"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const next = searchTerm(text);
          setEmpty(next === '');
          setTerm(next);
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
    </Card>
  );
}
