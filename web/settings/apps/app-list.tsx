import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { App, Connection } from '../../shared/api/types.js';
import styles from './app-list.module.css';
import { AppRow } from './app-row.js';
import { RemoveAppDialog } from './remove-app-dialog.js';

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
