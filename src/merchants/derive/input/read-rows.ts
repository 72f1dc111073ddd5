import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair, pairKey } from '../../pairs.js';
import { chargeKey } from '../../rules/charges/charges.js';
import type { RawRow } from '../../rules/words/rows.js';
import { type StoredEvent, type StoredTransaction, toFoldEvent, toFoldTransaction } from './decode-rows.js';
import { toFoldAnswer, toFoldTimelineEvent } from './decode-stated.js';
import { readAnswers, readTimelineEvents } from './read-stated.js';

/** All raw rows of the pairs, read into the fold's words. Pairs without any row are there, empty. */
export async function readRows(
  tenant: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<Map<string, RawRow[]>> {
  const rows = new Map<string, RawRow[]>(pairs.map((pair) => [pairKey(pair), []]));
  const add = (pair: Pair, row: RawRow | null) => row !== null && rows.get(pairKey(pair))?.push(row);
  // Sent together, answered one after another on the transaction's connection.
  const [events, transactions, timeline, answers, areSomeWithoutShop] = await Promise.all([
    readEvents(tenant, connectionId, pairs),
    readTransactions(tenant, connectionId, pairs),
    readTimelineEvents(tenant, connectionId, pairs),
    readAnswers(tenant, connectionId, pairs),
    hasRowsWithoutShop(tenant, connectionId, pairs),
  ]);
  for (const event of events) add(event, toFoldEvent(event));
  for (const sale of transactions) add(sale, toFoldTransaction(sale));
  for (const event of timeline) add(event, toFoldTimelineEvent(event));
  for (const answer of answers) add(answer, toFoldAnswer(answer));
  if (areSomeWithoutShop) await addRowsWithoutShop(tenant, connectionId, pairs, rows);
  return rows;
}

// `offset 0` keeps the look-up of each pair by its key: joined freely, a planner without fresh statistics walks the
// whole connection for every batch. What is a column already, or no rule reads, is not sent: two thirds of the bytes.
async function readEvents({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<StoredEvent[]> {
  return sql<StoredEvent[]>`
    select p.app_number, p.shop_number, own.*
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select type, occurred_at, charge_id, raw - '{app,shop,type,occurredAt,__typename}'::text[] as raw, requested_at
      from app_events e
      where e.connection_id = ${connectionId} and e.app_number = p.app_number and e.shop_number = p.shop_number
      offset 0
    ) as own
  `;
}

async function readTransactions(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
): Promise<(StoredTransaction & Pair)[]> {
  return sql<(StoredTransaction & Pair)[]>`
    select p.app_number, p.shop_number, own.*
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select id, type, created_at, ${saleDetails(sql)} as raw, requested_at
      from transactions t
      where t.connection_id = ${connectionId} and t.app_number = p.app_number and t.shop_number = p.shop_number
      offset 0
    ) as own
  `;
}

function saleDetails(sql: Tenant['sql']) {
  return sql`raw - '{id,app,shop,createdAt,shopifyFee,processingFee,regulatoryOperatingFee,__typename}'::text[]`;
}

/** Few accounts have any, and then few. */
async function hasRowsWithoutShop({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<boolean> {
  const [found] = await sql<[{ some: boolean }]>`
    select exists (
      select from transactions
      where connection_id = ${connectionId} and app_number = any (${appsOf(pairs)}::bigint[])
        and shop_number is null and charge_number is not null
    ) as some
  `;
  return found.some;
}

function appsOf(pairs: readonly Pair[]): string[] {
  return [...new Set(pairs.map(({ appNumber }) => appNumber))];
}

/**
 * Adds what Shopify sent without a shop to the pair that has the charge it names. The number finds it, the kind
 * decides: numbers are unique within one kind only. One that fits no charge counts in the app's totals alone.
 * Rule: Then, charge by charge, "A row without a shop".
 */
async function addRowsWithoutShop(
  { sql }: Tenant,
  connectionId: string,
  pairs: readonly Pair[],
  rows: Map<string, RawRow[]>,
): Promise<void> {
  const pairsOfCharge = new Map<string, string[]>();
  const numbers = new Set<string>();
  for (const [pair, own] of rows) {
    const [appNumber = ''] = pair.split('/');
    for (const row of own) {
      if (!('chargeKind' in row) || row.chargeNumber === null) continue;
      numbers.add(row.chargeNumber);
      const key = `${appNumber} ${chargeKey(row)}`;
      const known = pairsOfCharge.get(key) ?? [];
      if (!known.includes(pair)) pairsOfCharge.set(key, [...known, pair]);
    }
  }
  if (numbers.size === 0) return;
  const orphans = await sql<(StoredTransaction & { appNumber: string })[]>`
    select app_number, id, type, created_at, ${saleDetails(sql)} as raw, requested_at
    from transactions
    where connection_id = ${connectionId} and app_number = any (${appsOf(pairs)}::bigint[])
      and shop_number is null and charge_number = any (${[...numbers]}::text[])
  `;
  for (const orphan of orphans) {
    const row = toFoldTransaction(orphan);
    if (row === null) continue;
    for (const pair of pairsOfCharge.get(`${orphan.appNumber} ${chargeKey(row)}`) ?? []) rows.get(pair)?.push(row);
  }
}
