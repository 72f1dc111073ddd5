import { RANGES } from '../../../src/contract/revenue-words.js';
import type { View } from '../view/view.js';
import { messages } from './messages.en.js';
import styles from './range-picker.module.css';

export interface RangePickerProps {
  /** Null when the days are the reader's own. */
  readonly range: View['range'] | null;
  readonly onChange: (range: View['range'] | null) => void;
}

export function RangePicker({ range, onChange }: RangePickerProps) {
  const { range: legend, ranges, custom } = messages;
  const choice = (name: View['range'] | null, text: string) => (
    <label key={text}>
      <input
        type="radio"
        name="range"
        value={name ?? 'custom'}
        checked={name === range}
        onChange={() => onChange(name)}
      />
      <span>{text}</span>
    </label>
  );
  return (
    <fieldset className={styles['picker']}>
      <legend>{legend}</legend>
      <div className={styles['choices']}>
        {RANGES.map((name) => choice(name, ranges[name]))}
        {choice(null, custom)}
      </div>
    </fieldset>
  );
}
