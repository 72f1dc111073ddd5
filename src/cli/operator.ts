import { userInfo } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { databaseUrl, type Environment, readEnvironment, tokenKeys } from '../config/config.js';
import { temporalSettings } from '../config/temporal.js';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { createTokenCipher } from '../connections/keys/token-cipher.js';
import { checkTokenKeys } from '../connections/keys/token-key-checks.js';
import { createSignalConnection } from '../connections/runs/signal-connection.js';
import { createPartnerApi } from '../partner/client/client.js';
import { createClientBudgets } from '../partner/pace/client-budgets.js';
import { paced } from '../partner/pace/paced.js';
import { SERVED_APPLICATIONS } from '../postgres/application-names.js';
import { checkRole } from '../postgres/check-role.js';
import { connectPostgres, PATIENT_STATEMENT_TIMEOUT_MS } from '../postgres/client.js';
import { OPERATOR_CONNECTIONS } from '../postgres/connection-budget.js';
import { checkSchema } from '../postgres/schema/schema-version.js';
import type { Sql } from '../postgres/sql.js';
import { createLogger } from '../process/log.js';
import { LogOutput } from '../process/log-output.js';

/** How the audit log names whoever sits at the command line. */
export function operatorName(): string {
  return `operator:${readEnvironment().OPERATOR ?? userInfo().username}`;
}

/** A sync may be using the token. */
const LINE_PATIENCE_MS = 30_000;

/**
 * Runs `work` with database connections of the operator's role, which is checked as a process checks its own, as is the
 * schema, and closes them. What that role may do stands in one place, a migration.
 */
export async function withDatabase<T>(
  environment: Environment,
  work: (sql: Sql) => Promise<T>,
  statementTimeoutMs = PATIENT_STATEMENT_TIMEOUT_MS,
): Promise<T> {
  const sql = connectPostgres(databaseUrl(environment, 'DATABASE_URL'), {
    applicationName: SERVED_APPLICATIONS.cli,
    role: 'convot_operator',
    max: OPERATOR_CONNECTIONS,
    statementTimeoutMs,
  });
  try {
    await checkRole(sql, environment.NODE_ENV === 'production');
    await checkSchema(sql);
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Runs `work` with a client of Temporal that connects when it is first used. */
export async function withTemporal<T>(environment: Environment, work: (client: Client) => Promise<T>): Promise<T> {
  const { connectionOptions, namespace } = temporalSettings(environment);
  const connection = Connection.lazy(connectionOptions);
  try {
    return await work(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}

/** Runs `work` with everything that a connection command needs, as the api would. */
export async function withCommands<T>(work: (deps: CommandDeps) => Promise<T>): Promise<T> {
  const environment = readEnvironment();
  return withTemporal(environment, (client) =>
    withDatabase(environment, async (sql) => {
      const keyRing = tokenKeys(environment);
      await checkTokenKeys(sql, keyRing);
      return work({
        sql,
        cipher: createTokenCipher(keyRing),
        partnerApi: paced(
          createPartnerApi({ url: environment.PARTNER_API_URL, version: environment.PARTNER_API_VERSION }),
          { sql, budgetOf: createClientBudgets(), patienceMs: LINE_PATIENCE_MS },
        ),
        signal: createSignalConnection(client),
        // Standard output is for answers alone.
        log: createLogger('cli', 'warn', new LogOutput(process.stderr)),
      });
    }),
  );
}
