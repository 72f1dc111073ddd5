import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { ProcessGroup, type RunningProcess } from '../../../src/dev/processes/process-group.js';
import { paths } from '../../../src/process/paths.js';
import { waitFor } from './wait-for.js';

export interface AppProcess extends RunningProcess {
  /** Everything that it printed so far, both streams. */
  output(): string;
  /** Waits until the output matches. @returns the match; fails at once when the process ends first */
  printed(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Sends the signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface AppProcessOptions {
  args?: string[];
  /** In addition to what a process needs to run at all; the developer's own settings are kept away. */
  env?: NodeJS.ProcessEnv;
  /** Resolves as soon as this answers true; without it as soon as the process runs. */
  isReady?: (process: AppProcess) => Promise<boolean> | boolean;
  timeoutMs?: number;
  /** Where both of its streams go, instead of to `output`. */
  logFile?: string;
}

export interface AppProcesses {
  /** Starts a compiled main, for example `worker/main.js`: run `npm run build` after changing a source file. */
  start(main: string, options?: AppProcessOptions): Promise<AppProcess>;
}

const BASICS = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS'];

/** Real processes of ours for one test file; those still running at its end are killed, also when a test failed. */
export function useAppProcesses(): AppProcesses {
  const group = new ProcessGroup();
  afterAll(() => group.killAll());
  return {
    async start(main, { args = [], env = {}, isReady, timeoutMs = 30_000, logFile } = {}) {
      const inherited = Object.entries(inheritedEnvironment()).filter(([name]) => BASICS.includes(name));
      const lines: string[] = [];
      const running = await group.start({
        name: main,
        command: process.execPath,
        args: ['--enable-source-maps', join(paths.dist, main), ...args],
        env: { ...Object.fromEntries(inherited), NODE_ENV: 'test', ...env },
        cwd: paths.root,
        onLine: (line) => lines.push(line),
        ...(logFile === undefined ? {} : { logFile }),
      });
      const app = describe(running, () => lines.join('\n'));
      if (isReady !== undefined) {
        await waitFor(`${main} to be ready`, () => isReady(app), { timeoutMs, giveUp: () => ending(running) });
      }
      return app;
    },
  };
}

function describe(running: RunningProcess, output: () => string): AppProcess {
  // The getter of `exit` must stay one: a copy would say for ever that the process runs.
  return Object.assign(Object.create(running) as RunningProcess, {
    output,
    printed: (pattern: RegExp, timeoutMs = 30_000) =>
      waitFor(`${running.name} to print ${String(pattern)}`, () => pattern.exec(output()), {
        timeoutMs,
        giveUp: () => ending(running),
      }),
    end: async (signal: NodeJS.Signals) => {
      running.kill(signal);
      await running.exited;
    },
  });
}

function ending({ exit, lastLines }: RunningProcess): string | undefined {
  if (exit === undefined) return undefined;
  return `it ended with ${exit.code ?? exit.signal ?? 'an error'}:\n${lastLines()}`;
}
