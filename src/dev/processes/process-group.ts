import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Watchdog } from './watchdog.js';

export interface ProcessSpec {
  /** How messages call it. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Another user to run as; only root may ask for it. */
  user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Gets each line of output. With a `logFile` instead, both streams are appended there. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  logFile?: string;
  /** Asks it to end; SIGTERM unless said otherwise. */
  stopSignal?: NodeJS.Signals;
  /** Time between the stop signal and SIGKILL; 10 s unless said otherwise. */
  stopTimeoutMs?: number;
  /** For tools that start processes of their own: signals go to all of them. */
  wholeFamily?: boolean;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly stopSignal: NodeJS.Signals;
  /** Undefined while it runs. */
  readonly exit: Exit | undefined;
  readonly exited: Promise<Exit>;
  /** The last lines of its output, for messages. */
  readonly lastLines: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Asks it to end, then makes it; resolves when it is gone. */
  readonly stop: () => Promise<Exit>;
}

const KEPT_LINES = 20;

/**
 * What one owner starts. Nothing of it outlives the owner: `stopAll` ends everything, the last one first, and a
 * watchdog does the same should the owner be killed. Each process gets a session of its own, so that Ctrl-C in the
 * terminal reaches the owner only, who then ends them in order.
 */
export class ProcessGroup {
  readonly #running: RunningProcess[] = [];
  readonly #onChange: (running: readonly RunningProcess[]) => void;
  #watchdog: Watchdog | undefined;
  #closed = false;

  /** `onChange` is told what runs, after every start and end. */
  constructor(onChange: (running: readonly RunningProcess[]) => void = () => undefined) {
    this.#onChange = onChange;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  async start(spec: ProcessSpec): Promise<RunningProcess> {
    if (this.#closed) throw new Error(`Not starting ${spec.name}: everything is being stopped.`);
    this.#watchdog ??= new Watchdog();
    const child = spawnChild(spec);
    const running = await whenSpawned(spec, child);
    const target = spec.wholeFamily === true ? -running.pid : running.pid;
    const watchdog = this.#watchdog;
    watchdog.watch(target, running.stopSignal);
    this.#running.push(running);
    this.#onChange(this.#running);
    void running.exited.then(() => {
      watchdog.release(target);
      this.#running.splice(this.#running.indexOf(running), 1);
      this.#onChange(this.#running);
    });
    return running;
  }

  /** Runs a tool to its end. @throws when it fails, with its last lines, or when `timeoutMs` pass */
  async run(spec: ProcessSpec, timeoutMs = 60_000): Promise<string> {
    const output: string[] = [];
    const running = await this.start({
      ...spec,
      onLine: (line, stream) => {
        output.push(line);
        spec.onLine?.(line, stream);
      },
    });
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      running.kill('SIGKILL');
    }, timeoutMs);
    const { code, signal } = await running.exited;
    clearTimeout(timer);
    if (code === 0) return output.join('\n');
    const how = late.signal.aborted
      ? `took longer than ${timeoutMs / 1000} s`
      : `ended with ${code ?? signal ?? 'an error'}`;
    throw new Error(`${spec.name} ${how}:\n${running.lastLines()}`);
  }

  /** A throw-away directory that must not stay behind should we be killed. */
  removeAfterwards(directory: string): void {
    this.#watchdog ??= new Watchdog();
    this.#watchdog.removeAfterwards(directory);
  }

  async stopAll(): Promise<void> {
    for (let last = this.#running.at(-1); last !== undefined; last = this.#running.at(-1)) await last.stop();
    this.#watchdog?.dismiss();
    this.#watchdog = undefined;
  }

  /** Ends everything and starts nothing any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.stopAll();
  }

  /** For the impatient: nothing gets time to end in order. */
  async killAll(): Promise<void> {
    for (const running of this.#running) running.kill('SIGKILL');
    await this.stopAll();
  }
}

function spawnChild({ command, args, env, cwd, user, logFile }: ProcessSpec): ChildProcess {
  if (logFile !== undefined) mkdirSync(dirname(logFile), { recursive: true });
  const log = logFile === undefined ? undefined : openSync(logFile, 'a', 0o600);
  try {
    return spawn(command, [...args], {
      env,
      cwd,
      ...user,
      detached: true,
      stdio: ['ignore', log ?? 'pipe', log ?? 'pipe'],
    });
  } finally {
    if (log !== undefined) closeSync(log);
  }
}

async function whenSpawned(spec: ProcessSpec, child: ChildProcess): Promise<RunningProcess> {
  const kept: string[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream];
    if (input === null) continue;
    createInterface({ input }).on('line', (line) => {
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
      spec.onLine?.(line, stream);
    });
  }
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      const how = { code, signal };
      exit = how;
      // The reason stands in the last of the output; a grandchild that keeps the pipe open must not hold us up.
      const timer = setTimeout(() => resolve(how), 1_000);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(how);
      });
    });
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (error) => reject(new Error(`Cannot run ${spec.command} (${spec.name}): ${error.message}`)));
  });
  const target = spec.wholeFamily === true ? -pid : pid;
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  const kill = (signal: NodeJS.Signals) => {
    if (exit === undefined) sendSignal(target, signal);
  };
  return {
    name: spec.name,
    pid,
    stopSignal,
    exited,
    get exit() {
      return exit;
    },
    lastLines: () => (spec.logFile === undefined ? kept.join('\n') : tail(spec.logFile)),
    kill,
    stop: async () => {
      kill(stopSignal);
      const timer = setTimeout(() => kill('SIGKILL'), spec.stopTimeoutMs ?? 10_000);
      const how = await exited;
      clearTimeout(timer);
      return how;
    },
  };
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It ended a moment ago.
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-KEPT_LINES).join('\n');
}
