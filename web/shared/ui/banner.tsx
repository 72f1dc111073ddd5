import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { Icon } from './icon.js';

export interface BannerProps {
  readonly tone: 'info' | 'caution' | 'critical';
  /** Set for what a press of the user brought about: it is read out at once. */
  readonly isAlert?: boolean;
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly actions?: ReactNode;
}

/** A condition that lasts, with what to do about it. It goes when the condition does, and cannot be dismissed. */
export function Banner({ tone, isAlert = false, children, actions }: BannerProps) {
  return (
    <div className={styles['banner']} data-tone={tone} role={isAlert ? 'alert' : undefined}>
      <Icon name={tone === 'info' ? 'info' : 'alert'} />
      <div className={styles['text']}>{children}</div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
