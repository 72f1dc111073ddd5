import type { Freshness } from '../../shared/freshness.js';
import { usePageSession } from '../../shared/page/session-context.js';
import { useNow } from '../../shared/page/use-now.js';
import { Icon } from '../../shared/ui/icon.js';
import { OpenPage } from '../../shared/ui/open-page.js';
import { messages } from '../messages.en.js';
import styles from './freshness-line.module.css';
import { disconnectedText, freshnessText } from './freshness-text.js';

const ICONS = { stale: 'alert', paused: 'pause', first_sync: 'sync', fresh: 'clock' } as const;

export interface FreshnessLineProps {
  readonly freshness: Freshness | undefined;
  readonly isUnknown: boolean;
  /** Shopify is being asked for the merchant. */
  readonly isRefreshing: boolean;
}

/** One line, from the first moment, so that nothing moves when it is known. */
export function FreshnessLine({ freshness, isUnknown, isRefreshing }: FreshnessLineProps) {
  const { claims } = usePageSession();
  const nowMs = useNow();
  if (freshness === undefined) {
    return <p className={styles['line']}>{isUnknown ? messages.freshness.unknown : null}</p>;
  }
  if (freshness.state === 'not_connected') {
    // Disconnected before it was ever whole, while another organization goes on.
    const { disconnected } = freshness;
    return <p className={styles['line']}>{disconnected && disconnectedText(disconnected)}</p>;
  }
  const isStale = freshness.state === 'stale';
  const text =
    isRefreshing && freshness.state === 'fresh' ? messages.freshness.refreshing : freshnessText(freshness, nowMs);
  return (
    <div className={styles['line']} data-tone={freshness.state === 'fresh' ? 'calm' : 'caution'}>
      <Icon name={ICONS[freshness.state]} />
      <span>
        {text} {isStale && claims.role !== 'owner' && messages.freshness.askOwner}
      </span>
      {isStale && claims.role === 'owner' && (
        <OpenPage target={{ page: 'settings' }}>{messages.freshness.seeWhy}</OpenPage>
      )}
    </div>
  );
}
