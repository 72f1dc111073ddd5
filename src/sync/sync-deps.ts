import type { Logger } from 'pino';
import type { TokenCipher } from '../connections/token-cipher.js';
import type { ClientBudget } from '../partner/client-budgets.js';
import type { PartnerApi, PartnerCredentials } from '../partner/partner-api.js';
import type { Sql } from '../store/client.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';

/** What a sync needs; handed in once by the worker. */
export interface SyncDeps {
  readonly sql: Sql;
  readonly partnerApi: PartnerApi;
  readonly budgetOf: (credentials: PartnerCredentials) => ClientBudget;
  readonly tokenCipher: TokenCipher;
  /** Tells Convot of churn; null where nobody listens. */
  readonly tellConvot: StartDelivery | null;
  readonly logger: Logger;
}
