import type { MerchantEventType } from '../../contract/merchant-words.js';
import { type Movement, MOVEMENTS } from '../../contract/revenue-words.js';
import type { Units } from '../../values/money.js';

/** What changed MRR, by kind. Losses are negative, so that all of them together are the change. */
export type Movements = Readonly<Record<Movement, Units>>;

/**
 * Which movement an event's change of MRR is. Every change is exactly one, so that they always add up; a type that is
 * added to the history does not compile until it has its place here.
 * Rule: Revenue page, Movements.
 */
export function movementOf(type: MerchantEventType, change: Units): Movement {
  switch (type) {
    case 'subscribed':
    case 'trial_converted':
      return 'new';
    case 'resubscribed':
    case 'reactivated':
      return 'reactivation';
    case 'frozen':
      return 'paused';
    case 'unfrozen':
      return 'resumed';
    case 'unsubscribed':
    case 'uninstalled':
    case 'deactivated':
      return 'churn';
    // The rules give a change to the first two alone; should another have one, it is a bigger or a smaller bill, too.
    case 'upgraded':
    case 'downgraded':
    case 'installed':
    case 'reinstalled':
    case 'trial_started':
    case 'trial_expired':
    case 'cancellation_scheduled':
    case 'charge_abandoned':
    case 'one_time_purchase':
    case 'usage_charge':
    case 'credit':
    case 'refund':
      return change > 0n ? 'expansion' : 'contraction';
  }
}

/** A record with something for each movement. */
export function eachMovement<Value>(valueOf: (movement: Movement) => Value): Record<Movement, Value> {
  return Object.fromEntries(MOVEMENTS.map((movement) => [movement, valueOf(movement)])) as Record<Movement, Value>;
}

/** Changes by event type to changes by movement. */
export function movementsOf(
  changes: readonly { readonly type: MerchantEventType; readonly change: Units }[],
): Movements {
  const sums = eachMovement(() => 0n);
  for (const { type, change } of changes) sums[movementOf(type, change)] += change;
  return sums;
}

export function sumOf(movements: Movements): Units {
  return MOVEMENTS.reduce((sum, movement) => sum + movements[movement], 0n);
}
