import { join } from 'node:path';
import { keepRunning } from '../processes/keep-running.js';
import { freePort, freePortFrom, isPortFree } from '../processes/ports.js';
import type { RunningProcess } from '../processes/process-group.js';
import { waitFor } from '../processes/wait-for.js';
import { step } from '../progress.js';
import type { DevContext } from './context.js';
import { showLog } from './show-log.js';

const WANTED_PORT = 3000;
const READY_TIMEOUT_MS = 60_000;

/** `PORT` when it is set; then it must be free. */
export async function apiPort(env: NodeJS.ProcessEnv): Promise<number> {
  if (env['PORT'] === undefined) return freePortFrom(WANTED_PORT);
  const port = Number(env['PORT']);
  if (port === 0) return freePort();
  if (await isPortFree(port)) return port;
  throw new Error(`Port ${port} (PORT) is taken. Stop what listens there, or choose another port.`);
}

/** Starts worker and api, each again whenever it ends. `env` names the servers they work with. */
export async function startApp(context: DevContext, env: NodeJS.ProcessEnv, port: number): Promise<void> {
  const { processes, say } = context;
  const url = `http://127.0.0.1:${port}`;
  await step(say, 'Starting worker and api', async () => {
    await Promise.all([
      keepRunning(processes, say, () => startMain(context, 'worker', env, (seen) => seen.includes('"worker started"'))),
      keepRunning(processes, say, () =>
        startMain(context, 'api', { ...env, PORT: String(port) }, async () => (await fetch(`${url}/readyz`)).ok),
      ),
    ]);
  });
}

async function startMain(
  { processes, say, root }: DevContext,
  name: 'worker' | 'api',
  env: NodeJS.ProcessEnv,
  isReady: (firstLines: string) => boolean | Promise<boolean>,
): Promise<RunningProcess> {
  let firstLines = '';
  const show = showLog(name, say);
  const main = await processes.start({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(root, 'dist', name, 'main.js')],
    env,
    cwd: root,
    stopTimeoutMs: name === 'api' ? 3_000 : 8_000,
    onLine: (line) => {
      if (firstLines.length < 10_000) firstLines += line;
      show(line);
    },
  });
  await waitFor(`the ${name} to be ready`, () => isReady(firstLines), {
    timeoutMs: READY_TIMEOUT_MS,
    giveUp: () => (main.exit === undefined ? undefined : 'it ended, for the reason above'),
  });
  return main;
}
