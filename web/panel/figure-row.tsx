import type { EvidenceRow } from '../shared/api/types.js';
import { CorrectedTag } from '../shared/merchant/corrected-tag.js';
import { RelativeTime } from '../shared/ui/relative-time.js';
import { Unbroken } from '../shared/ui/unbroken.js';
import type { Figure } from './app-figures.js';
import { Explanation } from './explanation.js';
import styles from './figure-row.module.css';
import { Fold } from './fold.js';
import { messages } from './messages.en.js';
import { Unknowable } from './unknowable.js';

const NO_ROWS: readonly EvidenceRow[] = [];

/** A figure, which opens to why it is so. */
export function FigureRow({ figure, rows = NO_ROWS }: { figure: Figure; rows?: readonly EvidenceRow[] }) {
  const { name, value, meaning, reckoning = [], reasons, corrections = [], hasCaveat } = figure;
  return (
    <Fold
      summary={
        <>
          <span className={styles['name']}>{messages.figures[name]}</span>
          <CorrectedTag corrections={corrections} />
          <span className={styles['value']}>
            {'text' in value ? <Unbroken text={value.text} /> : <RelativeTime instant={value.moment} />}
          </span>
        </>
      }
    >
      <Explanation
        meanings={meaning === null ? [] : [meaning]}
        reckoning={reckoning}
        reasons={reasons}
        rows={rows}
        corrections={corrections}
      >
        {hasCaveat === true && <Unknowable />}
      </Explanation>
    </Fold>
  );
}
