import type { ReactNode } from 'react';
import { Icon } from '../../shared/ui/icon.js';
import styles from './disclosure-row.module.css';

export interface DisclosureRowProps {
  readonly summary: ReactNode;
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** One row that opens to why it is there or as it is. */
export function DisclosureRow({ summary, onToggle, children }: DisclosureRowProps) {
  return (
    <details className={styles['disclosure']} onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}>
      <summary>
        <span className={styles['row']}>{summary}</span>
        <Icon name="chevron" />
      </summary>
      <div className={styles['explanation']}>{children}</div>
    </details>
  );
}
