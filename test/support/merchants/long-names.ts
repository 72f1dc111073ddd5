import type { LedgerRow } from '../../../src/simulator/ledger/rows.js';

/** As long as Shopify lets names be, without a place to break at. */
const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

const long = (name: string) => `${WORD}${name.replaceAll(/\s/g, '')}`;

/** The same row with the longest names of shop, app and plan, and the longest reason. */
export function withLongNames(row: LedgerRow): LedgerRow {
  // Apps and shops are held once, for all rows.
  for (const record of [row.shop, row.app]) {
    if (record !== null && !record.name.startsWith(WORD)) record.name = long(record.name);
  }
  if (row.feed === 'transaction' || row.charge === null) return row;
  const { charge, reason } = row;
  return { ...row, charge: { ...charge, name: long(charge.name) }, reason: reason === null ? null : long(reason) };
}
