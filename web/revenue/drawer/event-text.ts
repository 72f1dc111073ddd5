import type { MerchantEvent } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange, isZero } from '../../shared/format/money.js';
import { isolated } from '../../shared/format/text.js';
import { messages } from './messages.en.js';

/** What happened, with the plan that it was about. */
export function eventTitle({ type, plan }: MerchantEvent): string {
  const { events, eventOf } = messages;
  return plan === null ? events[type] : eventOf(events[type], isolated(plan));
}

/** What it moved: MRR, or money once. Null when neither. */
export function eventAmount({ mrrChange, amount }: MerchantEvent): string | null {
  if (mrrChange !== null && !isZero(mrrChange)) return messages.mrrChange(formatMoneyChange(mrrChange));
  return amount === null ? null : formatMoney(amount);
}

/** The merchant's own words, if there are any. */
export function eventReason({ reason, description }: MerchantEvent): string | null {
  const words = [reason, description].filter((text) => text !== null).filter((text) => text !== '');
  return words.length === 0 ? null : messages.reason(words.map(isolated).join(' – '));
}
