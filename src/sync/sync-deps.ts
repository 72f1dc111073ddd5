import type { Logger } from 'pino';
import type { TokenCipher } from '../connections/keys/token-cipher.js';
import type { ErasedNames } from '../erasure/erased-names.js';
import type { PartnerApi } from '../partner/client/partner-api.js';
import type { BudgetOf } from '../partner/pace/client-budgets.js';
import type { Sql } from '../postgres/sql.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';
import type { StartUpdates } from '../webhooks/start-updates.js';
import type { TellSync } from './sync-summary.js';

/** What a sync needs; handed in once by the worker. */
export interface SyncDeps {
  readonly sql: Sql;
  readonly partnerApi: PartnerApi;
  /** Its version. */
  readonly apiVersion: string;
  readonly budgetOf: BudgetOf;
  /** Whether the API version has `activeSubscription`. */
  readonly asksForSubscriptions: boolean;
  readonly tokenCipher: TokenCipher;
  readonly erasedNames: ErasedNames;
  /** How long after a refusal the same is asked again; for tests, which need not wait for it. */
  readonly confirmAfterMs?: number;
  /** Of messages to Convot; null where no address is configured, then they wait. */
  readonly startDelivery: StartDelivery | null;
  /** Of what changes of merchants; null where Convot is not told of it. */
  readonly startUpdates: StartUpdates | null;
  /** Hears of each sync that has ended. */
  readonly tellSync: TellSync;
  readonly logger: Logger;
}
