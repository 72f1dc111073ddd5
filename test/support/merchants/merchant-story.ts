import type { Amount } from '../../../src/contract/merchant-words.js';
import {
  type StoredEvent,
  type StoredTransaction,
  toFoldEvent,
  toFoldTransaction,
} from '../../../src/merchants/derive/input/decode-rows.js';
import { type Hints, noHints } from '../../../src/merchants/rules/charges/interval.js';
import { fold, type Folded } from '../../../src/merchants/rules/fold.js';
import type { FoldRow, RawRow } from '../../../src/merchants/rules/words/rows.js';
import { type Instant, parseInstant, plusMs } from '../../../src/values/instant.js';
import { formatUnits } from '../../../src/values/money.js';
import { statedRow } from './stated-story.js';

/**
 * A merchant's rows in words, one clause a row:
 *
 *     d0 install; d0 act 1 Pro 50 bill 30d; d30 sale 1 50; d40 23:30 can 1
 *
 * `d<day>` from midnight, with `hh:mm` and `+<n>s` where it matters; then what happened, the charge's number, plan,
 * price (with its currency unless USD) and details: `bill <n>d` after the activation (a second more or less:
 * `bill 14d+1s`, `bill 14d-1s`), `annual`, `monthly`, `test`, and `net` for a sale without its gross.
 *
 * What Shopify states and what root events tell, in test/support/merchants/stated-story.ts:
 *
 *     d1 answer 1 Pro 30 until d14; d5 answer none; d9 root scheduled on d30; d9 root usage 7 Mails 5
 */
export function storyRows(text: string): RawRow[] {
  const stated = clausesOf(text).flatMap((clause, index) => {
    const { when = '', what = '', rest = '' } = CLAUSE.exec(clause)?.groups ?? {};
    return STATED.has(what) ? [statedRow(what, rest.split(' '), at(when), index, at)] : [];
  });
  return [...foldRows(text), ...stated];
}

/** Rows of the two older feeds alone. */
function foldRows(text: string): FoldRow[] {
  return storedRows(text).map((stored) => {
    const row = 'createdAt' in stored ? toFoldTransaction(stored) : toFoldEvent(stored);
    if (row === null) throw new Error(`no row: ${text}`);
    return row;
  });
}

/** The same as a sync stores them. */
export function storedRows(text: string): (StoredEvent | StoredTransaction)[] {
  const plans = new Map<string, string[]>();
  return clausesOf(text).flatMap((clause, index) => {
    return STATED.has(CLAUSE.exec(clause)?.groups?.['what'] ?? '') ? [] : [storedRow(clause, index, plans)];
  });
}

function clausesOf(text: string): string[] {
  return text
    .split(';')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

export function tell(text: string, today: string, hints: Hints = noHints): Folded {
  return fold(storyRows(text), at(today), hints);
}

const APP = '7';
const SHOP = '9';
const START = parseInstant('2026-01-01T00:00:00Z') as Instant;
const CLAUSE = /^(?<when>d-?\d+(?: \d\d:\d\d)?(?:\+\d+s)?) (?<what>[a-z-]+)(?: (?<rest>.*))?$/;

const STATED = new Set(['answer', 'root']);

const RELATIONSHIPS: Readonly<Record<string, string>> = {
  install: 'RELATIONSHIP_INSTALLED',
  uninstall: 'RELATIONSHIP_UNINSTALLED',
  deactivate: 'RELATIONSHIP_DEACTIVATED',
  reactivate: 'RELATIONSHIP_REACTIVATED',
};
const CHARGES: Readonly<Record<string, string>> = {
  act: 'SUBSCRIPTION_CHARGE_ACTIVATED',
  can: 'SUBSCRIPTION_CHARGE_CANCELED',
  freeze: 'SUBSCRIPTION_CHARGE_FROZEN',
  unfreeze: 'SUBSCRIPTION_CHARGE_UNFROZEN',
  accept: 'SUBSCRIPTION_CHARGE_ACCEPTED',
  decline: 'SUBSCRIPTION_CHARGE_DECLINED',
  expire: 'SUBSCRIPTION_CHARGE_EXPIRED',
  capped: 'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED',
  'near-cap': 'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT',
  unknown: 'SUBSCRIPTION_CHARGE_TELEPORTED',
  'one-time': 'ONE_TIME_CHARGE_ACTIVATED',
  'one-time-expire': 'ONE_TIME_CHARGE_EXPIRED',
  'one-time-decline': 'ONE_TIME_CHARGE_DECLINED',
  use: 'USAGE_CHARGE_APPLIED',
  credit: 'CREDIT_APPLIED',
  'credit-pending': 'CREDIT_PENDING',
  'credit-failed': 'CREDIT_FAILED',
};
const TRANSACTIONS: Readonly<Record<string, string>> = {
  sale: 'AppSubscriptionSale',
  'one-time-sale': 'AppOneTimeSale',
  'usage-sale': 'AppUsageSale',
  adjustment: 'AppSaleAdjustment',
  'credit-sale': 'AppSaleCredit',
  'unknown-sale': 'AppTeleportSale',
};

/** `d14`, `d14 23:30`, `d14+3s`. */
export function at(when: string): Instant {
  const [, day = '', hours = '0', minutes = '0', seconds = '0'] =
    /^d(-?\d+)(?: (\d\d):(\d\d))?(?:\+(\d+)s)?$/.exec(when) ?? [];
  if (day === '') throw new Error(`no time: ${when}`);
  return plusMs(START, (((Number(day) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

function storedRow(clause: string, index: number, plans: Map<string, string[]>): StoredEvent | StoredTransaction {
  const { when = '', what = '', rest = '' } = CLAUSE.exec(clause)?.groups ?? {};
  const words = rest.split(' ').filter((word) => word !== '');
  const row =
    what in TRANSACTIONS
      ? transaction(TRANSACTIONS[what] ?? '', at(when), words, index)
      : event(RELATIONSHIPS[what] ?? CHARGES[what] ?? '', at(when), words, plans);
  if (row.type === '') throw new Error(`no row: ${clause}`);
  return row;
}

function event(type: string, when: Instant, words: readonly string[], plans: Map<string, string[]>): StoredEvent {
  const stored = { appNumber: APP, shopNumber: SHOP, type, occurredAt: when, requestedAt: START };
  if (type.startsWith('RELATIONSHIP_')) {
    const reason = words.length > 0 ? words.join(' ') : null;
    return { ...stored, chargeId: '', raw: { type, reason, description: null } };
  }
  const [number = '', ...own] = words;
  // A later row of the charge repeats plan and price, as Shopify's do, unless it says otherwise.
  const details = own.length > 0 ? own : (plans.get(number) ?? ['Pro', '0']);
  plans.set(
    number,
    details.filter((word) => word !== 'bill' && !/^\d+d([+-]\d+s)?$/.test(word)),
  );
  const kind = type.startsWith('ONE_TIME')
    ? 'AppPurchaseOneTime'
    : type.startsWith('USAGE')
      ? 'AppUsageRecord'
      : 'AppSubscription';
  const [, bill, more = '0'] = /(?:^| )bill (-?\d+)d(?:([+-]\d+)s)?/.exec(details.join(' ')) ?? [];
  const charge = {
    id: `gid://shopify/${type.startsWith('CREDIT') ? 'AppCredit' : kind}/${number}`,
    name: details[0],
    test: details.includes('test'),
    billingOn: bill === undefined ? null : plusMs(when, Number(bill) * 86_400_000 + Number(more) * 1000),
    amount: moneyIn(details),
  };
  return { ...stored, chargeId: `${kind}/${number}`, raw: { type, charge } };
}

function transaction(type: string, when: Instant, words: readonly string[], index: number): StoredTransaction {
  const [number = ''] = words;
  const money = moneyIn(words);
  const raw = {
    chargeId: number === '-' ? null : `gid://partners/AppSubscription/${number}`,
    billingInterval: words.includes('annual') ? 'ANNUAL' : words.includes('monthly') ? 'EVERY_30_DAYS' : null,
    grossAmount: words.includes('net') ? null : money,
    netAmount: money,
  };
  return { id: `gid://partners/${type}/${1000 + index}`, type, createdAt: when, raw, requestedAt: START };
}

/** The price is the first number after the charge's own. */
function moneyIn(words: readonly string[]): { amount: string; currencyCode: string } {
  const place = words.findIndex((word, index) => index > 0 && /^-?\d+(\.\d+)?$/.test(word));
  const after = words[place + 1] ?? '';
  return { amount: words[place] ?? '0', currencyCode: /^[A-Z]{3}$/.test(after) ? after : 'USD' };
}

/** `15.83`, `20 EUR`; several with ` + `; nothing is `0`. */
export function shown(amounts: readonly Amount[]): string {
  const some = amounts.filter(({ units }) => units !== 0n).map(shownAmount);
  return some.length === 0 ? '0' : some.join(' + ');
}

export function shownAmount({ units, currency }: Amount): string {
  const amount = formatUnits(units, currency).replace(/\.00$/, '');
  return currency === 'USD' ? amount : `${amount} ${currency}`;
}

/** The history in one line: `d0 installed, d0 subscribed +50`; what is suppressed in brackets. */
export function history({ events }: Folded): string {
  return events
    .map(({ type, occurredAt, mrrChange, amount, suppressed, test }) => {
      const change = mrrChange === null ? '' : ` ${mrrChange.units < 0n ? '' : '+'}${shownAmount(mrrChange)}`;
      const paid = amount === null || type === 'charge_abandoned' ? '' : ` (${shownAmount(amount)})`;
      const line = `${dayOf(occurredAt)} ${type}${change}${paid}${test ? ' test' : ''}`;
      return suppressed ? `[${line}]` : line;
    })
    .join(', ');
}

function dayOf(instant: Instant): string {
  const days = Math.floor((Date.parse(instant.slice(0, 10)) - Date.parse(START.slice(0, 10))) / 86_400_000);
  return `d${days}`;
}

/** Each line of the history with its rule and how sure it is: `d0 subscribed: subscription, stated`. */
export function reasons({ events }: Folded): string {
  return events
    .map(({ occurredAt, type, rule, confidence }) => `${dayOf(occurredAt)} ${type}: ${rule}, ${confidence}`)
    .join('; ');
}

/** Status with its detail, and MRR: `churned: cancelled, 0`. */
export function standing(told: Folded): string {
  return `${status(told)}, ${shown(told.mrr)}`;
}

export function status({ status: name, detail }: Folded): string {
  return detail === null ? name : `${name}: ${detail}`;
}

/** `high: frozen d40–, downgraded d20–d80`, or `none`; each with since when and, where time ends it, until when. */
export function risks({ risk: { level, reasons: found } }: Folded): string {
  if (found.length === 0) return level;
  const each = found.map(({ code, since, until }) => `${code} ${dayOf(since)}–${until === null ? '' : dayOf(until)}`);
  return `${level}: ${each.join(', ')}`;
}

/** `frozen: stated, d40 SUBSCRIPTION_CHARGE_FROZEN`: how sure each reason is, and the rows behind it. */
export function riskRows({ risk }: Folded, rows: readonly RawRow[]): string {
  const named = (id: string) =>
    rows.filter((row) => row.id === id).map(({ at: when, type }) => `${dayOf(when)} ${type}`);
  return risk.reasons
    .map(({ code, confidence, evidence }) => `${code}: ${[confidence, ...evidence.flatMap(named)].join(', ')}`)
    .join('; ');
}

/** One figure by the name that a table calls it; days without their time. */
export function figureOf(folded: Folded, figure: string): string {
  switch (figure) {
    case 'plan':
      return folded.plan ?? '–';
    case 'last plan':
      return folded.lastPlan ?? '–';
    case 'effective confidence':
      return folded.why.effectiveMrr?.confidence ?? '–';
    case 'mrr confidence':
      return folded.why.mrr?.confidence ?? '–';
    case 'lifetime value':
      return shown(folded.lifetimeValue);
    case 'usage':
      return shown(folded.usageMrr);
    case 'effective':
      return shown(folded.effectiveMrr);
    case 'confidence':
      return folded.why.status?.confidence ?? '–';
    case 'interval':
      return `${folded.interval ?? '–'}, ${folded.why.interval?.confidence ?? '–'}`;
    case 'cancels on':
      return folded.cancelsOn ?? '–';
    case 'trial ends':
      return dateOf(folded.trialEndsAt);
    case 'installed':
      return dateOf(folded.installedAt);
    case 'uninstalled':
      return dateOf(folded.uninstalledAt);
    case 'first subscribed':
      return dateOf(folded.firstSubscribedAt);
    case 'next change':
      return dateOf(folded.nextChangeAt);
    default:
      throw new Error(`no such figure: ${figure}`);
  }
}

function dateOf(instant: Instant | null): string {
  return instant?.slice(0, 10) ?? '–';
}
