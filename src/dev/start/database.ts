import { join } from 'node:path';
import { postgresUser, stableHome } from '../postgres/home.js';
import { startPostgres } from '../postgres/server.js';
import { keepRunning } from '../processes/keep-running.js';
import { freePortFrom } from '../processes/ports.js';
import { step } from '../progress.js';
import type { DevContext } from './context.js';

const WANTED_PORT = 5432;

/** The database of `DATABASE_URL`, else one of this checkout's own, started here. @returns its address, with password */
export async function developmentDatabase(context: DevContext): Promise<string> {
  const { processes, env, say, root, local, logs } = context;
  if (env['DATABASE_URL'] !== undefined) return env['DATABASE_URL'];
  const user = postgresUser();
  const options = {
    ...{ processes, env, say, root, user },
    home: stableHome(join(local, 'postgres'), user, say),
    port: await freePortFrom(WANTED_PORT),
    logFile: join(logs, 'postgres.log'),
  };
  let url = '';
  await step(say, 'Starting PostgreSQL', () =>
    keepRunning(processes, say, async () => {
      const server = await startPostgres(options);
      url = server.url;
      return server.process;
    }),
  );
  return url;
}
