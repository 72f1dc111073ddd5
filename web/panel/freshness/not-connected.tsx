import type { Disconnection } from '../../shared/freshness.js';
import { usePageSession } from '../../shared/page/session-context.js';
import { Card } from '../../shared/ui/card.js';
import { OpenPage } from '../../shared/ui/open-page.js';
import styles from '../look-up/look-up.module.css';
import { messages } from '../messages.en.js';
import { disconnectedText } from './freshness-text.js';

/** Nothing was ever synced: owners can connect, others know whom to ask. */
export function NotConnected({ disconnected }: { disconnected: Disconnection | undefined }) {
  const { claims } = usePageSession();
  const { heading, owner, others, openSettings } = messages.notConnected;
  const isOwner = claims.role === 'owner';
  return (
    <Card>
      <h1 className={styles['heading']}>{heading}</h1>
      {disconnected !== undefined && <p>{disconnectedText(disconnected)}</p>}
      <p>{isOwner ? owner : others}</p>
      {isOwner && (
        <OpenPage target={{ page: 'settings' }} look="plain">
          {openSettings}
        </OpenPage>
      )}
    </Card>
  );
}
