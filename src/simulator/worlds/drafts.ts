import type { LedgerEvent, LedgerRow, LedgerTransaction } from '../ledger/rows.js';

/** A row before it has a number: told in any order, numbered by time at the end. */
export type Draft = Omit<LedgerTransaction, 'tie'> | Omit<LedgerEvent, 'tie'>;

/** Gives ids that rise with time, as Shopify's do. Rows of one instant keep the order in which they were told. */
export function number(drafts: readonly Draft[], first: { transaction: number; event: number }): LedgerRow[] {
  const next = { ...first };
  return [...drafts].sort((a, b) => a.at - b.at).map((draft) => ({ ...draft, tie: next[draft.feed]++ }));
}

/** The fields that most transactions leave empty. */
export const plainTransaction = {
  feed: 'transaction',
  app: null,
  shop: null,
  chargeId: null,
  billingInterval: null,
  grossAmount: null,
  shopifyFee: null,
  category: null,
  taxType: null,
  themeName: null,
} as const;
