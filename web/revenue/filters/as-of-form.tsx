import { useRef, useState, type SubmitEvent } from 'react';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { FIRST_DAY } from '../../../src/day.js';
import { messages } from '../messages.en.js';
import { asOfProblem, lastDay } from '../period/asked.js';
import styles from './days-form.module.css';

export interface AsOfFormProps {
  readonly asOf: string | null;
  readonly today: string;
  readonly onChange: (asOf: string | null) => void;
}

/** A past day at whose end the whole page is shown. An empty one is today. */
export function AsOfForm({ asOf, today, onChange }: AsOfFormProps) {
  const { asOf: label, show, asOfProblems } = messages.filters;
  const [typed, setTyped] = useState(asOf ?? '');
  const [problem, setProblem] = useState(problemOf(typed, today));
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = problemOf(typed, today, input.current?.validity.badInput);
    setProblem(wrong);
    if (wrong === null) onChange(typed === '' ? null : typed);
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
        onChange={({ target }) => {
          setProblem(null);
          setTyped(target.value);
        }}
      />
      <div className={styles['send']}>
        <Button type="submit">{show}</Button>
      </div>
    </form>
  );
}

/** Half a date has no value: only the browser knows that something was typed. */
function problemOf(
  day: string,
  today: string,
  isUnfinished = false,
): keyof typeof messages.filters.asOfProblems | null {
  if (isUnfinished) return 'unfinished';
  return day === '' ? null : asOfProblem(day, today);
}
