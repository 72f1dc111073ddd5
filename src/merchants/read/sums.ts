import { type Money, money } from '../../values/money.js';

export interface StoredAmount {
  readonly units: string;
  readonly currency: string;
}

/**
 * One money a currency, exact sums rounded once. Currencies that come to nothing are left out, unless all do: then
 * one of them says that it is 0.
 */
export function sums(amounts: readonly StoredAmount[]): Money[] {
  const byCurrency = new Map<string, bigint>();
  for (const { units, currency } of amounts) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(units));
  }
  const all = [...byCurrency].sort(([one], [other]) => (one < other ? -1 : 1));
  const some = all.filter(([, units]) => units !== 0n);
  return (some.length > 0 ? some : all.slice(0, 1)).map(([currency, units]) => money(units, currency));
}
