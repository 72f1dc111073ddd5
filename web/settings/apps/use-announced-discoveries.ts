import { useEffect, useRef } from 'react';
import type { App } from '../../shared/api/types.js';
import { announce } from '../../shared/ui/announce.js';
import { discoveredSince } from '../announcements.js';
import { appName } from './app-lists.js';
import { messages } from '../messages.en.js';

/** Says when an app that was added by hand has moved to the list of those that were found. */
export function useAnnouncedDiscoveries(apps: readonly App[] | undefined): void {
  const before = useRef<readonly App[]>([]);
  useEffect(() => {
    if (apps === undefined) return;
    const [moved] = discoveredSince(before.current, apps);
    if (moved !== undefined) announce(messages.apps.moved(appName(moved)));
    before.current = apps;
  }, [apps]);
}
