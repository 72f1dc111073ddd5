import type { BillingInterval } from '../../contract/merchant-words.js';
import { type FoldEvent, type FoldTransaction, grossOf, type RawRow } from '../rules/words/rows.js';
import { dayWords, moneyWords, quoted } from './phrases.js';
import { answerWords, timelineWords } from './stated-words.js';

/** What Shopify sent, as a sentence. Types that nobody knows yet are named as they came. */
export function rowWords(row: RawRow): string {
  if (row.source === 'timeline') return timelineWords(row);
  if (row.source === 'answer') return answerWords(row);
  if (row.source === 'event') return (EVENTS[row.type] ?? unknownEvent)(row);
  return (TRANSACTIONS[row.type] ?? unknownTransaction)(row);
}

type EventWords = (row: FoldEvent) => string;

const EVENTS: Readonly<Partial<Record<string, EventWords>>> = {
  RELATIONSHIP_INSTALLED: () => 'The shop installed the app.',
  RELATIONSHIP_UNINSTALLED: (row) => `The shop uninstalled the app${reasons(row)}.`,
  RELATIONSHIP_DEACTIVATED: (row) => `The shop’s own Shopify account was closed or paused${reasons(row)}.`,
  RELATIONSHIP_REACTIVATED: () => 'The shop’s own Shopify account came back.',
  SUBSCRIPTION_CHARGE_ACCEPTED: (row) => `The merchant accepted ${charge(row)}.`,
  SUBSCRIPTION_CHARGE_ACTIVATED: (row) => `Shopify activated ${charge(row)}${firstBill(row)}.`,
  SUBSCRIPTION_CHARGE_CANCELED: (row) => `Shopify cancelled ${charge(row)}.`,
  SUBSCRIPTION_CHARGE_DECLINED: (row) => `The merchant declined ${charge(row)}.`,
  SUBSCRIPTION_CHARGE_EXPIRED: (row) => `Nobody answered ${charge(row)}, and it expired.`,
  SUBSCRIPTION_CHARGE_FROZEN: (row) => `Shopify froze ${charge(row)}.`,
  SUBSCRIPTION_CHARGE_UNFROZEN: (row) => `Shopify lifted the freeze of ${charge(row)}.`,
  SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT: (row) => `The usage of ${charge(row)} came near its cap.`,
  SUBSCRIPTION_CAPPED_AMOUNT_UPDATED: (row) => `The cap on the usage of ${charge(row)} was changed.`,
  ONE_TIME_CHARGE_ACCEPTED: (row) => `The merchant accepted the one-time ${charge(row)}.`,
  ONE_TIME_CHARGE_ACTIVATED: (row) => `Shopify activated the one-time ${charge(row)}.`,
  ONE_TIME_CHARGE_DECLINED: (row) => `The merchant declined the one-time ${charge(row)}.`,
  ONE_TIME_CHARGE_EXPIRED: (row) => `Nobody answered the one-time ${charge(row)}, and it expired.`,
  USAGE_CHARGE_APPLIED: (row) => `Usage was charged: ${charge(row)}.`,
  CREDIT_APPLIED: (row) => `A credit was given: ${credit(row)}.`,
  CREDIT_PENDING: (row) => `A credit is on its way: ${credit(row)}.`,
  CREDIT_FAILED: (row) => `A credit could not be given: ${credit(row)}.`,
};

type TransactionWords = (row: FoldTransaction) => string;

const TRANSACTIONS: Readonly<Partial<Record<string, TransactionWords>>> = {
  AppSubscriptionSale: (row) => `Shopify settled ${sold(row)}${cycle(row.interval)}.`,
  AppOneTimeSale: (row) => `Shopify settled a one-time purchase: ${sold(row)}.`,
  AppUsageSale: (row) => `Shopify settled usage: ${sold(row)}.`,
  AppSaleCredit: (row) => `Shopify settled a credit: ${sold(row)}.`,
  AppSaleAdjustment: (row) => `Shopify settled a refund or correction: ${sold(row)}.`,
};

function unknownEvent(row: FoldEvent): string {
  return `Shopify sent an event of the type ${quoted(row.type)}${row.chargeNumber === null ? '' : ` about ${charge(row)}`}.`;
}

function unknownTransaction(row: FoldTransaction): string {
  return `Shopify sent a transaction of the type ${quoted(row.type)}: ${sold(row)}.`;
}

/** `charge 11, “Pro” at 49.00 USD` */
function charge({ chargeNumber, plan, amount, test }: FoldEvent): string {
  const name = plan === null ? '' : `, ${quoted(plan)}`;
  const price = amount === null ? '' : ` at ${moneyWords(amount)}`;
  return `${test ? 'test ' : ''}charge ${chargeNumber ?? 'without a number'}${name}${price}`;
}

function credit({ chargeNumber, plan, amount }: FoldEvent): string {
  const name = plan === null ? '' : ` for ${quoted(plan)}`;
  return `${amount === null ? 'an amount not named' : moneyWords(amount)}${name}, number ${chargeNumber ?? 'unknown'}`;
}

function firstBill({ billingOn }: FoldEvent): string {
  return billingOn === null ? '' : `, to be billed on ${dayWords(billingOn)}`;
}

function sold(row: FoldTransaction): string {
  const without = row.gross === null ? ' (net; Shopify names no gross)' : '';
  return `${moneyWords(grossOf(row))}${without} ${row.chargeNumber === null ? 'without a charge' : `of charge ${row.chargeNumber}`}`;
}

function cycle(interval: BillingInterval | null): string {
  if (interval === null) return '';
  return interval === 'ANNUAL' ? ', billed once a year' : ', billed every 30 days';
}

function reasons({ reason, description }: FoldEvent): string {
  const given = [reason, description].filter((text) => text !== null && text.trim() !== '');
  return given.length === 0 ? '' : `: ${given.map((text) => quoted(text ?? '')).join(', ')}`;
}
