import { reemittedCancels } from '../pairing/cancels.js';
import { type PlanChange, planChanges, possibleChanges } from '../pairing/plan-changes.js';
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
 * when each charge lived.
 * Rule: First, pair the charges.
 */
export function settleLives(pair: FollowedPair): SettledLives {
  const reemitted = reemittedCancels(pair.charges, pair.changes).map(({ id }) => id);
  const { followed, pairs } = follow(pair, new Set(reemitted));
  const { lives, uninstallOf, returningSales } = followed;
  const suppressedBy: SettledCancels['suppressedBy'] = new Map([
    ...[...uninstallOf.keys()].map((id) => [id, 'cancel of an uninstall'] as const),
    ...reemitted.map((id) => [id, 're-emitted cancel'] as const),
    ...pairs.map(({ cancel }) => [cancel.id, 'plan change'] as const),
  ]);
  const cancelOf = new Map(pairs.map(({ activation, cancel }) => [activation.id, cancel]));
  return { lives, returningSales, cancels: { suppressedBy, cancelOf, uninstallOf, planChanges: pairs } };
}

/**
 * The pairing needs to know what was alive, so the charges are walked once without it. What is paired then may show
 * that another candidate starts nothing (its charge was on already): that one is no change of plan, and they are paired
 * and walked again without it. Rare.
 */
function follow(
  pair: FollowedPair,
  reemitted: ReadonlySet<string>,
): { readonly followed: FollowedCharges; readonly pairs: readonly PlanChange[] } {
  const steps = stepsOf(pair);
  const candidates = [...candidatesOf(pair, steps, reemitted)];
  for (;;) {
    const pairs = planChanges(candidates);
    const ignoredCancels = new Set([...reemitted, ...pairs.map(({ cancel }) => cancel.id)]);
    const followed = livesOf(pair, steps, { ignoredCancels, planChanges: pairs });
    const starts = new Set(followed.lives.map(({ start }) => start));
    const startsNothing = pairs.find(({ activation }) => !starts.has(activation));
    if (startsNothing === undefined) return { followed, pairs };
    candidates.splice(candidates.indexOf(startsNothing), 1);
  }
}

function candidatesOf(
  pair: FollowedPair,
  steps: readonly Step[],
  reemitted: ReadonlySet<string>,
): readonly PlanChange[] {
  // One charge alone, as most merchants have it, changes no plan; nor does who never cancelled one.
  if (pair.charges.length < 2 || pair.charges.every(({ cancels }) => cancels.length === 0)) return [];
  const { lives } = livesOf(pair, steps, { ignoredCancels: reemitted, planChanges: null });
  return possibleChanges(lives, pair.changes, reemitted);
}
