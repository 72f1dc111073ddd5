import { Card } from '../../shared/ui/card.js';
import { Icon } from '../../shared/ui/icon.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { messages } from '../messages.en.js';
import styles from './not-connected.module.css';
import { SettingsLink } from './settings-link.js';

/** Stands for the whole page as long as there is no account to read from. */
export function NotConnected() {
  const { claims } = usePageSession();
  const { notConnected, notConnectedOwner, notConnectedOthers } = messages.notices;
  const isOwner = claims.role === 'owner';
  return (
    <Card>
      <div className={styles['empty']}>
        <Icon name="plug" />
        <h2>{notConnected}</h2>
        <p className="subdued">{isOwner ? notConnectedOwner : notConnectedOthers}</p>
        {isOwner && <SettingsLink />}
      </div>
    </Card>
  );
}
