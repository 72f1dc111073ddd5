import type { Amount } from '../../../contract/merchant-words.js';

export function plus(amount: Amount, units: bigint): Amount {
  return { units: amount.units + units, currency: amount.currency };
}

export function minus(amount: Amount): Amount {
  return { units: -amount.units, currency: amount.currency };
}

/**
 * Sums by currency, in the order of their codes: amounts of two currencies are never added.
 * Rule: Words, "Everything is per currency".
 */
export function sumByCurrency(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, bigint>();
  for (const { units, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([currency, units]) => ({ units, currency }));
}

/** The units in that currency as text, as a numeric column takes them; null without any. */
export function unitsIn(currency: string, amounts: readonly Amount[]): string | null {
  return amounts.find((amount) => amount.currency === currency)?.units.toString() ?? null;
}
