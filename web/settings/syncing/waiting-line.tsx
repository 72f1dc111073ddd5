import type { Connection } from '../../shared/api/types.js';
import { Icon } from '../../shared/ui/icon.js';
import { useNowInSeconds } from '../../shared/ui/use-now.js';
import { waitingText } from './progress-text.js';
import styles from './waiting-line.module.css';

/** That Shopify's rate limit is waited for, and how long; nothing when it is not. */
export function WaitingLine({ connection }: { connection: Connection }) {
  const text = waitingText(connection, useNowInSeconds());
  if (text === null) return null;
  return (
    <p className={styles['waiting']}>
      <Icon name="clock" />
      {text}
    </p>
  );
}
