import styles from './badge.module.css';
import { Icon, type IconName } from './icon.js';

export type Tone = 'neutral' | 'info' | 'success' | 'caution' | 'critical';

/** One word or two on the state of what it stands beside. Its tone repeats what the word says; it never says more. */
export function Badge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: string }) {
  return (
    <span className={styles['badge']} data-tone={tone}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}
