import { appNumberOf } from '../../shared/api/addresses.js';
import type { App, Connection } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import type { Tone } from '../../shared/ui/badge.js';
import { stateOf } from '../connection/connection-state.js';
import { messages } from '../messages.en.js';

/** More than these are hard to look through: then there is a box to filter them by. */
export const FILTERED_ABOVE = 10;

export type AppState = keyof typeof messages.apps.states;

export const APP_TONE: Record<AppState, Tone> = {
  synced: 'success',
  syncing: 'info',
  behind: 'caution',
  paused: 'neutral',
  not_visible: 'caution',
  refused: 'caution',
  stopped: 'critical',
  disconnecting: 'neutral',
  disconnected: 'neutral',
};

/** Whether an app's events come in: none of any app's do while the connection's do not. */
export function appState({ problem }: App, connection: Connection): AppState {
  if (problem === 'not_visible') return problem;
  const state = stateOf(connection);
  switch (state) {
    case 'error':
      return 'stopped';
    case 'paused':
    case 'disconnecting':
    case 'disconnected':
      return state;
    case 'needs_attention':
      return 'behind';
    case 'connecting':
    case 'syncing':
    case 'connected':
      return problem ?? (connection.progress.backfilled ? 'synced' : 'syncing');
  }
}

/** How many shops have it; what is not counted yet is not told as none. */
export function installsText({ installs }: App, { status, progress }: Connection): string {
  const words = messages.apps;
  if (progress.backfilled) return words.installs(installs);
  if (installs > 0) return words.installsSoFar(installs);
  return status === 'connected' ? words.notCountedYet : words.notCounted;
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
