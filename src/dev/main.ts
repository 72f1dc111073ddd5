import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment, readEnvironment } from '../config/config.js';
import { developmentKeys } from '../development/development-keys.js';
import { developmentToken } from '../development/development-token.js';
import { migrate } from '../postgres/schema/migrate.js';
import { rememberServers } from '../process/local-servers.js';
import { paths } from '../process/paths.js';
import { recordProcesses, stopLeftOvers } from './processes/left-overs.js';
import { ProcessGroup } from './processes/process-group.js';
import { stopOnSignal } from './processes/stop-on-signal.js';
import { apiPort, startApp } from './start/app.js';
import type { DevContext } from './start/context.js';
import { developmentDatabase } from './start/database.js';
import { connectDemoAccount, DEMO_CONVOT_ORGANIZATION } from './start/demo-account.js';
import { takeInstanceLock } from './start/instance-lock.js';
import { overview } from './start/overview.js';
import { allowLocalPartnerApi, developmentPartnerApi } from './start/simulator.js';
import { developmentTemporal } from './start/temporal.js';

/** `npm start`: everything on one machine, until Ctrl-C. */
const { root, local } = paths;
const logs = join(local, 'logs');
const records = join(local, 'processes.json');
const env = allowLocalPartnerApi(inheritedEnvironment());
const processes = new ProcessGroup((running) => recordProcesses(records, running));
const context: DevContext = { processes, env, say: (line) => console.log(line), root, local, logs };

try {
  const unlock = takeInstanceLock(join(local, 'running.json'));
  stopOnSignal(processes, context.say, env['npm_lifecycle_event'] !== undefined, () => {
    unlock();
    process.exit();
  });
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  await stopLeftOvers(records, context.say);
  await start();
} catch (error) {
  // Stopping in the middle of a start makes its steps fail; that is no news.
  if (!processes.isClosed) {
    console.error(error instanceof Error ? error.message : String(error));
    await processes.close();
    process.exit(1);
  }
}

async function start(): Promise<void> {
  // Complains about every wrong variable now, before minutes of building.
  const { SIMULATOR } = readEnvironment(env);
  const port = await apiPort(env);
  const partnerApi = await developmentPartnerApi(context);
  const [databaseUrl, temporal] = await Promise.all([developmentDatabase(context), developmentTemporal(context)]);
  await bringUpToDate(databaseUrl);
  // The development inbox embeds the panel, as Convot does.
  const FRAME_ANCESTORS = env['FRAME_ANCESTORS'] ?? `http://localhost:${port},http://127.0.0.1:${port}`;
  const forApp = { ...env, ...partnerApi.env, ...temporal.env, DATABASE_URL: databaseUrl, FRAME_ANCESTORS };
  rememberServers(local, forApp);
  await startApp(context, forApp, port);
  if (SIMULATOR === 'demo' && partnerApi.controlUrl !== undefined) await connectDemo(port);
  context.say(
    overview({
      apiPort: port,
      databaseUrl,
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      namespace: temporal.namespace,
      partnerApiUrl: partnerApi.url,
      controlUrl: partnerApi.controlUrl,
      local,
    }),
  );
}

async function bringUpToDate(databaseUrl: string): Promise<void> {
  try {
    for (const name of await migrate(databaseUrl, paths.migrations)) context.say(`Migrated: ${name}`);
  } catch (error) {
    const whose = env['DATABASE_URL'] === undefined ? 'the database of this checkout' : 'the database of DATABASE_URL';
    throw new Error(`Cannot migrate ${whose}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function connectDemo(port: number): Promise<void> {
  const token = await developmentToken(developmentKeys(local), {
    organizationId: DEMO_CONVOT_ORGANIZATION,
    role: 'owner',
    subject: 'user_demo',
  });
  if (await connectDemoAccount(`http://127.0.0.1:${port}`, token)) {
    context.say('Connected the demonstration account; its two years are being synced now.');
  }
}
