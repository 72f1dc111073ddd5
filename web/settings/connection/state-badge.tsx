import { Badge, type Tone } from '../../shared/ui/badge.js';
import type { IconName } from '../../shared/ui/icon.js';
import { messages } from '../messages.en.js';
import type { PageState } from './connection-state.js';

export function StateBadge({ state }: { state: PageState }) {
  return <Badge {...STATE_LOOK[state]}>{messages.states[state]}</Badge>;
}

/** The tone and the icon of a state; its word says the same. */
const STATE_LOOK: Record<PageState, { readonly tone: Tone; readonly icon: IconName }> = {
  not_connected: { tone: 'neutral', icon: 'plug' },
  connecting: { tone: 'info', icon: 'sync' },
  syncing: { tone: 'info', icon: 'sync' },
  paused: { tone: 'neutral', icon: 'pause' },
  connected: { tone: 'success', icon: 'check' },
  needs_attention: { tone: 'caution', icon: 'alert' },
  error: { tone: 'critical', icon: 'alert' },
  disconnecting: { tone: 'neutral', icon: 'clock' },
  disconnected: { tone: 'neutral', icon: 'plug' },
};
