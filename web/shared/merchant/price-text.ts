import type { MerchantApp } from '../api/types.js';
import { formatMoney, formatZero, isZero } from '../format/money.js';
import { formatList } from '../format/numbers.js';
import { unbroken } from '../format/text.js';
import { formatDate, formatDateShort } from '../format/time.js';
import { messages } from './messages.en.js';

type App = Pick<MerchantApp, 'charges' | 'trialEndsAt'>;
type Charge = MerchantApp['charges'][number];

const words = messages.price;
const MOST_OF_A_YEAR_MS = 300 * 86_400_000;

/** What the merchant really pays, as it is billed; null for one who is on nothing. */
export function priceText({ charges, trialEndsAt }: App, nowMs: number): string | null {
  const shown = shownCharges(charges);
  if (shown.length === 0) return null;
  return formatList(shown.map((charge) => chargeText(charge, trialEndsAt, nowMs)));
}

/** Of what goes on those charges that make the status: the live ones, else those in a trial, else the frozen ones. */
export function shownCharges(charges: readonly Charge[]): readonly Charge[] {
  return charges.filter(({ state }) => state === charges[0]?.state);
}

function chargeText({ state, price, interval, mrr }: Charge, trialEndsAt: string | null, nowMs: number): string {
  const amount = formatMoney(price);
  const billed = unbroken(interval === 'ANNUAL' ? words.aYear(amount) : amount);
  switch (state) {
    case 'frozen':
      return words.frozen(billed);
    case 'trialing': {
      const zero = formatZero(price.currencyCode);
      if (trialEndsAt === null) return words.trialOfUnknownEnd(zero, billed);
      const isNear = Math.abs(Date.parse(trialEndsAt) - nowMs) < MOST_OF_A_YEAR_MS;
      return words.trial(zero, unbroken((isNear ? formatDateShort : formatDate)(trialEndsAt)), billed);
    }
    case 'live':
      if (isZero(price)) return words.free;
      if (interval === 'ANNUAL') return words.about(billed, unbroken(words.aMonth(formatMoney(mrr))));
      return unbroken(words.aMonth(amount));
  }
}
