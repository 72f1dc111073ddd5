import { type Instant, plusMs } from '../../../values/instant.js';
import type { Charge } from '../charges/charges.js';
import { freezeAt, type Life, outageAt } from '../charges/life.js';
import type { RelationChange } from '../relationship/install-state.js';
import { DAY_MS } from '../words/durations.js';
import { proofOfGoingOn, unbrokenBy } from './late-sales.js';
import { isThere, type OpenLife, type OpenLives } from './open-lives.js';

/**
 * What becomes of the charges when the shop installs, leaves, closes or returns.
 * Rule: Install state.
 * @param charges all of the pair
 */
export function changeWithShop(
  lives: OpenLives,
  change: RelationChange,
  changes: readonly RelationChange[],
  charges: readonly Charge[],
): void {
  switch (change.kind) {
    case 'installed':
    case 'reinstalled':
      return; // brings no charge back by itself
    case 'uninstalled':
      for (const life of lives.standing()) {
        const outage = outageAt(life);
        const keep = outage ? null : unbrokenBy(life.charge, change, changes, charges);
        if (outage) lives.endLost(life, outage);
        else if (keep) lives.keep(life, keep);
        else lives.end(life, { reason: 'uninstalled', at: change.at, change });
      }
      return;
    case 'deactivated':
      return deactivate(lives.standing().filter(isThere), change);
    case 'reactivated':
      return reactivate(lives, change);
  }
}

/** Rule: Install state, `RELATIONSHIP_DEACTIVATED`. */
function deactivate(there: readonly OpenLife[], change: RelationChange): void {
  if (change.row.source !== 'event') return; // a sale reactivates only
  if (isFreeze(change.at, there)) {
    for (const life of pausedBy(change.at, there)) life.freezes.push({ from: change.row, to: null });
  } else {
    for (const life of there) life.outages.push({ from: change, to: null });
  }
}

/** Lifts what the closing had done, not a freeze of a charge's own. Rule: Install state, `RELATIONSHIP_REACTIVATED`. */
function reactivate(lives: OpenLives, change: RelationChange): void {
  const { row, at, confidence } = change;
  for (const life of lives.standing()) {
    const outage = life.outages.at(-1);
    if (outage?.to !== null) continue;
    if (confidence === 'assumed' && !outlivesStart(life, change)) {
      lives.endLost(life, outage);
      continue;
    }
    outage.to = change;
    if (row.source === 'transaction' && row.chargeNumber === life.charge.number) {
      lives.keep(life, { rule: 'reactivation by a sale', at, sale: row, evidence: [outage.from.row.id, row.id] });
    }
  }
  lives.liftPauses({ at, row, by: null });
}

/**
 * A return is assumed where a charge was activated. That one starts anew, and the others are over: unless they go on.
 * Rule: Install state, "followed by another's start".
 */
function outlivesStart({ charge }: OpenLife, { row, at }: RelationChange): boolean {
  return charge.number !== row.chargeNumber && proofOfGoingOn(charge, at) !== null;
}

/**
 * A closed or paused shop usually freezes its charges too. A freeze within a day either side that has not been
 * lifted means frozen, not lost.
 * Rule: Install state, `RELATIONSHIP_DEACTIVATED`.
 * @param standing lives of the pair that are neither ended nor lost at that moment
 */
function isFreeze(deactivatedAt: Instant, standing: readonly Life[]): boolean {
  const dayBefore = plusMs(deactivatedAt, -DAY_MS);
  return standing.some((life) => {
    const freeze = freezeAt(life);
    return freeze === null ? freezesWithinDay(life, deactivatedAt) : freeze.from.at >= dayBefore;
  });
}

/**
 * What a closed shop pauses without a freeze of its own: nobody pays while it is closed, so where one charge is frozen
 * the others are as well.
 * Rule: Install state, `RELATIONSHIP_DEACTIVATED`, "→ frozen".
 */
function pausedBy<L extends Life>(deactivatedAt: Instant, standing: readonly L[]): L[] {
  return standing.filter((life) => freezeAt(life) === null && !freezesWithinDay(life, deactivatedAt));
}

function freezesWithinDay({ charge }: Life, deactivatedAt: Instant): boolean {
  const dayAfter = plusMs(deactivatedAt, DAY_MS);
  return charge.events.some(
    ({ type, at }) => type === 'SUBSCRIPTION_CHARGE_FROZEN' && deactivatedAt < at && at <= dayAfter,
  );
}
