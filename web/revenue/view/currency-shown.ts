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
