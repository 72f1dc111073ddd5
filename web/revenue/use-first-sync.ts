import type { Revenue } from '../shared/api/types.js';
import { useConnections } from '../shared/api/connections.js';
import { firstSyncOf, type FirstSync } from '../shared/freshness.js';

/**
 * How far the first sync is with what is shown: of half a past it is said whether the rest still comes.
 * @param history of what is shown; `none` where nobody has the chosen app so far
 */
export function useFirstSync(history: Revenue['history']): FirstSync {
  const { data } = useConnections();
  const firstSync = data === undefined ? 'running' : firstSyncOf(data.items);
  if (history === 'whole') return 'whole';
  // Half of it is there and nobody reads on; or it is read, and what it comes to is reckoned.
  return history === 'partial' && firstSync === 'whole' ? 'running' : firstSync;
}
