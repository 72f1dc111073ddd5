import type { Instant } from '../instant.js';
import { cancelsOfUninstall } from './cancels-of-uninstalls.js';
import type { Charge } from './charges.js';
import type { RelationChange } from './install-state.js';
import { livesOf, type Settled } from './lives.js';
import { planChanges } from './plan-changes.js';
import { reemittedCancels } from './reemitted-cancels.js';
import type { EventRow } from './rows.js';

export interface SettledCancels extends Settled {
  /** Which rule accounts for a cancel that ends nothing by itself. By row id. */
  readonly suppressedBy: ReadonlyMap<string, 'plan change' | 're-emitted cancel' | 'cancel of an uninstall'>;
  /** The cancel that belongs to an activation which replaced a charge. By the activation's row id. */
  readonly cancelOf: ReadonlyMap<string, EventRow>;
}

/**
 * Says of every cancel what it is, before anything is counted: a repetition, one half of a plan change, the echo of
 * an uninstall, or a real one. The pairing needs to know what was alive, so the charges are walked once without it.
 * Rule: First, pair the charges.
 */
export function settleCancels(
  charges: readonly Charge[],
  changes: readonly RelationChange[],
  asOf: Instant,
): SettledCancels {
  const reemitted = reemittedCancels(charges, changes);
  const unpaired = { ignoredCancels: new Set(reemitted.map(({ id }) => id)), planChanges: [] };
  // One charge alone, as most merchants have it, changes no plan.
  const pairs = charges.length < 2 ? [] : planChanges(livesOf(charges, changes, unpaired, asOf), changes);
  const echoes = changes.flatMap((change) =>
    change.kind === 'uninstalled' ? cancelsOfUninstall(change, charges) : [],
  );
  // Later entries win: a cancel that pairs is a plan change even beside an uninstall.
  const suppressedBy: SettledCancels['suppressedBy'] = new Map([
    ...echoes.map(({ id }) => [id, 'cancel of an uninstall'] as const),
    ...reemitted.map(({ id }) => [id, 're-emitted cancel'] as const),
    ...pairs.map(({ cancel }) => [cancel.id, 'plan change'] as const),
  ]);
  return {
    suppressedBy,
    ignoredCancels: new Set(suppressedBy.keys()),
    cancelOf: new Map(pairs.map(({ activation, cancel }) => [activation.id, cancel])),
    planChanges: pairs,
  };
}
