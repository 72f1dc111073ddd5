import { presentMerchant } from '../read/present-merchant.js';
import type { MerchantChange } from './read-changes.js';

/** A change as the contract shows it, in the feed and in a message. */
export function presentChange(change: MerchantChange) {
  const { number, ref } = change;
  switch (change.kind) {
    case 'merchant':
      return { number, ref, merchant: presentMerchant(change.merchant) };
    case 'hidden':
      return { number, ref, merchant: null };
    case 'erased':
      return { number, ref, erased: true as const };
  }
}
