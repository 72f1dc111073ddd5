import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { readEnvironment } from '../../config/config.js';
import { temporalSettings } from '../../config/temporal.js';
import { keepRunning } from '../processes/keep-running.js';
import { freePortFrom } from '../processes/ports.js';
import { cacheDirectory } from '../programs.js';
import { step } from '../progress.js';
import { findTemporal } from '../temporal/find-server.js';
import { registerSearchAttributes, searchAttributeNames } from '../temporal/register-search-attributes.js';
import { startDevServer } from '../temporal/server.js';
import type { DevContext } from './context.js';

const WANTED_PORT = 7233;
const WANTED_UI_PORT = 8233;

export interface DevelopmentTemporal {
  /** `TEMPORAL_*` for the processes that use it. */
  readonly env: NodeJS.ProcessEnv;
  readonly address: string;
  readonly namespace: string;
  /** Undefined when the server is not ours. */
  readonly uiUrl: string | undefined;
}

/** The Temporal of `TEMPORAL_ADDRESS`, else a development server with its pages, started here. */
export async function developmentTemporal(context: DevContext): Promise<DevelopmentTemporal> {
  return context.env['TEMPORAL_ADDRESS'] === undefined ? startOwn(context) : useExisting(context);
}

async function startOwn({ processes, env, say, root, local, logs }: DevContext): Promise<DevelopmentTemporal> {
  const program = await findTemporal({ processes, env, say, root, cache: cacheDirectory(env, join(local, 'cache')) });
  const [port, uiPort] = [await freePortFrom(WANTED_PORT), await freePortFrom(WANTED_UI_PORT)];
  const options = {
    ...{ processes, env, program, port, uiPort },
    databaseFile: join(local, 'temporal.db'),
    logFile: join(logs, 'temporal.log'),
  };
  await step(say, 'Starting Temporal', () =>
    keepRunning(processes, say, async () => (await startDevServer(options)).process),
  );
  const address = `127.0.0.1:${port}`;
  return {
    address,
    namespace: 'default',
    uiUrl: `http://127.0.0.1:${uiPort}`,
    env: { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default', TEMPORAL_CONFIG_FILE: emptyProfile(local) },
  };
}

/** The developer's own profile, with its namespace and keys for some other server, must not mix with ours. */
function emptyProfile(local: string): string {
  const file = join(local, 'temporal.toml');
  writeFileSync(file, '[profile.default]\n');
  return file;
}

async function useExisting({ say }: DevContext): Promise<DevelopmentTemporal> {
  const { connectionOptions, namespace } = temporalSettings(readEnvironment());
  const address = connectionOptions.address ?? '';
  const connection = await Connection.connect(connectionOptions).catch((error: unknown) => {
    throw new Error(`Temporal does not answer at ${address} (TEMPORAL_ADDRESS). Start it, or unset the variable.`, {
      cause: error,
    });
  });
  try {
    const added = await registerSearchAttributes(connection, namespace);
    if (added.length > 0) say(`Registered in Temporal's namespace ${namespace}: ${added.join(', ')}`);
  } catch (error) {
    throw new Error(
      `The namespace ${namespace} at ${address} needs the search attributes ${searchAttributeNames.join(', ')} (Keyword), and ` +
        'they could not be registered. Add them: temporal operator search-attribute create --name NAME --type Keyword',
      { cause: error },
    );
  } finally {
    await connection.close();
  }
  return { address, namespace, uiUrl: undefined, env: {} };
}
