import type { Instant } from '../../../values/instant.js';
import type { FoldRow } from './rows.js';

/**
 * Many rows share a second; among them this order holds, so that the result does not depend on which came first.
 * Rule: Words, "Order at one instant".
 */
export const order = {
  installed: 0,
  reactivated: 1,
  trialEnd: 2,
  activated: 3,
  unfrozen: 4,
  frozen: 5,
  cancelled: 6,
  deactivated: 7,
  uninstalled: 8,
  rest: 9,
  firstSale: 10,
} as const;

export type Order = (typeof order)[keyof typeof order];

const ORDER_OF_TYPE: ReadonlyMap<string, Order> = new Map([
  ['RELATIONSHIP_INSTALLED', order.installed],
  ['RELATIONSHIP_REACTIVATED', order.reactivated],
  ['SUBSCRIPTION_CHARGE_ACTIVATED', order.activated],
  ['SUBSCRIPTION_CHARGE_UNFROZEN', order.unfrozen],
  ['SUBSCRIPTION_CHARGE_FROZEN', order.frozen],
  ['SUBSCRIPTION_CHARGE_CANCELED', order.cancelled],
  ['RELATIONSHIP_DEACTIVATED', order.deactivated],
  ['RELATIONSHIP_UNINSTALLED', order.uninstalled],
]);

export function orderOfType(type: string): Order {
  return ORDER_OF_TYPE.get(type) ?? order.rest;
}

/** Something that happened, placed in the one order that all of the fold uses. */
export interface Placed {
  readonly at: Instant;
  readonly order: Order;
  readonly chargeNumber: string | null;
}

export function placeOf({ at, type, chargeNumber }: FoldRow): Placed {
  return { at, order: orderOfType(type), chargeNumber };
}

export function comparePlaced(one: Placed, other: Placed): number {
  return (
    compareText(one.at, other.at) ||
    one.order - other.order ||
    compareNumbers(one.chargeNumber ?? '', other.chargeNumber ?? '')
  );
}

/** Charge numbers are plain decimal text, perhaps beyond 2^53: the shorter is the lower. */
export function compareNumbers(one: string, other: string): number {
  return one.length - other.length || compareText(one, other);
}

export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
