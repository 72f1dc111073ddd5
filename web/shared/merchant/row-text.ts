import type { EvidenceRow } from '../api/types.js';
import { formatMoney } from '../format/money.js';
import { isolated, unbroken } from '../format/text.js';
import { formatDate } from '../format/time.js';
import { messages } from './messages.en.js';

const { relationships, charges, transactions, ...words } = messages.rows;
const told = <Value>(texts: Readonly<Record<string, Value>>, type: string): Value | undefined =>
  Object.hasOwn(texts, type) ? texts[type] : undefined;

/** A row of Shopify's in words: `Pro Annual activated Nov 27, 2026.` */
export function rowText({ type, occurredAt, plan, amount, interval, billingOn }: EvidenceRow): string {
  const date = unbroken(formatDate(occurredAt));
  const relationship = told(relationships, type);
  if (relationship !== undefined) return relationship(date);
  const charge = told(charges, type);
  if (charge !== undefined) {
    const name = plan === null || plan.trim() === '' ? words.unnamedPlan : isolated(plan);
    const isTelling = billingOn !== null && type === 'SUBSCRIPTION_CHARGE_ACTIVATED';
    return isTelling
      ? words.chargeBilled(name, charge, date, unbroken(formatDate(billingOn)))
      : words.charge(name, charge, date);
  }
  const transaction = told(transactions, type);
  if (transaction === undefined) return words.other(isolated(type), date);
  const paid = amount === null ? words.unknownAmount : unbroken(formatMoney(amount));
  return words.transaction(paid, interval === 'ANNUAL' ? words.yearly(transaction) : transaction, date);
}

const MOST_ROWS = 6;

/** The rows of these ids, oldest first; what is more than a reader takes in is counted. */
export function rowTexts(rows: readonly EvidenceRow[], ids: readonly string[]): string[] {
  const own = rows
    .filter(({ id }) => ids.includes(id))
    .sort((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt));
  const rest = own.length - MOST_ROWS;
  return [...own.slice(-MOST_ROWS).map(rowText), ...(rest > 0 ? [words.more(rest)] : [])];
}
