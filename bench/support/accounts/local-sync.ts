import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import type { ConnectionIdentity } from '../../../src/contract/connection-activities.js';
import { createErasedNames } from '../../../src/erasure/erased-names.js';
import { createPartnerApi } from '../../../src/partner/client/client.js';
import { createClientBudgets } from '../../../src/partner/pace/client-budgets.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { createLogger } from '../../../src/process/log.js';
import { runSync } from '../../../src/sync/run-sync.js';
import type { SyncDeps } from '../../../src/sync/sync-deps.js';
import { Secret } from '../../../src/values/secret.js';
import type { Databases } from '../run/databases.js';
import { connectAccount, newTokenKeys } from './connect-account.js';
import type { PartnerAccount } from './partner-account.js';

/** A connected account in a database of its own, to be synced in this process, without Temporal. */
export interface LocalSync {
  readonly databaseUrl: string;
  /** Of the superuser, bound by no tenant. */
  readonly sql: Sql;
  /** As the worker has it: its role, bound to one tenant a transaction. */
  readonly workerSql: Sql;
  readonly connected: ConnectionIdentity;
  /** Syncs until there is nothing left, as fast as both sides can. */
  syncAll(): Promise<void>;
}

const POLICY = { intervalMs: 240_000, failureLimit: 5 };
const SYNC_BUDGET_MS = 30_000;

export async function withLocalSync<T>(
  databases: Databases,
  account: PartnerAccount,
  work: (sync: LocalSync) => Promise<T>,
): Promise<T> {
  const databaseUrl = await databases.create();
  const sql = connectPostgres(databaseUrl, { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
  const workerSql = connectPostgres(databaseUrl, { applicationName: 'bench', role: 'convot_worker', max: 20 });
  const tokenKeys = newTokenKeys();
  const deps: SyncDeps = {
    sql: workerSql,
    partnerApi: createPartnerApi({ url: account.url, version: '2026-07' }),
    apiVersion: '2026-07',
    budgetOf: createClientBudgets({ requestsPerSecond: 1_000 }),
    tokenCipher: createTokenCipher(new Secret(tokenKeys)),
    erasedNames: createErasedNames(new Secret(tokenKeys)),
    asksForSubscriptions: false,
    startDelivery: null,
    startUpdates: null,
    tellSync: () => undefined,
    logger: createLogger('bench', 'silent'),
  };
  try {
    const connected = await connectAccount(sql, account, tokenKeys);
    const input = { ...connected, budgetMs: SYNC_BUDGET_MS, delayFactor: 1 };
    const syncAll = async () => {
      for (let head = true; ; head = false) {
        const { end } = await runSync(deps, POLICY, { ...input, head }, new AbortController().signal);
        if (end.outcome === 'ok') return;
        if (end.outcome !== 'more') throw new Error(`The sync ended with ${end.outcome}.`);
      }
    };
    return await work({ databaseUrl, sql, workerSql, connected, syncAll });
  } finally {
    await Promise.all([sql.end(), workerSql.end({ timeout: 5 })]);
    await databases.drop(databaseUrl);
  }
}
