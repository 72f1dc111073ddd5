import type { ReactNode } from 'react';
import styles from './card.module.css';

/** A surface for what belongs together. */
export function Card({ children }: { children: ReactNode }) {
  return <div className={styles['card']}>{children}</div>;
}
