import { databaseUrl, readEnvironment } from '../config/config.js';
import { migrate } from '../postgres/schema/migrate.js';
import { createLogger } from '../process/log.js';
import { paths } from '../process/paths.js';
import { CodedError } from '../values/coded-error.js';

const environment = readEnvironment();
const log = createLogger('migrate', environment.LOG_LEVEL);

// The first one lets it take back what it has announced; what is being carried out comes to its end. The second one ends it.
const told = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () =>
    told.abort(
      new CodedError('interrupted', `${signal}: no migration was begun after it. Run \`npm run migrate\` again.`),
    ),
  );
}

try {
  const applied = await migrate(databaseUrl(environment, 'DATABASE_URL'), paths.migrations, { signal: told.signal });
  log.info({ applied }, applied.length === 0 ? 'the database is up to date' : 'migrated');
} catch (error) {
  // A migration's error speaks of our own statements and of the schema; it holds no row.
  log.fatal({ err: error, reason: error instanceof Error ? error.message : String(error) }, 'cannot migrate');
  process.exitCode = 1;
}
