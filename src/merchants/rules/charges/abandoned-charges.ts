import { plusMs, type Instant } from '../../../values/instant.js';
import { chargeKey } from './charges.js';
import { HOUR_MS } from '../words/durations.js';
import type { Line } from '../history/history-line.js';
import type { RelationChange } from '../relationship/install-state.js';
import { order } from '../words/order-at-one-instant.js';
import type { EventRow, FoldRow } from '../words/rows.js';

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
export function abandonedLines(rows: readonly FoldRow[], changes: readonly RelationChange[]): Line[] {
  const alive = new Set(rows.filter(({ type }) => SIGNS_OF_LIFE.has(type)).map(chargeKey));
  const refusals = new Map<string, EventRow[]>();
  for (const row of rows) {
    if (row.source !== 'event' || !REFUSALS.has(row.type) || alive.has(chargeKey(row))) continue;
    refusals.set(chargeKey(row), [...(refusals.get(chargeKey(row)) ?? []), row]);
  }
  return [...refusals.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [line(first, own, changes)];
  });
}

function line(first: EventRow, own: readonly EventRow[], changes: readonly RelationChange[]): Line {
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
