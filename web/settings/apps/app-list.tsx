import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { App, Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/page/announce.js';
import { useRemoveApp } from '../data/commands.js';
import { ConfirmDialog } from '../forms/confirm-dialog.js';
import { messages } from '../messages.en.js';
import styles from './app-list.module.css';
import { AppRow } from './app-row.js';
import { appName } from './app-text.js';

export interface AppListProps {
  readonly title: string;
  readonly apps: readonly App[];
  /** Why there is none, and what to do. */
  readonly emptyText: string;
  readonly connection: Connection;
}

export function AppList({ title, apps, emptyText, connection }: AppListProps) {
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const [leaving, setLeaving] = useState<App | null>(null);
  return (
    <div className={styles['list']}>
      <h4 id={headingId} ref={heading} tabIndex={-1}>
        {title}
      </h4>
      {apps.length === 0 ? (
        <p className="subdued">{emptyText}</p>
      ) : (
        <ul aria-labelledby={headingId} className={styles['rows']}>
          {apps.map((app) => (
            <AppRow key={app.appId} app={app} connection={connection} onRemove={() => setLeaving(app)} />
          ))}
        </ul>
      )}
      {leaving !== null && (
        <RemoveAppDialog
          app={leaving}
          connection={connection}
          onClose={() => setLeaving(null)}
          onRemoved={() => {
            // The row that had the focus is gone with its app.
            flushSync(() => setLeaving(null));
            heading.current?.focus();
          }}
        />
      )}
    </div>
  );
}

interface RemoveAppDialogProps {
  readonly app: App;
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

function RemoveAppDialog({ app, connection, onClose, onRemoved }: RemoveAppDialogProps) {
  const removal = useRemoveApp(connection.id);
  const { removeTitle, removeText, removed, remove: button, removing } = messages.apps;
  const name = appName(app);
  const remove = () =>
    removal.mutate(app, {
      onSuccess: () => {
        onRemoved();
        announce(removed(name));
      },
    });
  return (
    <ConfirmDialog
      title={removeTitle(name)}
      button={button}
      busyButton={removing}
      command={removal}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{removeText}</p>
    </ConfirmDialog>
  );
}
