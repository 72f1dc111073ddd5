import type { EvidenceRow, MerchantAppInFull, Money } from '../api/types.js';
import { formatMoney, formatZero } from '../format/money.js';
import { unbroken } from '../format/text.js';
import { messages } from './messages.en.js';
import { shownCharges } from './price-text.js';

type App = Pick<MerchantAppInFull, 'charges' | 'mrr' | 'effectiveMrr' | 'why' | 'rows'>;
interface Term {
  readonly price: Money;
  readonly interval: EvidenceRow['interval'];
}

const words = messages.calculation;

/** How MRR comes about, `$490.00 ÷ 12 = $40.83.`: a line for each currency. */
export function mrrCalculation({ charges, mrr }: App): string[] {
  const shown = shownCharges(charges);
  const [first] = shown;
  if (first === undefined) return [words.nothing];
  if (first.state !== 'live') {
    return shown.map(({ price, interval, state }) => {
      const amount = unbroken(interval === 'ANNUAL' ? messages.price.aYear(formatMoney(price)) : formatMoney(price));
      return words[state === 'frozen' ? 'frozen' : 'trial'](formatZero(price.currencyCode), amount);
    });
  }
  const currencies = [...new Set(shown.map(({ price }) => price.currencyCode))];
  return currencies.flatMap((currency) => {
    const own = shown.filter(({ price }) => price.currencyCode === currency);
    // Of the currency that is not the shown one each charge stands for itself: its sum is not told.
    if (mrr?.currencyCode === currency) return calculated(own, mrr);
    return own.flatMap((charge) => calculated([charge], charge.mrr));
  });
}

/** The same of what was billed last. */
export function effectiveMrrCalculation({ effectiveMrr, why, rows }: App): string[] {
  if (effectiveMrr === null) return [];
  const evidence = why.effectiveMrr?.evidence ?? [];
  const sales = rows.filter((row) => evidence.includes(row.id) && isSaleIn(row, effectiveMrr.currencyCode));
  return calculated(
    sales.flatMap(({ amount, interval }) => (amount === null ? [] : [{ price: amount, interval }])),
    effectiveMrr,
  );
}

function isSaleIn({ type, amount }: EvidenceRow, currency: string): boolean {
  return type === 'AppSubscriptionSale' && amount?.currencyCode === currency;
}

function calculated(terms: readonly Term[], total: Money): string[] {
  const [first] = terms;
  if (first === undefined) return [];
  const amountOf = ({ price, interval }: Term) => {
    const amount = unbroken(formatMoney(price));
    return interval === 'ANNUAL' ? unbroken(words.byTwelve(amount)) : amount;
  };
  if (terms.length === 1 && first.interval !== 'ANNUAL') return [words.monthly(amountOf(first))];
  return [words.equals(words.sum(terms.map(amountOf)), unbroken(formatMoney(total)))];
}
