import type { Sql } from '../../src/postgres/sql.js';
import type { Instant } from '../../src/values/instant.js';
import type { PartnerAccount } from '../support/accounts/partner-account.js';
import { waitFor } from '../support/servers/wait-for.js';

/**
 * Waits until a fault is over, and prints how long that took.
 * @returns milliseconds from the call on
 */
export async function healed(what: string, condition: () => unknown, timeoutMs: number): Promise<number> {
  const began = performance.now();
  await waitFor(what, condition, { timeoutMs, intervalMs: 100 });
  return told(what, performance.now() - began);
}

/** Prints what took how long. */
export function told(what: string, ms: number): number {
  process.stdout.write(`[faults] ${what}: ${(ms / 1000).toFixed(1)} s\n`);
  return ms;
}

/** Whether Shopify has been asked for each of the accounts since this was called. */
export function allSyncAgain(accounts: readonly PartnerAccount[]): () => boolean {
  const before = accounts.map((account) => account.requests().length);
  return () => accounts.every((account, index) => account.requests().length > (before[index] ?? 0));
}

/** By the database's clock: newer are the looks and the pages that count. */
export async function databaseNow(sql: Sql): Promise<Instant> {
  const [{ now }] = await sql<[{ now: Instant }]>`select clock_timestamp() as now`;
  return now;
}
