import type { MerchantEventType } from '../../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import { type Charge, chargeKey } from '../charges/charges.js';
import type { Life } from '../charges/life.js';
import type { SettledCancels } from '../lives/settle-lives.js';
import type { RelationChange } from '../relationship/install-state.js';
import { HOUR_MS } from '../words/durations.js';
import { order, orderOfType } from '../words/order-at-one-instant.js';
import type { FoldEvent, FoldRow } from '../words/rows.js';
import type { HistoryLine } from './history-line.js';

/** Shopify expires an unanswered charge that long after the merchant walked away from it. */
const EXPIRY_DELAY_MS = 60 * HOUR_MS;

const REFUSALS = new Set([
  'SUBSCRIPTION_CHARGE_DECLINED',
  'SUBSCRIPTION_CHARGE_EXPIRED',
  'ONE_TIME_CHARGE_DECLINED',
  'ONE_TIME_CHARGE_EXPIRED',
]);

const SIGNS_OF_LIFE = new Set([
  'SUBSCRIPTION_CHARGE_ACTIVATED',
  'ONE_TIME_CHARGE_ACTIVATED',
  'AppSubscriptionSale',
  'AppOneTimeSale',
]);

/**
 * A charge that the merchant declined or let expire, and that was never activated: shown once, moves nothing.
 * Rule: Then, charge by charge, `…_DECLINED`, `…_EXPIRED`.
 */
export function abandonedLines(rows: readonly FoldRow[], changes: readonly RelationChange[]): HistoryLine[] {
  const alive = new Set(rows.filter(({ type }) => SIGNS_OF_LIFE.has(type)).map(chargeKey));
  const refusals = new Map<string, FoldEvent[]>();
  for (const row of rows) {
    if (row.source !== 'event' || !REFUSALS.has(row.type) || alive.has(chargeKey(row))) continue;
    refusals.set(chargeKey(row), [...(refusals.get(chargeKey(row)) ?? []), row]);
  }
  return [...refusals.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [abandonedLine(first, own, changes)];
  });
}

function abandonedLine(first: FoldEvent, own: readonly FoldEvent[], changes: readonly RelationChange[]): HistoryLine {
  return {
    at: first.type.endsWith('_EXPIRED') ? walkedAwayAt(first.at, changes) : first.at,
    order: order.rest,
    chargeNumber: first.chargeNumber,
    type: 'charge_abandoned',
    key: first.chargeNumber ?? '',
    plan: first.plan,
    mrrChange: first.amount && !first.test ? { units: 0n, currency: first.amount.currency } : null,
    amount: first.amount,
    test: first.test,
    rule: 'abandoned charge',
    confidence: 'stated',
    evidence: own.map(({ id }) => id),
  };
}

/** Rule: Then, charge by charge, "an EXPIRED is dated 60 h back, never before the last install before it". */
function walkedAwayAt(expiredAt: Instant, changes: readonly RelationChange[]): Instant {
  const at = plusMs(expiredAt, -EXPIRY_DELAY_MS);
  const install = changes.findLast(
    ({ kind, at: installedAt }) => (kind === 'installed' || kind === 'reinstalled') && installedAt <= expiredAt,
  );
  return install !== undefined && install.at > at ? install.at : at;
}

const SHOWN_AS: ReadonlyMap<string, MerchantEventType> = new Map([
  ['SUBSCRIPTION_CHARGE_ACTIVATED', 'subscribed'],
  ['SUBSCRIPTION_CHARGE_CANCELED', 'unsubscribed'],
  ['SUBSCRIPTION_CHARGE_FROZEN', 'frozen'],
  ['SUBSCRIPTION_CHARGE_UNFROZEN', 'unfrozen'],
]);

/**
 * Test charges are in no figure: their rows are shown one by one, as test, and nothing is derived from them.
 * Rule: Words, `test: true`.
 */
export function testChargeLines(charges: readonly Charge[]): HistoryLine[] {
  return charges.flatMap(({ number, plan, events }) =>
    events.flatMap(({ id, type, at }): HistoryLine[] => {
      const shownAs = SHOWN_AS.get(type);
      if (shownAs === undefined) return [];
      return [
        {
          at,
          order: orderOfType(type),
          chargeNumber: number,
          type: shownAs,
          key: number,
          plan,
          test: true,
          rule: 'test charge',
          confidence: 'stated',
          evidence: [id],
        },
      ];
    }),
  );
}

/**
 * Cancels that ended nothing: shown as suppressed, so that every row of a charge that lived can be found in the
 * history. Of a charge never seen alive a cancel is shown only if a sale says that there was one.
 * Rule: First, pair the charges; Then, charge by charge, last rows of `…_CANCELED`.
 */
export function suppressedCancelLines(
  charges: readonly Charge[],
  lives: readonly Life[],
  { suppressedBy }: SettledCancels,
): HistoryLine[] {
  const ending = new Set(lives.map(({ end }) => (end?.reason === 'cancelled' ? end.row.id : null)));
  const lived = new Set(lives.map(({ charge }) => charge));
  return charges
    .filter((charge) => lived.has(charge) || charge.sales.length > 0)
    .flatMap((charge) =>
      charge.cancels
        .filter(({ id }) => !ending.has(id))
        .map((cancel) =>
          suppressedLine(charge, cancel, lived.has(charge), suppressedBy.get(cancel.id) ?? 'cancel without effect'),
        ),
    );
}

function suppressedLine(charge: Charge, cancel: FoldEvent, hasLived: boolean, rule: HistoryLine['rule']): HistoryLine {
  return {
    at: cancel.at,
    order: order.cancelled,
    chargeNumber: charge.number,
    type: 'unsubscribed',
    key: charge.number,
    plan: charge.plan,
    mrrChange: hasLived || charge.price === null ? null : { units: 0n, currency: charge.price.currency },
    suppressed: hasLived,
    rule,
    confidence: 'stated',
    evidence: [cancel.id],
  };
}
