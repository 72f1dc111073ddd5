import { presentMerchant } from '../read/present-merchant.js';
import type { MerchantChange, SegmentMoves } from './read-changes.js';

/** A change as the contract shows it, in the feed and in a message. */
export function presentChange(change: MerchantChange) {
  const { number, ref } = change;
  switch (change.kind) {
    case 'merchant':
      return { number, ref, merchant: presentMerchant(change.merchant), ...presentMoves(change) };
    case 'hidden':
      return { number, ref, merchant: null, ...presentMoves(change) };
    case 'erased':
      return { number, ref, erased: true as const };
  }
}

function presentMoves({ entered, left }: SegmentMoves) {
  return { entered: [...entered], left: [...left] };
}
