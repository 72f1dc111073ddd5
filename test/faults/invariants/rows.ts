import type { Instant } from '../../../src/values/instant.js';

/** A row of Shopify's, or what is stored of it, reduced to what must agree. */
export interface JudgedRow {
  /** `transactions`, or `events/<app number>`. */
  readonly feed: string;
  /** What makes it one row. */
  readonly key: string;
  /** `createdAt` or `occurredAt`. */
  readonly at: Instant;
  /** Shop, app, charge and money. */
  readonly content: string;
}

export interface LedgerRow extends JudgedRow {
  /** From when on Shopify shows it. */
  readonly visibleAt: Instant;
}

/**
 * I1, I2, I3: of what Shopify shows every row is stored, once, with its content; and no other.
 * @param ledger everything that Shopify shows by now @param stored every row, so that one that is there twice shows
 * @returns a sentence for each kind of fault, with how many and one of them
 */
export function judgeRows(ledger: readonly LedgerRow[], stored: readonly JudgedRow[]): string[] {
  const shown = new Map(ledger.map((row) => [row.key, row]));
  const kept = new Map(stored.map((row) => [row.key, row]));
  const seen = new Set<string>();
  const twice = stored.filter(({ key }) => seen.size === seen.add(key).size);
  return [
    ...complaint(
      'lost',
      [...shown.values()].filter(({ key }) => !kept.has(key)),
    ),
    ...complaint('stored twice', twice),
    ...complaint(
      'not of this account',
      [...kept.values()].filter(({ key }) => !shown.has(key)),
    ),
    ...complaint(
      'stored otherwise than Shopify shows them',
      [...kept.values()].filter(({ key, content }) => shown.has(key) && shown.get(key)?.content !== content),
    ),
  ];
}

function complaint(what: string, rows: readonly JudgedRow[]): string[] {
  const [first] = rows;
  return first === undefined ? [] : [`${rows.length} rows are ${what}, such as ${first.key}`];
}
