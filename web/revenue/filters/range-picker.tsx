import { messages } from '../messages.en.js';
import { RANGES, type View } from '../view/view.js';
import styles from './range-picker.module.css';

export function RangePicker({ range, onChange }: { range: View['range']; onChange: (range: View['range']) => void }) {
  return (
    <fieldset className={styles['picker']}>
      <legend>{messages.filters.range}</legend>
      <div className={styles['choices']}>
        {RANGES.map((name) => (
          <label key={name}>
            <input type="radio" name="range" value={name} checked={name === range} onChange={() => onChange(name)} />
            <span>{messages.filters.ranges[name]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
