import type { Life, Lifting } from './life.js';
import { order, orderOfType, type Order } from '../words/order-at-one-instant.js';

/** Where a start stands at its instant: a first sale after all others. Rule: Words, "Order at one instant". */
export function placeOfStart({ start }: Pick<Life, 'start'>): Order {
  return start.source === 'transaction' ? order.firstSale : orderOfType(start.type);
}

/** Where the end of a freeze stands at its instant: one shown by a sale with the unfrozen ones. Rule: the same. */
export function placeOfLifting({ row }: Pick<Lifting, 'row'>): Order {
  return row.source === 'transaction' ? order.unfrozen : orderOfType(row.type);
}
