import { appNumberOf } from '../../shared/api/addresses.js';
import type { App, Connection } from '../../shared/api/types.js';
import { useOwnerOnly } from '../../shared/page/session-context.js';
import { Badge } from '../../shared/ui/badge.js';
import { Button } from '../../shared/ui/button.js';
import { CopyButton } from '../../shared/ui/copy-button.js';
import { RelativeTime } from '../../shared/ui/text.js';
import { messages } from '../messages.en.js';
import styles from './app-row.module.css';
import { APP_TONE, appName, appState, installsText } from './app-text.js';

export function AppRow({ app, connection, onRemove }: { app: App; connection: Connection; onRemove: () => void }) {
  const ownerOnly = useOwnerOnly();
  const words = messages.apps;
  const name = appName(app);
  const state = appState(app, connection);
  return (
    <li className={styles['app']}>
      <div className={styles['title']}>
        <span className={styles['name']}>{name}</span>
        <Badge tone={APP_TONE[state]}>{words.states[state]}</Badge>
      </div>
      <div className={styles['facts']}>
        <span className={styles['id']}>
          <span className="visually-hidden">{words.id} </span>
          <code>{appNumberOf(app.appId)}</code>
          <CopyButton text={app.appId} label={words.copyId(name)} what={words.id} />
        </span>
        <span className="number">{installsText(app, connection)}</span>
        {app.lastEventAt !== null ? (
          <span>
            {words.lastEvent} <RelativeTime instant={app.lastEventAt} />
          </span>
        ) : (
          connection.progress.backfilled && <span>{words.noEvents}</span>
        )}
      </div>
      {app.problem === state && <p className={styles['problem']}>{words.problems[app.problem]}</p>}
      {app.source === 'manual' && (
        <div className={styles['remove']}>
          <Button look="quiet" aria-label={words.removeLabel(name)} disabledBecause={ownerOnly} onClick={onRemove}>
            {words.remove}
          </Button>
        </div>
      )}
    </li>
  );
}
