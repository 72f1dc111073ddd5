import type { Charge } from './charges.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { EndDetail } from '../history/story.js';

/**
 * Why a charge is over that was never seen alive and yet was there, because something was billed: by an uninstall only
 * where there was one, and no cancel says otherwise.
 * Rule: Then, charge by charge, "A sale is evidence of life", "as having had a charge".
 */
export function unseenEnd(charges: readonly Charge[], changes: readonly RelationChange[]): EndDetail {
  const wasCancelled = charges.some(({ cancels }) => cancels.length > 0);
  return !wasCancelled && changes.some(({ kind }) => kind === 'uninstalled') ? 'uninstalled' : 'cancelled';
}
