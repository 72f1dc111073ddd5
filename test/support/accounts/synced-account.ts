import { randomBytes, randomUUID } from 'node:crypto';
import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import { findConnectionSummary } from '../../../src/connections/store/connection-summaries.js';
import {
  claimPartnerOrganization,
  endGeneration,
  startGeneration,
} from '../../../src/connections/store/connections.js';
import { prepareSync } from '../../../src/connections/store/sync-status.js';
import { type ConnectionView, connectionView } from '../../../src/connections/view/connection-view.js';
import { createErasedNames } from '../../../src/erasure/erased-names.js';
import { createPartnerApi } from '../../../src/partner/client/client.js';
import { createClientBudgets } from '../../../src/partner/pace/client-budgets.js';
import { PAGES_PER_REQUEST } from '../../../src/partner/pace/request-width.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';
import { createLogger } from '../../../src/process/log.js';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.js';
import type { World } from '../../../src/simulator/world.js';
import { runSync } from '../../../src/sync/run-sync.js';
import type { SyncDeps } from '../../../src/sync/sync-deps.js';
import { Secret } from '../../../src/values/secret.js';
import type { StartDelivery } from '../../../src/webhooks/start-delivery.js';
import { createTestDatabase } from '../database/database.js';

export const POLICY = { intervalMs: 240_000, failureLimit: 5 };

/** One connected account over a database and a Partner API of the test's own, to be synced in this process. */
export interface SyncedAccount {
  readonly simulator: Simulator;
  /** The simulator's time. */
  readonly clock: { nowMs: number };
  readonly databaseUrl: string;
  /** Bound by no tenant, for looking at what was stored. */
  readonly sql: Sql;
  /** Of the operator's role. */
  readonly operators: Sql;
  readonly deps: SyncDeps;
  readonly keyRing: Secret;
  readonly key: { readonly organizationId: string; readonly connectionId: string };
  sync(options?: { budgetMs?: number; head?: boolean; signal?: AbortSignal }): ReturnType<typeof runSync>;
  /** Replaces the token under a new generation, as reconnecting does. */
  reconnect(token: string): Promise<void>;
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** As its owner sees it. */
export async function viewOf({ sql, key, deps }: SyncedAccount): Promise<ConnectionView> {
  const row = await withTenant(sql, key.organizationId, (tenant) => findConnectionSummary(tenant, key.connectionId));
  if (row === undefined) throw new Error('the connection is gone');
  return connectionView(row, { ...POLICY, apiVersion: deps.apiVersion });
}

export interface AccountOptions {
  readonly partnerOrganizationId: string;
  readonly token: string;
  /** Of each request, where it is shorter than the sync's own. */
  readonly deadlineMs?: number;
  /** At most, where it is less than Shopify's own. */
  readonly pagesPerRequest?: number;
  /** Told of the messages to Convot that a sync wrote; without it they wait. */
  readonly startDelivery?: StartDelivery;
  /** What nobody waits for, and most tests count without. */
  readonly asksForSubscriptions?: boolean;
}

export async function startSyncedAccount(
  world: World,
  {
    partnerOrganizationId,
    token,
    pagesPerRequest = PAGES_PER_REQUEST,
    startDelivery,
    asksForSubscriptions = false,
    ...limits
  }: AccountOptions,
): Promise<SyncedAccount> {
  const keyRing = new Secret(`test:${randomBytes(32).toString('base64')}`);
  const tokenCipher = createTokenCipher(keyRing);
  const database = await createTestDatabase();
  // Time stands still at Shopify unless the test moves it, so that what is there can be compared with what was stored.
  const clock = { nowMs: Date.now() };
  const settings = { requestsPerSecond: null };
  const simulator = await startSimulator({ world, settings, clock: () => clock.nowMs });
  const sql = connectPostgres(database.url, { applicationName: 'convot-test', max: 2 });
  const workerSql = connectPostgres(database.url, { applicationName: 'convot-test', role: 'convot_worker', max: 4 });
  const operators = connectPostgres(database.url, { applicationName: 'convot-test', role: 'convot_operator', max: 2 });
  const key = { organizationId: 'org_test', connectionId: randomUUID() };
  const deps: SyncDeps = {
    sql: workerSql,
    partnerApi: createPartnerApi({ url: simulator.url, version: '2026-07', ...limits }),
    apiVersion: '2026-07',
    budgetOf: createClientBudgets({ requestsPerSecond: 1_000, pagesPerRequest }),
    tokenCipher,
    erasedNames: createErasedNames(keyRing),
    asksForSubscriptions,
    confirmAfterMs: 0,
    startDelivery: startDelivery ?? null,
    startUpdates: null,
    tellSync: () => undefined,
    logger: createLogger('test', 'silent'),
  };
  const connectWith = (accessToken: string) =>
    withTenant(sql, key.organizationId, async (tenant) => {
      const ciphertext = tokenCipher.encrypt(key, new Secret(accessToken));
      const owner = { id: key.connectionId, partnerOrganizationId, connectedBy: 'test' };
      await claimPartnerOrganization(tenant, owner);
      await startGeneration(tenant, key.connectionId, 'test', { ciphertext, hint: accessToken.slice(-4) });
      await prepareSync(tenant, key.connectionId);
    });
  const close = async () => {
    await Promise.all([sql.end(), workerSql.end(), operators.end(), simulator.close()]);
    await database.drop();
  };
  await connectWith(token).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    simulator,
    clock,
    databaseUrl: database.url,
    sql,
    operators,
    deps,
    keyRing,
    key,
    sync: ({ budgetMs = 30_000, head = true, signal = new AbortController().signal } = {}) =>
      runSync(deps, POLICY, { ...key, budgetMs, head, delayFactor: 1 }, signal),
    reconnect: connectWith,
    disconnect: () => withTenant(sql, key.organizationId, (tenant) => endGeneration(tenant, key.connectionId, 'test')),
    close,
  };
}
