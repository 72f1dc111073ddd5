import { RelativeTime } from '../shared/ui/relative-time.js';
import type { Figure } from './app-figures.js';
import { Explanation } from './explanation.js';
import styles from './figure-row.module.css';
import { Fold } from './fold.js';
import { messages } from './messages.en.js';
import { Unknowable } from './unknowable.js';

/** A figure, which opens to why it is so. */
export function FigureRow({ figure: { name, value, meaning, reasons, hasCaveat } }: { figure: Figure }) {
  return (
    <Fold
      summary={
        <>
          <span className={styles['name']}>{messages.figures[name]}</span>
          <span className={styles['value']}>
            {'text' in value ? value.text : <RelativeTime instant={value.moment} />}
          </span>
        </>
      }
    >
      <Explanation meanings={meaning === null ? [] : [meaning]} reasons={reasons}>
        {hasCaveat === true && <Unknowable />}
      </Explanation>
    </Fold>
  );
}
