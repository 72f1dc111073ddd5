import type { Amount, MerchantEventType } from '../../../contract/merchant-words.js';
import type { RuleName } from '../../../contract/rule-names.js';
import { CodedError } from '../../../values/coded-error.js';
import { chargeKey } from '../charges/charges.js';
import { order } from '../words/order-at-one-instant.js';
import { type ChargeKind, type FoldEvent, type FoldRow, type FoldTransaction, grossOf } from '../words/rows.js';
import type { HistoryLine } from './history-line.js';

interface Purchase {
  readonly kind: ChargeKind;
  readonly event: string;
  readonly transaction: string;
  readonly type: MerchantEventType;
  readonly rule: RuleName;
}

const PURCHASES: readonly Purchase[] = [
  {
    kind: 'one_time',
    event: 'ONE_TIME_CHARGE_ACTIVATED',
    transaction: 'AppOneTimeSale',
    type: 'one_time_purchase',
    rule: 'purchase',
  },
  { kind: 'usage', event: 'USAGE_CHARGE_APPLIED', transaction: 'AppUsageSale', type: 'usage_charge', rule: 'usage' },
  { kind: 'credit', event: 'CREDIT_APPLIED', transaction: 'AppSaleCredit', type: 'credit', rule: 'credit' },
];

/**
 * One-time purchases, usage, credits and refunds: events of their own, never MRR. An event row and the transaction
 * of the same charge number are one event, dated by the event row; its amount is what was settled, once it is.
 * Rule: Then, charge by charge, "one-time, usage, credit, refund".
 */
export function purchaseLines(rows: readonly FoldRow[], tests: ReadonlySet<string>): HistoryLine[] {
  return [...PURCHASES.flatMap((purchase) => linesOfPurchase(purchase, rows, tests)), ...refundLines(rows, tests)];
}

function linesOfPurchase(purchase: Purchase, rows: readonly FoldRow[], tests: ReadonlySet<string>): HistoryLine[] {
  const sales = rows.filter(
    (row) => row.source === 'transaction' && row.type === purchase.transaction,
  ) as FoldTransaction[];
  const unjoined = new Map<string, FoldTransaction[]>();
  for (const sale of sales) {
    const key = sale.chargeNumber ?? sale.id;
    unjoined.set(key, [...(unjoined.get(key) ?? []), sale]);
  }
  const lines: HistoryLine[] = [];
  for (const row of rows) {
    if (row.source !== 'event' || row.type !== purchase.event) continue;
    lines.push(purchaseLine(purchase, row, unjoined.get(row.chargeNumber ?? '')?.shift() ?? null, tests));
  }
  for (const left of unjoined.values()) for (const sale of left) lines.push(purchaseLine(purchase, null, sale, tests));
  return lines;
}

function purchaseLine(
  { type, rule }: Purchase,
  event: FoldEvent | null,
  sale: FoldTransaction | null,
  tests: ReadonlySet<string>,
): HistoryLine {
  const dated = event ?? sale;
  if (dated === null) throw new CodedError('purchase_without_row', 'a purchase without a row');
  return {
    at: dated.at,
    order: order.rest,
    chargeNumber: dated.chargeNumber,
    type,
    key: dated.chargeNumber ?? dated.id,
    plan: event?.plan ?? null,
    amount: sale ? grossOf(sale) : type === 'credit' ? negated(event?.amount ?? null) : (event?.amount ?? null),
    test: tests.has(chargeKey(dated)),
    rule,
    confidence: sale !== null && sale.gross === null ? 'assumed' : 'stated',
    evidence: [event?.id, sale?.id].filter((id) => id !== undefined),
  };
}

/** Rule: Then, charge by charge, "one-time, usage, credit, refund". */
function refundLines(rows: readonly FoldRow[], tests: ReadonlySet<string>): HistoryLine[] {
  return rows.flatMap((row): HistoryLine[] => {
    if (row.source !== 'transaction' || row.type !== 'AppSaleAdjustment') return [];
    return [
      {
        at: row.at,
        order: order.rest,
        chargeNumber: row.chargeNumber,
        type: 'refund',
        key: row.id,
        amount: grossOf(row),
        test: tests.has(chargeKey(row)),
        rule: 'adjustment',
        confidence: row.gross === null ? 'assumed' : 'stated',
        evidence: [row.id],
      },
    ];
  });
}

/** The event of a credit has the amount given; money that leaves us is shown with its sign, as its transaction has it. */
function negated(amount: Amount | null): Amount | null {
  return amount && amount.units > 0n ? { units: -amount.units, currency: amount.currency } : amount;
}
