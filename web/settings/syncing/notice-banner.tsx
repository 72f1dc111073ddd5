import { Problem } from '../../shared/api/problem.js';
import type { Connection } from '../../shared/api/types.js';
import { useOwnerOnly } from '../../shared/page/session-context.js';
import { Banner } from '../../shared/ui/banner.js';
import { Button } from '../../shared/ui/button.js';
import { ExternalLink } from '../../shared/ui/external-link.js';
import { ProblemBanner, Reference } from '../../shared/ui/problem-banner.js';
import { useReconnect } from '../data/commands.js';
import { apiClientsAddress } from '../forms/dashboards.js';
import { fieldNameOf, refusalText } from '../forms/refusals.js';
import { messages } from './messages.en.js';
import styles from './notice-banner.module.css';
import type { Notice } from './notices.js';

export interface NoticeBannerProps {
  readonly notice: Notice;
  readonly connection: Connection;
  /** Left out while it is being replaced. */
  readonly onReplaceToken: (() => void) | undefined;
  readonly onReconnected: (connection: Connection) => void;
}

/** A condition of the connection, with its remedy. */
export function NoticeBanner({ notice, connection, onReplaceToken, onReconnected }: NoticeBannerProps) {
  const offBecause = useOwnerOnly();
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

export interface TryAgainButtonProps {
  readonly connection: Connection;
  readonly disabledBecause: string | undefined;
  readonly onReconnected: (connection: Connection) => void;
}

/** Reconnects with the stored token, for one that was mended at Shopify. */
function TryAgainButton({ connection, disabledBecause, onReconnected }: TryAgainButtonProps) {
  const reconnect = useReconnect(connection.id);
  const { tryAgain, tryingAgain } = messages.notices;
  const press = () => {
    // A refusal is shown below, from the state of the command.
    reconnect.mutateAsync({}).then(onReconnected, () => undefined);
  };
  return (
    <div className={styles['attempt']}>
      <Button onClick={press} isBusy={reconnect.isPending} disabledBecause={disabledBecause} showsReason>
        {reconnect.isPending ? tryingAgain : tryAgain}
      </Button>
      {reconnect.error instanceof Problem && fieldNameOf(reconnect.error) !== null ? (
        <p role="alert">{refusalText(reconnect.error)}</p>
      ) : (
        reconnect.error !== null && <ProblemBanner error={reconnect.error} isAlert />
      )}
    </div>
  );
}
