import { type Ref, useEffect, useState } from 'react';
import { TextField } from '../../shared/ui/text-field.js';
import { messages } from '../messages.en.js';
import { SEARCH_MAX_LENGTH } from '../view/view.js';

const PAUSE_MS = 250;

/** What is being typed, and the search that it was typed over: another one from elsewhere, such as Back, ends it. */
interface Draft {
  readonly text: string;
  readonly over: string;
}

export interface SearchFieldProps {
  readonly search: string;
  readonly onChange: (search: string) => void;
  readonly inputRef: Ref<HTMLInputElement>;
}

/** A search that is made when typing pauses. */
export function SearchField({ search, onChange, inputRef }: SearchFieldProps) {
  const [draft, setDraft] = useState<Draft>({ text: search, over: search });
  const text = draft.over === search ? draft.text : search;
  const next = text.trim();
  useEffect(() => {
    if (next === search) return undefined;
    const timer = setTimeout(() => {
      setDraft({ text, over: next });
      onChange(next);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, next, search, onChange]);
  return (
    <TextField
      inputRef={inputRef}
      type="search"
      label={messages.merchants.search}
      placeholder={messages.merchants.searchHint}
      maxLength={SEARCH_MAX_LENGTH}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ target }) => setDraft({ text: target.value, over: search })}
    />
  );
}
