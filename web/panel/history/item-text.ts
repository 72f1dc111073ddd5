import type { MerchantEvent } from '../../shared/api/types.js';
import { LOCALE } from '../../shared/format/locale.js';
import { formatMoney, formatMoneyChange, isZero } from '../../shared/format/money.js';
import { isolated } from '../../shared/format/text.js';
import { messages } from '../messages.en.js';

/** What happened. */
export function eventTitle({ type, plan }: MerchantEvent): string {
  return messages.events[type](plan === null ? null : isolated(plan));
}

/** What it moved, with its sign: MRR, or else money that changed hands. Null where nothing moved. */
export function eventMoney({ type, mrrChange, amount }: MerchantEvent): string | null {
  if (mrrChange !== null && !isZero(mrrChange)) return messages.aMonth(formatMoneyChange(mrrChange));
  if (amount === null || isZero(amount)) return null;
  // Was offered and never paid.
  return type === 'charge_abandoned' ? formatMoney(amount) : formatMoneyChange(amount);
}

/** Why, in the merchant's own words. */
export function eventReason({ type, reason, description }: MerchantEvent): string | null {
  const { quoted, reasonAndRemark, noReason } = messages.history;
  if (reason !== null && description !== null) return reasonAndRemark(isolated(reason), isolated(description));
  const words = reason ?? description;
  if (words !== null) return quoted(isolated(words));
  return type === 'uninstalled' ? noReason : null;
}

const DAY_MS = 86_400_000;
const LONG = { style: 'unit', unitDisplay: 'long' } as const;
const days = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'day' });
const months = new Intl.NumberFormat(LOCALE, { ...LONG, unit: 'month' });

/** `12 days`, `5 months`: how long somebody was gone. */
export function awaySpan(from: string, until: string): string {
  const gone = (Date.parse(until) - Date.parse(from)) / DAY_MS;
  return gone < 60 ? days.format(Math.max(1, Math.round(gone))) : months.format(Math.round(gone / 30.4));
}
