import { type SubmitEvent, useRef, useState } from 'react';
import { FIRST_DAY } from '../../../src/values/day.js';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { asOfProblem, lastDay } from '../period/asked.js';
import styles from './days-form.module.css';
import { messages } from './messages.en.js';

export interface AsOfFormProps {
  readonly asOf: string | null;
  readonly today: string;
  readonly onChange: (asOf: string | null) => void;
}

/** What is being typed, and the day that it was typed over: another one from elsewhere, such as Back, ends it. */
interface Draft {
  readonly text: string;
  readonly over: string | null;
  readonly problem: ReturnType<typeof problemOf>;
}

/** A past day at whose end the whole page is shown. An empty one is today. */
export function AsOfForm({ asOf, today, onChange }: AsOfFormProps) {
  const { asOf: label, show, asOfProblems } = messages;
  const draftOf = (day: string | null): Draft => ({ text: day ?? '', over: day, problem: problemOf(day ?? '', today) });
  const [draft, setDraft] = useState(() => draftOf(asOf));
  const { text: typed, problem } = draft.over === asOf ? draft : draftOf(asOf);
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = problemOf(typed, today, input.current?.validity.badInput);
    const next = typed === '' ? null : typed;
    // Once sent it is over itself, so that Back ends it.
    setDraft({ text: typed, over: wrong === null ? next : asOf, problem: wrong });
    if (wrong === null) onChange(next);
    else input.current?.focus();
  };
  return (
    <form className={styles['field']} noValidate onSubmit={submit}>
      <TextField
        type="date"
        label={label}
        inputRef={input}
        value={typed}
        min={FIRST_DAY}
        max={lastDay(today)}
        error={problem === null ? undefined : asOfProblems[problem]}
        onChange={({ target }) => setDraft({ text: target.value, over: asOf, problem: null })}
      />
      <div className={styles['send']}>
        <Button type="submit">{show}</Button>
      </div>
    </form>
  );
}

/** Half a date has no value: only the browser knows that something was typed. */
function problemOf(day: string, today: string, isUnfinished = false): keyof typeof messages.asOfProblems | null {
  if (isUnfinished) return 'unfinished';
  return day === '' ? null : asOfProblem(day, today);
}
