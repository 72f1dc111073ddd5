import type { Connection } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { formatDate, formatDay, formatMoment } from '../../shared/format/time.js';
import type { Freshness } from '../../shared/freshness.js';
import { Banner } from '../../shared/ui/banner.js';
import { Button } from '../../shared/ui/button.js';
import { OpenPage } from '../../shared/ui/open-page.js';
import { RelativeTime } from '../../shared/ui/text.js';
import { messages } from '../messages.en.js';

/** Says when figures are partial or old; nothing when they are neither. */
export function FreshnessNotice({ freshness }: { freshness: Freshness }) {
  const { firstSync, firstSyncSince, stale, staleSince, paused, disconnected } = messages.notices;
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
    case 'paused':
      return (
        <Banner tone="info">
          {paused}{' '}
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

/** Which organizations' figures go no further, beside others that do: a line for each. */
export function DisconnectedNotice({ connections }: { connections: readonly Connection[] }) {
  if (connections.length === 0) return null;
  return (
    <Banner tone="caution" actions={<SettingsLink />}>
      {connections.map((connection) => (
        <p key={connection.id}>{textOf(connection)}</p>
      ))}
    </Banner>
  );
}

function textOf({ partnerOrganizationId, disconnectedAt, disconnectedBy }: Connection): string {
  const { disconnectedOf, disconnectedOfUnknown } = messages.notices;
  if (disconnectedAt === null || disconnectedBy === null) return disconnectedOfUnknown(partnerOrganizationId);
  return disconnectedOf(partnerOrganizationId, formatMoment(disconnectedAt), isolated(disconnectedBy));
}

/** Says that what is shown is a past day's, and leads back: nobody should take it for today's. */
export function AsOfNotice({ asOf, onToday }: { asOf: string; onToday: () => void }) {
  const { asOf: text, backToToday } = messages.notices;
  return (
    <Banner tone="caution" actions={<Button onClick={onToday}>{backToToday}</Button>}>
      {text(formatDay(asOf))}
    </Banner>
  );
}

/** The way to the settings. */
export function SettingsLink() {
  return (
    <OpenPage target={{ page: 'settings' }} look="plain" isTextLink>
      {messages.notices.openSettings}
    </OpenPage>
  );
}
