import { isPaused } from '../../shared/api/polling.js';
import type { Connection } from '../../shared/api/types.js';
import { useNowInSeconds } from '../../shared/page/use-now.js';
import { Icon } from '../../shared/ui/icon.js';
import { messages } from './messages.en.js';
import styles from './progress.module.css';
import { firstSyncText, waitingText } from './progress-text.js';

/** How far the import of the history is. */
export function FirstSync({ connection }: { connection: Connection }) {
  const { meanwhile, meanwhilePaused } = messages.firstSync;
  const { headline, facts } = firstSyncText(connection, useNowInSeconds());
  return (
    <div className={styles['progress']}>
      <p className={styles['headline']}>{headline}</p>
      {facts.length > 0 && (
        <ul className={styles['facts']}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      <p className="subdued">{isPaused(connection) ? meanwhilePaused : meanwhile}</p>
    </div>
  );
}

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
