import type { Connection } from '../../shared/api/types.js';
import { OpenPage } from '../../shared/ui/open-page.js';
import { messages } from '../messages.en.js';
import { stateOf } from './connection-state.js';
import styles from './next-steps.module.css';

/** What the user may expect, and do, once an organization is connected. */
export function NextSteps({ connection }: { connection: Connection }) {
  const { title, apps, conversations, revenue, openRevenue } = messages.next;
  return (
    <div className={styles['next']}>
      <h3>{title}</h3>
      <ol className={styles['steps']}>
        <li>{historyText(connection)}</li>
        <li>{apps}</li>
        <li>{conversations}</li>
        <li>
          {revenue}{' '}
          <OpenPage target={{ page: 'revenue' }} isTextLink>
            {openRevenue}
          </OpenPage>
        </li>
      </ol>
    </div>
  );
}

/** Nothing is imported while that fails, as on a token that was revoked at once. */
function historyText(connection: Connection): string {
  const { imported, importedLater, importedOnceResumed, importedWhole } = messages.next;
  if (connection.progress.backfilled) return importedWhole;
  if (stateOf(connection) === 'paused') return importedOnceResumed;
  return stateOf(connection) === 'needs_attention' ? importedLater : imported;
}
