import { type SubmitEvent, useRef, useState } from 'react';
import { FIRST_DAY } from '../../../src/values/day.js';
import { Button } from '../../shared/ui/button.js';
import { TextField } from '../../shared/ui/text-field.js';
import { daysProblem, lastDay } from '../period/asked.js';
import type { View } from '../view/view.js';
import styles from './days-form.module.css';
import { messages } from './messages.en.js';

export interface DaysFormProps {
  readonly days: Pick<View, 'from' | 'to'>;
  readonly today: string;
  readonly onChange: (days: { from: string; to: string }) => void;
}

interface Typed {
  readonly from: string;
  readonly to: string;
}

/** What is being typed, and the days that it was typed over: others from elsewhere, such as Back, end it. */
interface Draft {
  readonly typed: Typed;
  readonly over: Typed;
  readonly problem: ReturnType<typeof daysProblem>;
}

/** Two days of the reader's own. What is wrong with them is said beside the one to mend, which takes the focus. */
export function DaysForm({ days, today, onChange }: DaysFormProps) {
  const { from, to, show, fromTo, problems } = messages;
  const over = { from: days.from ?? '', to: days.to ?? '' };
  // Of days that the address names it is said at once what is wrong, of those that are being typed when they are sent.
  const draftOfAddress = (): Draft => ({ typed: over, over, problem: daysProblem(over, today) });
  const [draft, setDraft] = useState(draftOfAddress);
  const isOfAddress = draft.over.from === over.from && draft.over.to === over.to;
  const { typed, problem } = isOfAddress ? draft : draftOfAddress();
  const inputs = { from: useRef<HTMLInputElement>(null), to: useRef<HTMLInputElement>(null) };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = daysProblem(typed, today);
    // Once sent they are over themselves, so that Back ends them.
    setDraft({ typed, over: wrong === null ? typed : over, problem: wrong });
    if (wrong === null) onChange(typed);
    else inputs[wrong.field].current?.focus();
  };
  const field = (name: 'from' | 'to') => (
    <TextField
      type="date"
      label={name === 'from' ? from : to}
      inputRef={inputs[name]}
      value={typed[name]}
      min={FIRST_DAY}
      max={lastDay(today)}
      error={problem?.field === name ? problems[problem.code] : undefined}
      onChange={({ target }) => setDraft({ typed: { ...typed, [name]: target.value }, over, problem: null })}
    />
  );
  return (
    <form className={styles['form']} aria-label={fromTo} noValidate onSubmit={submit}>
      {field('from')}
      {field('to')}
      <div className={styles['send']}>
        <Button type="submit">{show}</Button>
      </div>
    </form>
  );
}
