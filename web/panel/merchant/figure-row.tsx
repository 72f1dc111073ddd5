import type { ReactNode } from 'react';
import { UNKNOWABLE } from '../../../src/merchants/definitions/terms.js';
import type { EvidenceRow } from '../../shared/api/types.js';
import { CorrectedTag } from '../../shared/merchant/corrections.js';
import { Why } from '../../shared/merchant/why.js';
import { RelativeTime, Unbroken } from '../../shared/ui/text.js';
import { messages } from '../messages.en.js';
import { DisclosureRow } from '../parts/disclosure-row.js';
import type { Figure } from './app-figures.js';
import styles from './figure-row.module.css';

const NO_ROWS: readonly EvidenceRow[] = [];

export interface FigureRowProps {
  readonly figure: Figure;
  readonly rows?: readonly EvidenceRow[];
  /** What else there is to open. */
  readonly children?: ReactNode;
}

/** A figure, which opens to why it is so. */
export function FigureRow({ figure, rows = NO_ROWS, children }: FigureRowProps) {
  const { name, value, meaning, calculation = [], reasons, corrections = [], hasCaveat } = figure;
  return (
    <DisclosureRow
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
      <Why
        meanings={meaning === null ? [] : [meaning]}
        calculation={calculation}
        reasons={reasons}
        rows={rows}
        corrections={corrections}
      />
      {children}
      {hasCaveat === true && <Unknowable />}
    </DisclosureRow>
  );
}

/** What no figure can be better than. */
function Unknowable() {
  return (
    <details className={styles['unknowable']}>
      <summary>{messages.why.unknowable}</summary>
      <ul>
        {UNKNOWABLE.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
