import { databaseUrl, readEnvironment } from '../config/config.js';
import { migrate } from '../postgres/migrate.js';
import { createLogger } from '../process/log.js';
import { paths } from '../process/paths.js';

const environment = readEnvironment();
const log = createLogger('migrate', environment.LOG_LEVEL);
try {
  const applied = await migrate(databaseUrl(environment, 'DATABASE_URL'), paths.migrations);
  log.info({ applied }, applied.length === 0 ? 'the database is up to date' : 'migrated');
} catch (error) {
  // A migration's error speaks of our own statements and of the schema; it holds no row.
  log.fatal({ err: error, reason: error instanceof Error ? error.message : String(error) }, 'cannot migrate');
  process.exitCode = 1;
}
