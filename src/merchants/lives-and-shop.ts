import { isFreeze, pausedBy } from './deactivation.js';
import type { RelationChange } from './install-state.js';
import { outageAt } from './life.js';
import { isThere, type OpenLife, type OpenLives } from './open-lives.js';
import { isUnbroken } from './unbroken-charges.js';

/** What becomes of the charges when the shop installs, leaves, closes or returns. Rule: Install state. */
export function changeWithShop(lives: OpenLives, change: RelationChange, changes: readonly RelationChange[]): void {
  switch (change.kind) {
    case 'installed':
    case 'reinstalled':
      return; // brings no charge back by itself
    case 'uninstalled':
      for (const life of lives.standing()) uninstall(lives, life, change, changes);
      return;
    case 'deactivated':
      return deactivate(lives.standing().filter(isThere), change);
    case 'reactivated':
      return reactivate(lives, change);
  }
}

/** Rule: Install state, first point, and "unbroken". */
function uninstall(lives: OpenLives, life: OpenLife, change: RelationChange, changes: readonly RelationChange[]): void {
  const outage = outageAt(life);
  if (outage) lives.endLost(life, outage);
  else if (!isUnbroken(life.charge, change, changes)) lives.end(life, { reason: 'uninstalled', at: change.at, change });
}

/** Rule: Install state, `RELATIONSHIP_DEACTIVATED`. */
function deactivate(there: readonly OpenLife[], change: RelationChange): void {
  if (isFreeze(change.at, there)) {
    for (const life of pausedBy(change.at, there)) life.freezes.push({ from: change.row, to: null });
  } else {
    for (const life of there) life.outages.push({ from: change, to: null });
  }
}

/** Lifts what the closing had done, not a freeze of a charge's own. Rule: Install state, `RELATIONSHIP_REACTIVATED`. */
function reactivate(lives: OpenLives, change: RelationChange): void {
  for (const { outages } of lives.standing()) for (const outage of outages) outage.to ??= change;
  lives.liftPauses(change.row);
}
