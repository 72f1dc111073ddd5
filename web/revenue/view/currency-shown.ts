import { useState } from 'react';
import type { CurrencyRevenue } from '../../shared/api/types.js';

/** The currency that was chosen, or else the one that most merchants have. Undefined when there is none at all. */
export function currencyShown(
  currencies: readonly CurrencyRevenue[],
  chosen: string | null,
): CurrencyRevenue | undefined {
  return (
    currencies.find(({ currencyCode }) => currencyCode === chosen) ??
    currencies.toSorted((one, other) => other.activeMerchants.value - one.activeMerchants.value).at(0)
  );
}

/**
 * The currency of the figures that are shown, or were last: a list that is sorted by it stays as it is when the next
 * figures fail to come. Undefined as long as there were none.
 */
export function useLastCurrency(shown: CurrencyRevenue | undefined): string | undefined {
  const [last, setLast] = useState<string>();
  const current = shown?.currencyCode ?? last;
  if (current !== last) setLast(current);
  return current;
}
