import { isolated } from '../../shared/format/outside.js';
import { formatDate, formatMoment } from '../../shared/format/time.js';
import type { Freshness } from '../../shared/freshness.js';
import { Banner } from '../../shared/ui/banner.js';
import { RelativeTime } from '../../shared/ui/relative-time.js';
import { messages } from '../messages.en.js';
import { SettingsLink } from './settings-link.js';

/** Says when figures are partial or old; nothing when they are neither. */
export function FreshnessNotice({ freshness }: { freshness: Freshness }) {
  const { firstSync, firstSyncSince, stale, staleSince, disconnected } = messages.notices;
  switch (freshness.state) {
    case 'first_sync': {
      const { completeBackTo } = freshness;
      return (
        <Banner tone="info">{completeBackTo === null ? firstSync : firstSyncSince(formatDate(completeBackTo))}</Banner>
      );
    }
    case 'stale':
      return (
        <Banner tone="caution" actions={<SettingsLink />}>
          {freshness.disconnected === undefined
            ? stale
            : disconnected(formatMoment(freshness.disconnected.at), isolated(freshness.disconnected.by))}{' '}
          {freshness.lastSyncedAt !== null && (
            <>
              {staleSince} <RelativeTime instant={freshness.lastSyncedAt} />.
            </>
          )}
        </Banner>
      );
    case 'not_connected':
    case 'fresh':
      return null;
  }
}
