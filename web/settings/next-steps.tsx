import { isEmbedded, tellHost } from '../shared/session/host.js';
import { Button } from '../shared/ui/button.js';
import { messages } from './messages.en.js';
import styles from './next-steps.module.css';

/** What the user may expect, and do, once an organization is connected. */
export function NextSteps({ isWhole }: { isWhole: boolean }) {
  const { title, imported, importedWhole, apps, conversations, revenue, openRevenue } = messages.next;
  return (
    <div className={styles['next']}>
      <h3>{title}</h3>
      <ol className={styles['steps']}>
        <li>{isWhole ? importedWhole : imported}</li>
        <li>{apps}</li>
        <li>{conversations}</li>
        <li>
          {revenue}{' '}
          {isEmbedded ? (
            <Button look="quiet" onClick={() => tellHost({ type: 'convot.open', page: 'revenue' })}>
              {openRevenue}
            </Button>
          ) : (
            <a href="/revenue">{openRevenue}</a>
          )}
        </li>
      </ol>
    </div>
  );
}
