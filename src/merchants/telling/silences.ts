import { chargeKey } from '../rules/charges/charges.js';
import type { Derived } from '../rules/derive.js';
import { isOfKnownType } from '../rules/words/known-types.js';
import type { Life } from '../rules/lives/life.js';
import { isInsideChange } from '../rules/pairing/plan-changes.js';
import { isPayment, type EventRow, type FoldRow, type TransactionRow } from '../rules/words/rows.js';

/** Why a row moved nothing. */
export type Silence =
  | 'later than the last sync'
  | 'earlier copy'
  | 'unknown type'
  | 'test charge'
  | 'no effect'
  | 'not abandoned'
  | 'is so already'
  | 'on already'
  | 'inside a plan change'
  | 'not on'
  | 'frozen already'
  | 'not frozen'
  | 'never seen alive'
  | 'settles'
  | 'nothing was paid'
  | 'no charge named'
  | 'only lifetime value';

/**
 * Why nothing was concluded from this row.
 * @param counts whether the fold read it: of a known type, no copy that another one replaced, nor later than what it looked at
 */
export function silenceOf(row: FoldRow, counts: boolean, derived: Derived): Silence {
  if (!isOfKnownType(row)) return 'unknown type';
  if (!counts) return isReplaced(row, derived) ? 'earlier copy' : 'later than the last sync';
  if (row.chargeNumber !== null && derived.tests.has(chargeKey(row))) return 'test charge';
  return row.source === 'transaction' ? silenceOfSale(row, derived) : silenceOfEvent(row, derived);
}

function isReplaced(row: FoldRow, { known }: Derived): boolean {
  return known.some(
    (other) =>
      other.source === row.source &&
      (other.id === row.id ||
        (row.source === 'event' &&
          other.type === row.type &&
          other.at === row.at &&
          other.chargeNumber === row.chargeNumber)),
  );
}

function silenceOfSale(row: TransactionRow, derived: Derived): Silence {
  if (!isPayment(row)) return 'nothing was paid';
  if (row.chargeNumber === null) return 'no charge named';
  return livesAround(row, derived).length > 0 ? 'settles' : 'only lifetime value';
}

function silenceOfEvent(row: EventRow, derived: Derived): Silence {
  switch (row.type) {
    case 'RELATIONSHIP_INSTALLED':
    case 'RELATIONSHIP_UNINSTALLED':
    case 'RELATIONSHIP_DEACTIVATED':
    case 'RELATIONSHIP_REACTIVATED':
      return 'is so already';
    case 'SUBSCRIPTION_CHARGE_ACTIVATED':
      return isInsideChange(row, derived.cancels.planChanges) ? 'inside a plan change' : 'on already';
    case 'SUBSCRIPTION_CHARGE_FROZEN':
      return livesAround(row, derived).length === 0 ? 'not on' : 'frozen already';
    case 'SUBSCRIPTION_CHARGE_UNFROZEN':
      return livesAround(row, derived).length === 0 ? 'not on' : 'not frozen';
    case 'SUBSCRIPTION_CHARGE_CANCELED':
      return 'never seen alive';
    case 'SUBSCRIPTION_CHARGE_DECLINED':
    case 'SUBSCRIPTION_CHARGE_EXPIRED':
    case 'ONE_TIME_CHARGE_DECLINED':
    case 'ONE_TIME_CHARGE_EXPIRED':
      return 'not abandoned';
    default:
      return 'no effect';
  }
}

/** Lives of the row's charge that were not over at its moment. */
function livesAround({ chargeNumber, at }: FoldRow, { lives }: Derived): Life[] {
  return lives.filter(
    ({ charge, start, end }) =>
      charge.number === chargeNumber &&
      start.at <= at &&
      (end === null || at < end.at || end.reason === 'sales_stopped'),
  );
}
