import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isThisMachine } from '../../process/this-machine.js';
import { keepRunning } from '../processes/keep-running.js';
import { freePortFrom } from '../processes/ports.js';
import type { RunningProcess } from '../processes/process-group.js';
import { waitFor } from '../processes/wait-for.js';
import { step } from '../progress.js';
import type { DevContext } from './context.js';
import { showLog } from './show-log.js';

const WANTED_PORT = 4000;
const SEED = 'demo';

export interface DevelopmentPartnerApi {
  readonly env: NodeJS.ProcessEnv;
  readonly url: string | undefined;
  /** Undefined when no simulator was started. */
  readonly controlUrl: string | undefined;
}

/** The simulator with its demonstration world, unless `SIMULATOR=none` or another Partner API is named. */
export async function developmentPartnerApi(context: DevContext): Promise<DevelopmentPartnerApi> {
  const { env } = context;
  const named = env['PARTNER_API_URL'];
  if (named !== undefined) return { env: {}, url: named, controlUrl: undefined };
  if (env['SIMULATOR'] === 'none') return { env: {}, url: undefined, controlUrl: undefined };
  const port = await freePortFrom(WANTED_PORT);
  const controlPort = await freePortFrom(port + 1);
  await step(context.say, 'Starting the Partner API simulator', () =>
    keepRunning(context.processes, context.say, () => startSimulator(context, port, controlPort)),
  );
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    env: { PARTNER_API_URL: url, ALLOW_PARTNER_API_OVERRIDE: '1' },
  };
}

/** A Partner API on this machine is a test's; tokens for one elsewhere need the developer's own yes. */
export function allowLocalPartnerApi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const url = env['PARTNER_API_URL'] ?? '';
  const isLocal = URL.canParse(url) && isThisMachine(new URL(url).hostname);
  return isLocal ? { ALLOW_PARTNER_API_OVERRIDE: '1', ...env } : env;
}

async function startSimulator(context: DevContext, port: number, controlPort: number): Promise<RunningProcess> {
  const { processes, env, say, root, local } = context;
  let ready = false;
  const show = showLog('simulator', say);
  const simulator = await processes.start({
    name: 'simulator',
    command: process.execPath,
    args: [
      ...['--enable-source-maps', join(root, 'dist', 'simulator', 'main.js')],
      ...['--port', String(port), '--control-port', String(controlPort)],
      ...['--world', 'demo', '--seed', SEED, '--anchor', anchorOf(join(local, 'simulator.json'))],
    ],
    env,
    cwd: root,
    stopTimeoutMs: 3_000,
    onLine: (line) => {
      // Its first line says where it listens, which we told it.
      if (ready) show(line);
      ready = true;
    },
  });
  await waitFor('the simulator', () => ready, {
    giveUp: () => (simulator.exit === undefined ? undefined : `it ended:\n${simulator.lastLines()}`),
  });
  return simulator;
}

/** The demonstration world is made from its seed and its "today": the same for every start, or rows would change. */
function anchorOf(file: string): string {
  if (existsSync(file)) return z.object({ anchor: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).anchor;
  const anchor = new Date().toISOString();
  writeFileSync(file, JSON.stringify({ anchor }));
  return anchor;
}
