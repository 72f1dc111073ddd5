import type { ReactNode } from 'react';
import { Icon } from '../shared/ui/icon.js';
import styles from './fold.module.css';

/** One row that opens to what is behind it. */
export function Fold({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className={styles['fold']}>
      <summary>
        {summary}
        <Icon name="chevron" />
      </summary>
      {children}
    </details>
  );
}
