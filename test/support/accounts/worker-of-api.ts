import { createTokenCipher } from '../../../src/connections/keys/token-cipher.js';
import type { ConnectionKey } from '../../../src/contract/connection-activities.js';
import { createErasedNames } from '../../../src/erasure/erased-names.js';
import { createPartnerApi } from '../../../src/partner/client/client.js';
import { createClientBudgets } from '../../../src/partner/pace/client-budgets.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import { createLogger } from '../../../src/process/log.js';
import { refreshShop } from '../../../src/sync/refresh/refresh-shop.js';
import { runSync } from '../../../src/sync/run-sync.js';
import type { SyncDeps } from '../../../src/sync/sync-deps.js';
import type { TestApi } from '../servers/api.js';
import { POLICY } from './synced-account.js';

/** Does in the test's process what the worker beside an api would. */
export class WorkerOfApi {
  readonly #deps: SyncDeps;

  constructor(api: TestApi) {
    this.#deps = {
      sql: connectPostgres(api.databaseUrl, { applicationName: 'test', role: 'convot_worker', max: 2 }),
      partnerApi: createPartnerApi({ url: api.simulator.url, version: '2026-07' }),
      apiVersion: '2026-07',
      budgetOf: createClientBudgets({ requestsPerSecond: 1_000 }),
      tokenCipher: createTokenCipher(api.keyRing),
      erasedNames: createErasedNames(api.keyRing),
      asksForSubscriptions: false,
      startDelivery: null,
      startUpdates: null,
      tellSync: () => undefined,
      logger: createLogger('test', 'silent'),
    };
  }

  /** Until nothing is left to read. */
  async sync(key: ConnectionKey): Promise<void> {
    const input = { ...key, budgetMs: 30_000, delayFactor: 1 };
    let head = true;
    for (let more = true; more; head = false) {
      const { end } = await runSync(this.#deps, POLICY, { ...input, head }, new AbortController().signal);
      more = end.outcome === 'more';
    }
  }

  async refresh(key: ConnectionKey, shop: string): Promise<void> {
    await refreshShop(this.#deps, { ...key, shop }, new AbortController().signal);
  }

  async close(): Promise<void> {
    await this.#deps.sql.end();
  }
}
