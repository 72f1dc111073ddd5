import { isolated } from '../../shared/format/outside.js';
import { formatMoment } from '../../shared/format/time.js';
import type { Disconnection } from '../../shared/freshness.js';
import { Card } from '../../shared/ui/card.js';
import { Icon } from '../../shared/ui/icon.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { messages } from '../messages.en.js';
import styles from './not-connected.module.css';
import { SettingsLink } from './settings-link.js';

/** Stands for the whole page as long as there is no account to read from. */
export function NotConnected({ disconnected }: { disconnected: Disconnection | undefined }) {
  const { claims } = usePageSession();
  const { notConnected, notConnectedOwner, notConnectedOthers } = messages.notices;
  const isOwner = claims.role === 'owner';
  return (
    <Card>
      <div className={styles['empty']}>
        <Icon name="plug" />
        <h2>{notConnected}</h2>
        {disconnected !== undefined && (
          <p>{messages.notices.disconnected(formatMoment(disconnected.at), isolated(disconnected.by))}</p>
        )}
        <p className="subdued">{isOwner ? notConnectedOwner : notConnectedOthers}</p>
        {isOwner && <SettingsLink />}
      </div>
    </Card>
  );
}
