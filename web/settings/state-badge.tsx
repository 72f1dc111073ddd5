import { Badge } from '../shared/ui/badge.js';
import type { PageState } from './connection-state.js';
import { messages } from './messages.en.js';
import { STATE_LOOK } from './state-look.js';

export function StateBadge({ state }: { state: PageState }) {
  return <Badge {...STATE_LOOK[state]}>{messages.states[state]}</Badge>;
}
