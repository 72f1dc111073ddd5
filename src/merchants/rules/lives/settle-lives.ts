import { reemittedCancels } from '../pairing/cancels.js';
import { type PlanChange, planChanges } from '../pairing/plan-changes.js';
import type { RelationChange } from '../relationship/install-state.js';
import type { FoldEvent } from '../words/rows.js';
import { type FollowedCharges, type FollowedPair, livesOf, type Step, stepsOf } from './follow-charges.js';

export interface SettledCancels {
  /** Which rule accounts for a cancel that ends nothing by itself. By row id. */
  readonly suppressedBy: ReadonlyMap<string, 'plan change' | 're-emitted cancel' | 'cancel of an uninstall'>;
  /** The cancel that belongs to an activation which replaced a charge. By the activation's row id. */
  readonly cancelOf: ReadonlyMap<string, FoldEvent>;
  /** The uninstall that a cancel is the echo of. By the cancel's row id. */
  readonly uninstallOf: ReadonlyMap<string, RelationChange>;
  readonly planChanges: readonly PlanChange[];
}

export interface SettledLives extends Pick<FollowedCharges, 'lives' | 'returningSales'> {
  readonly cancels: SettledCancels;
}

/**
 * Says of every cancel what it is: a repetition, one half of a plan change, the echo of an uninstall, or a real one; and
 * when each charge lived. The pairing needs to know what was alive, so the charges are walked once without it.
 * Rule: First, pair the charges.
 */
export function settleLives(pair: FollowedPair): SettledLives {
  const reemitted = reemittedCancels(pair.charges, pair.changes).map(({ id }) => id);
  const steps = stepsOf(pair);
  const pairs = pairsOf(pair, steps, new Set(reemitted));
  const ignoredCancels = new Set([...reemitted, ...pairs.map(({ cancel }) => cancel.id)]);
  const { lives, uninstallOf, returningSales } = livesOf(pair, steps, { ignoredCancels, planChanges: pairs });
  const suppressedBy: SettledCancels['suppressedBy'] = new Map([
    ...[...uninstallOf.keys()].map((id) => [id, 'cancel of an uninstall'] as const),
    ...reemitted.map((id) => [id, 're-emitted cancel'] as const),
    ...pairs.map(({ cancel }) => [cancel.id, 'plan change'] as const),
  ]);
  const cancelOf = new Map(pairs.map(({ activation, cancel }) => [activation.id, cancel]));
  return { lives, returningSales, cancels: { suppressedBy, cancelOf, uninstallOf, planChanges: pairs } };
}

function pairsOf(pair: FollowedPair, steps: readonly Step[], reemitted: ReadonlySet<string>): readonly PlanChange[] {
  // One charge alone, as most merchants have it, changes no plan; nor does who never cancelled one.
  if (pair.charges.length < 2 || pair.charges.every(({ cancels }) => cancels.length === 0)) return [];
  const { lives } = livesOf(pair, steps, { ignoredCancels: reemitted, planChanges: null });
  return planChanges(lives, pair.changes, reemitted);
}
