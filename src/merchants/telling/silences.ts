import type { RuleName } from '../../contract/rule-names.js';
import type { Chapters } from '../rules/chapters.js';
import { chargeKey } from '../rules/charges/charges.js';
import type { Life } from '../rules/charges/life.js';
import { isInsideChange } from '../rules/pairing/plan-changes.js';
import { type FoldEvent, type FoldRow, type FoldTransaction, isPayment, type RawRow } from '../rules/words/rows.js';
import { isOfKnownType } from '../rules/words/rows-that-count.js';

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
  | 'only lifetime value'
  | 'told elsewhere'
  | 'states';

/**
 * Why nothing was concluded from this row.
 * @param counts whether the fold read it: of a known type, no copy that another one replaced, nor later than what it looked at
 */
export function silenceOf(row: RawRow, counts: boolean, derived: Chapters): Silence {
  if (row.source === 'timeline') return 'told elsewhere';
  if (row.source === 'answer') return 'states';
  if (!isOfKnownType(row)) return 'unknown type';
  if (!counts) return isReplaced(row, derived) ? 'earlier copy' : 'later than the last sync';
  if (row.chargeNumber !== null && derived.tests.has(chargeKey(row))) return 'test charge';
  return row.source === 'transaction' ? silenceOfSale(row, derived) : silenceOfEvent(row, derived);
}

function isReplaced(row: FoldRow, { known }: Chapters): boolean {
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

function silenceOfSale(row: FoldTransaction, derived: Chapters): Silence {
  if (!isPayment(row)) return 'nothing was paid';
  if (row.chargeNumber === null) return 'no charge named';
  return livesAround(row, derived).length > 0 ? 'settles' : 'only lifetime value';
}

function silenceOfEvent(row: FoldEvent, derived: Chapters): Silence {
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
function livesAround({ chargeNumber, at }: FoldRow, { lives }: Chapters): Life[] {
  return lives.filter(
    ({ charge, start, end }) =>
      charge.number === chargeNumber &&
      start.at <= at &&
      (end === null || at < end.at || end.reason === 'sales_stopped'),
  );
}

/** Why nothing was concluded, as a sentence. */
export const SILENCES: Readonly<Record<Silence, string>> = {
  'later than the last sync': 'It is dated later than the last whole sync, and counts once that has caught up.',
  'earlier copy': 'Another copy of the same row came with a later request, and counts instead.',
  'unknown type': 'This version does not know the type: the row is kept, and has no effect.',
  'test charge': 'It belongs to a test charge, and counts in no figure.',
  'no effect': 'It is kept, and has no effect by itself.',
  'not abandoned': 'The charge came alive all the same, so nothing was abandoned.',
  'is so already': 'It says what was so already.',
  'on already': 'The charge was on already.',
  'inside a plan change': 'It stands between the two halves of a change of plan, and only repeats what those say.',
  'not on': 'The charge was not on at that moment.',
  'frozen already': 'The charge carried nothing at that moment already.',
  'not frozen': 'There was no freeze to lift.',
  'never seen alive': 'The charge was never seen alive, so there is nothing to end.',
  settles: 'It settles a bill: it counts for lifetime value, and the list price stays MRR.',
  'nothing was paid': 'Nothing was paid with it, so it proves nothing and overwrites no price.',
  'no charge named': 'It names no charge: it counts for lifetime value only.',
  'told elsewhere': 'The older feed tells it, or it has no effect by itself.',
  states: 'It is read for what it states of the charge: price, interval, trial, and when it is to end.',
  'only lifetime value': 'The charge was not on at that moment: it counts for lifetime value only.',
};

/** Why a cancel ended nothing, by the rule that accounts for it. */
export function suppressedWords(rule: RuleName): string {
  switch (rule) {
    case 'plan change':
      return 'It is one half of a change of plan, so nobody left.';
    case 're-emitted cancel':
      return 'Shopify only repeated an old cancel, so nothing ended.';
    case 'cancel of an uninstall':
      return 'It is the echo of an uninstall, which booked the loss.';
    default:
      return 'The charge was over already, so nothing ended.';
  }
}
