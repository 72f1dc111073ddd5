import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '../src/config/config.js';
import { postgresUser, throwAwayHome } from '../src/dev/postgres/home.js';
import { startPostgres } from '../src/dev/postgres/server.js';
import { freePort } from '../src/dev/processes/ports.js';
import { ProcessGroup } from '../src/dev/processes/process-group.js';
import { connectPostgres } from '../src/postgres/client.js';
import { migrate } from '../src/postgres/schema/migrate.js';
import { paths } from '../src/process/paths.js';
import { schemaText } from '../test/support/database/schema-text.js';

/* Writes src/postgres/migrations/schema.sql anew, from what the migrations make of an empty database: `npm run schema`. */
const processes = new ProcessGroup();
const user = postgresUser();
const home = throwAwayHome(user);
processes.removeAfterwards(home);
try {
  const { url } = await startPostgres({
    ...{ processes, home, user, env: inheritedEnvironment(), root: paths.root, say: () => undefined },
    ...{ port: await freePort(), logFile: join(home, 'postgres.log'), throwAway: true },
  });
  await migrate(url, paths.migrations);
  const sql = connectPostgres(url, { applicationName: 'convot-schema', max: 1 });
  await writeFile(join(paths.migrations, 'schema.sql'), await schemaText(sql));
  await sql.end();
} finally {
  await processes.stopAll();
  rmSync(home, { recursive: true, force: true });
}
