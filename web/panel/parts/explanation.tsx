import type { ReactNode } from 'react';
import { Why, type WhyProps } from '../../shared/merchant/why.js';
import styles from './fold.module.css';

export type ExplanationProps = Pick<WhyProps, 'meanings' | 'reasons' | 'rows'> &
  Partial<Pick<WhyProps, 'reckoning' | 'corrections'>> & { readonly children?: ReactNode };

/** What opens under a row of the panel: why it is as it is. */
export function Explanation({ reckoning = [], corrections = [], children, ...why }: ExplanationProps) {
  return (
    <div className={styles['explanation']}>
      <Why reckoning={reckoning} corrections={corrections} {...why} />
      {children}
    </div>
  );
}
