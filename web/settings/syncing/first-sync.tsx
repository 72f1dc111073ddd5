import type { Connection } from '../../shared/api/types.js';
import { useNowInSeconds } from '../../shared/ui/use-now.js';
import styles from './first-sync.module.css';
import { messages } from '../messages.en.js';
import { firstSyncText } from './progress-text.js';

/** How far the import of the history is. */
export function FirstSync({ connection }: { connection: Connection }) {
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
      <p className="subdued">{messages.firstSync.meanwhile}</p>
    </div>
  );
}
