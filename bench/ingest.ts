import { foldTouched } from '../src/merchants/derive/fold-touched.js';
import { connectPostgres } from '../src/postgres/client.js';
import type { Sql } from '../src/postgres/sql.js';
import { withTenant } from '../src/postgres/tenant.js';
import { instantFromMs } from '../src/values/instant.js';
import { type CopiedRows, copyIn, copyOut } from './support/accounts/copy-rows.js';
import { ExpectedRows } from './support/accounts/expected-rows.js';
import { type FeedPages, feedPages } from './support/accounts/feed-pages.js';
import { type LocalSync, withLocalSync } from './support/accounts/local-sync.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { storePages } from './support/accounts/store-pages.js';
import { median, rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const LEAST_RATIO = 0.25;
const PAIRS_PER_FOLD = 500;

interface Round {
  /** Rows a second through `storePage`. */
  readonly store: number;
  /** Rows a second by COPY. */
  readonly copy: number;
  /** Rows a second with HTTP, validation and the fold. */
  readonly whole: number;
  /** Seconds to fold all merchants after `store`. */
  readonly foldSeconds: number;
}

export const options = {
  transactions: { usual: 60_000, tiny: 200 },
  events: { usual: 40_000, tiny: 100 },
  merchants: { usual: 8_000, tiny: 30 },
  rounds: { usual: 3, tiny: 1 },
  seed: { usual: 'ingest' },
};

/**
 * Rows a second into the raw tables: page by page as a sync stores them, by plain COPY, and as a whole sync does it with
 * HTTP and validation. In turn, several times; medians.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { rounds: roundCount, ...size } = chosen;
  const account = await PartnerAccount.start(installation.processes, { apps: 4, days: 730, ...size });
  await account.behave({ requestsPerSecond: null, latencyMs: 0 });
  const expected = new ExpectedRows(account);
  const feeds = await feedPages(account);
  const rounds: Round[] = [];
  for (let round = 1; round <= roundCount; round += 1) {
    say(`Round ${round} of ${roundCount}, ${expected.count} rows …`);
    rounds.push(await measure({ installation, account, expected, feeds }));
  }
  sayTable(rounds, ['store', 'copy', 'whole', 'foldSeconds']);
  const medianOf = (name: keyof Round) => median(rounds.map((round) => round[name]));
  const [store, copy, whole] = [medianOf('store'), medianOf('copy'), medianOf('whole')];
  const ratios = { storeToCopy: rounded(store / copy, 3), wholeToCopy: rounded(whole / copy, 3) };
  return {
    ...size,
    rowsPerSecond: { store, copy, whole },
    ...ratios,
    rounds,
    isOnTarget: ratios.storeToCopy >= LEAST_RATIO,
  };
}

interface Parts {
  readonly installation: Installation;
  readonly account: PartnerAccount;
  readonly expected: ExpectedRows;
  readonly feeds: readonly FeedPages[];
}

async function measure({ installation: { databases }, account, expected, feeds }: Parts): Promise<Round> {
  const rate = (seconds: number) => Math.round(expected.count / seconds);
  const stored = await withLocalSync(databases, account, async (sync) => {
    const storeSeconds = await timed(sync.sql, () => storeAll(sync, feeds));
    await expected.compare(sync.sql);
    const rows = await copyOut(sync.databaseUrl);
    return { rows, storeSeconds, foldSeconds: await timed(sync.sql, () => foldAll(sync)) };
  });
  const copySeconds = await copyIntoNew(databases, stored.rows, expected);
  const wholeSeconds = await withLocalSync(databases, account, async (sync) => {
    const seconds = await timed(sync.sql, () => sync.syncAll());
    await expected.compare(sync.sql);
    return seconds;
  });
  return {
    ...{ store: rate(stored.storeSeconds), copy: rate(copySeconds), whole: rate(wholeSeconds) },
    foldSeconds: rounded(stored.foldSeconds, 2),
  };
}

async function storeAll({ workerSql, connected }: LocalSync, feeds: readonly FeedPages[]): Promise<void> {
  const { organizationId, connectionId } = connected;
  for (const feed of feeds)
    await storePages(workerSql, { organizationId, fence: { connectionId, generation: 1 } }, feed);
}

async function foldAll({ workerSql, connected: { organizationId, connectionId } }: LocalSync): Promise<void> {
  const batch = { connectionId, asOf: instantFromMs(Date.now()), limit: PAIRS_PER_FOLD };
  let remaining = true;
  while (remaining)
    ({ remaining } = await withTenant(workerSql, organizationId, (tenant) => foldTouched(tenant, batch)));
}

async function copyIntoNew(databases: Installation['databases'], rows: CopiedRows, expected: ExpectedRows) {
  const databaseUrl = await databases.create();
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  try {
    const seconds = await timed(sql, () => copyIn(sql, rows));
    await expected.compare(sql);
    return seconds;
  } finally {
    await sql.end();
    await databases.drop(databaseUrl);
  }
}

/** What was written before is on disk, so that none pays for another. */
async function timed(sql: Sql, work: () => Promise<void>): Promise<number> {
  await sql`checkpoint`;
  const beganMs = performance.now();
  await work();
  return (performance.now() - beganMs) / 1000;
}
