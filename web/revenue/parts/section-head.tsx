import type { ReactNode } from 'react';
import styles from './section-head.module.css';

/** A section's heading, with what can be done with the whole of it. */
export function SectionHead({ heading, children }: { heading: string; children?: ReactNode }) {
  return (
    <div className={styles['head']}>
      <h2>{heading}</h2>
      <div className={styles['actions']}>{children}</div>
    </div>
  );
}
