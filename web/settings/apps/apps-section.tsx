import { useEffect, useRef, useState } from 'react';
import { APP_SOURCES } from '../../../src/contract/connection-words.js';
import { isPaused } from '../../shared/api/polling.js';
import type { App, Connection } from '../../shared/api/types.js';
import { messages as shared } from '../../shared/messages.en.js';
import { announce } from '../../shared/page/announce.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { TextField } from '../../shared/ui/text-field.js';
import { discoveredSince } from '../connection/announcements.js';
import { useApps } from '../data/queries.js';
import { messages } from '../messages.en.js';
import { SettingsSection } from '../parts/settings-section.js';
import { AddAppForm } from './add-app-form.js';
import { AppList } from './app-list.js';
import { appName, FILTERED_ABOVE, matching } from './app-text.js';

/** The apps that are synced: those that were found, those that were added, and the way to add one. */
export function AppsSection({ connection, onAdded }: { connection: Connection; onAdded: () => void }) {
  const { data: apps, error, refetch } = useApps(connection);
  const [filter, setFilter] = useState('');
  useAnnouncedDiscoveries(apps);
  const words = messages.apps;
  const hasFilter = (apps?.length ?? 0) > FILTERED_ABOVE;
  const shown = matching(apps ?? [], hasFilter ? filter : '');
  const lists = {
    auto: noneFound(connection),
    manual: words.noneAdded,
  };
  return (
    <SettingsSection level={3} title={words.title} description={words.description}>
      {apps === undefined && error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {apps === undefined && error === null && <Skeleton lines={4} label={shared.loading} />}
      {hasFilter && (
        <TextField
          type="search"
          label={words.filter}
          value={filter}
          autoComplete="off"
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      {apps !== undefined &&
        APP_SOURCES.map((source) => (
          <AppList
            key={source}
            title={words[source]}
            apps={shown.filter((app) => app.source === source)}
            emptyText={apps.some((app) => app.source === source) ? words.nothingMatches : lists[source]}
            connection={connection}
          />
        ))}
      {apps !== undefined && <AddAppForm connection={connection} apps={apps} onAdded={onAdded} />}
    </SettingsSection>
  );
}

function noneFound(connection: Connection): string {
  const { status, progress } = connection;
  if (progress.backfilled) return messages.apps.noneFound;
  if (isPaused(connection)) return messages.apps.noneFoundBeforePause;
  return status === 'connected' ? messages.apps.noneFoundSoFar : messages.apps.noneFoundBefore;
}

/** Says when an app that was added by hand has moved to the list of those that were found. */
function useAnnouncedDiscoveries(apps: readonly App[] | undefined): void {
  const before = useRef<readonly App[]>([]);
  useEffect(() => {
    if (apps === undefined) return;
    const [moved] = discoveredSince(before.current, apps);
    if (moved !== undefined) announce(messages.apps.moved(appName(moved)));
    before.current = apps;
  }, [apps]);
}
