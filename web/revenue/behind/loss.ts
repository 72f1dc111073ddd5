import type { Money } from '../../shared/api/types.js';

/** How much was lost, without the sign of a loss: what stands before it says already that it is one. */
export const lossOf = ({ amount, currencyCode }: Money): Money => ({ amount: amount.replace(/^-/, ''), currencyCode });
