import type { Tone } from '../shared/ui/badge.js';
import type { IconName } from '../shared/ui/icon.js';
import type { PageState } from './connection-state.js';

/** The tone and the icon of a state; its word says the same. */
export const STATE_LOOK: Record<PageState, { readonly tone: Tone; readonly icon: IconName }> = {
  not_connected: { tone: 'neutral', icon: 'plug' },
  connecting: { tone: 'info', icon: 'sync' },
  syncing: { tone: 'info', icon: 'sync' },
  connected: { tone: 'success', icon: 'check' },
  needs_attention: { tone: 'caution', icon: 'alert' },
  error: { tone: 'critical', icon: 'alert' },
  disconnecting: { tone: 'neutral', icon: 'clock' },
  disconnected: { tone: 'neutral', icon: 'plug' },
};
