import type { Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { Banner } from '../../shared/ui/banner.js';
import { Button } from '../../shared/ui/button.js';
import { Reference } from '../../shared/ui/reference.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { messages } from '../messages.en.js';
import { ExternalLink } from '../external-link.js';
import { apiClientsAddress } from '../forms/dashboards.js';
import styles from './notice-banner.module.css';
import type { Notice } from './notices.js';
import { TryAgainButton } from './try-again-button.js';

export interface NoticeBannerProps {
  readonly notice: Notice;
  readonly connection: Connection;
  /** Left out while it is being replaced. */
  readonly onReplaceToken: (() => void) | undefined;
  readonly onReconnected: (connection: Connection) => void;
}

/** A condition of the connection, with its remedy. */
export function NoticeBanner({ notice, connection, onReplaceToken, onReconnected }: NoticeBannerProps) {
  const { claims } = usePageSession();
  const offBecause = claims.role === 'owner' ? undefined : shared.ownerOnly;
  const isMine = notice.isForEveryRole || offBecause === undefined;
  const { remedy, reference } = notice;
  return (
    <Banner tone={notice.tone}>
      <p>{notice.text}</p>
      {notice.more.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {notice.next !== null && <p>{isMine ? notice.next : messages.notices.next.others}</p>}
      {notice.isMendedAtShopify && (
        <p>
          <ExternalLink href={apiClientsAddress(connection.partnerOrganizationId)}>
            {messages.notices.atShopify}
          </ExternalLink>
        </p>
      )}
      {remedy === 'try_again' && (
        <div className={styles['remedy']}>
          <TryAgainButton connection={connection} disabledBecause={offBecause} onReconnected={onReconnected} />
        </div>
      )}
      {remedy === 'new_token' && onReplaceToken !== undefined && (
        <div className={styles['remedy']}>
          <Button onClick={onReplaceToken} disabledBecause={offBecause} showsReason>
            {messages.notices.newToken}
          </Button>
        </div>
      )}
      {reference !== null && (
        <details>
          <summary>{messages.notices.details}</summary>
          <Reference id={reference} />
        </details>
      )}
    </Banner>
  );
}
