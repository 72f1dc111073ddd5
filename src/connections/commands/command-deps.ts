import type { ConnectionIdentity } from '../../contract/connection-activities.js';
import type { ConnectionSignal } from '../../contract/signals.js';
import type { PartnerApi } from '../../partner/client/partner-api.js';
import type { Sql } from '../../postgres/sql.js';
import type { TokenCipher } from '../keys/token-cipher.js';
import type { SignalConnection } from '../runs/signal-connection.js';

export interface CommandLog {
  /** What changes how a connection stands. */
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface CommandDeps {
  readonly sql: Sql;
  readonly cipher: TokenCipher;
  readonly partnerApi: PartnerApi;
  readonly signal: SignalConnection;
  readonly log: CommandLog;
  /** How long after a refusal of Shopify's the same is asked again; for tests, which need not wait for it. */
  readonly confirmAfterMs?: number;
}

/**
 * Tells the workflow to look, after the facts are committed. A nudge that is lost is not an error of the command: the
 * row stands and the reconciler nudges again.
 */
export async function nudge(
  { signal, log }: Pick<CommandDeps, 'signal' | 'log'>,
  connection: ConnectionIdentity,
  name: ConnectionSignal,
): Promise<void> {
  try {
    await signal(connection, name);
  } catch (error) {
    log.warn(
      { err: error, connectionId: connection.connectionId, signal: name },
      'the workflow could not be signalled',
    );
  }
}
