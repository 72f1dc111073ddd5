import type { App, Connection } from '../../shared/api/types.js';
import type { Tone } from '../../shared/ui/badge.js';
import { isolated } from '../../shared/format/outside.js';
import { appNumberOf } from './app-id.js';
import { messages } from '../messages.en.js';

/** More than these are hard to look through: then there is a box to filter them by. */
export const FILTERED_ABOVE = 10;

export type AppState = keyof typeof messages.apps.states;

export const APP_TONE: Record<AppState, Tone> = {
  synced: 'success',
  syncing: 'info',
  not_visible: 'caution',
  refused: 'caution',
  stopped: 'neutral',
};

/** Whether an app's events come in. */
export function appState({ problem }: App, { status, progress }: Connection): AppState {
  if (problem !== null) return problem;
  if (status !== 'connected') return 'stopped';
  return progress.backfilled ? 'synced' : 'syncing';
}

/** By name or by number, as people remember them. */
export function matching(apps: readonly App[], filter: string): readonly App[] {
  const wanted = filter.trim().toLocaleLowerCase();
  return apps.filter(
    ({ name, appId }) => (name ?? '').toLocaleLowerCase().includes(wanted) || appNumberOf(appId).includes(wanted),
  );
}

/** As it stands in sentences and labels. */
export const appName = ({ name }: App): string => (name === null ? messages.apps.unnamed : isolated(name));

/** The heading of the list that an app stands in. */
export const listName = ({ source }: App): string => messages.apps[source];
