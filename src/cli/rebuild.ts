import { readEnvironment } from '../config/config.js';
import { type DirectoryEntry, readDirectory } from '../connections/store/connection-directory.js';
import type { Amount, MerchantSummary } from '../contract/merchant-words.js';
import type { Difference } from '../merchants/derive/fold-pairs.js';
import { rebuildMerchants } from '../merchants/derive/rebuild-merchants.js';
import { findShopDomain } from '../merchants/read/shops.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { formatUnits } from '../values/money.js';
import { withDatabase } from './operator.js';
import { print } from './print.js';

const MOST_DIFFERENCES_SHOWN = 50;

/** A lock or a statement that lasted too long, a deadlock: SQLSTATEs of one connection's rows, not of the database. */
const HELD = ['55P03', '57014', '40P01', '40001'];

/**
 * Derives all merchants again from the raw rows, while the service runs, and prints what came out differently from what
 * was stored. What differs is corrected. A connection that somebody holds is passed over.
 * @throws naming the connections that are left, when some are
 */
export async function rebuild({
  connection,
  organization,
}: {
  readonly connection?: string;
  readonly organization?: string;
}): Promise<void> {
  await withDatabase(readEnvironment(), async (sql) => {
    const chosen = (await readDirectory(sql)).filter(
      ({ connectionId, organizationId }) =>
        (connection === undefined || connection === connectionId) &&
        (organization === undefined || organization === organizationId),
    );
    if (chosen.length === 0) throw new Error('There is no such connection.');
    const left = new Set(chosen.map(({ connectionId }) => connectionId));
    try {
      for (const entry of chosen) if (await rebuildUnlessHeld(sql, entry)) left.delete(entry.connectionId);
    } finally {
      if (left.size > 0) console.log(`not done: ${[...left].join(', ')}`);
    }
    if (left.size > 0)
      throw new Error(
        `${left.size} of ${chosen.length} connections are left. Run it again, with --connection for each.`,
      );
  });
}

/** @returns false when somebody held its rows for too long; what was derived of it until then is stored */
async function rebuildUnlessHeld(sql: Sql, entry: DirectoryEntry): Promise<boolean> {
  try {
    await rebuildOne(sql, entry);
    return true;
  } catch (error) {
    if (!isHeld(error)) throw error;
    console.log(`${entry.connectionId}  passed over: somebody holds its rows`);
    return false;
  }
}

function isHeld(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && HELD.includes(String(error.code));
}

async function rebuildOne(sql: Sql, key: DirectoryEntry) {
  const beganMs = performance.now();
  const total = { pairs: 0, rows: 0, created: 0, different: 0, days: 0 };
  for await (const { pairs, rows, created, differences, days } of rebuildMerchants(sql, key)) {
    for (const difference of differences.slice(0, Math.max(0, MOST_DIFFERENCES_SHOWN - total.different))) {
      const domain = await withTenant(sql, key.organizationId, (tenant) =>
        findShopDomain(tenant, key.connectionId, difference.shopNumber),
      );
      print(`  ${domain ?? `shop ${difference.shopNumber}`}, app ${difference.appNumber}: ${told(difference)}`);
    }
    total.pairs += pairs;
    total.rows += rows;
    total.created += created;
    total.different += differences.length;
    total.days += days;
  }
  const hidden = total.different - MOST_DIFFERENCES_SHOWN;
  if (hidden > 0) print(`  and ${hidden} more`);
  if (total.days > 0) print(`  ${total.days} sums of a day's movements were others`);
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
  const found = `${total.different} came out differently, ${total.created} were new`;
  print(`${key.connectionId}  ${total.pairs} merchants from ${total.rows} rows in ${seconds} s: ${found}`);
}

function told({ before, after }: Difference): string {
  const [was, is] = [inWords(before), inWords(after)];
  return was === is ? `${is}, as before; its history, another figure or a reason is another` : `${was} → ${is}`;
}

function inWords({ status, detail, plan, mrr }: MerchantSummary): string {
  const reason = detail === null ? '' : ` (${detail.replace('_', ' ')})`;
  return `${status}${reason}${plan === null ? '' : ` on ${plan}`}, MRR ${inMoney(mrr)}`;
}

function inMoney(amounts: readonly Amount[]): string {
  const some = amounts.filter(({ units }) => units !== 0n);
  return some.map(({ units, currency }) => `${formatUnits(units, currency)} ${currency}`).join(' + ') || '0';
}
