import { readdirSync, readFileSync } from 'node:fs';
import { fingerprintOf } from '../../../src/dev/processes/process-table.js';
import type { AppProcess } from '../../support/servers/processes.js';
import { waitFor } from '../../support/servers/wait-for.js';
import type { JudgedProcess } from '../invariants/leftovers.js';
import type { Written } from '../invariants/secrets.js';
import type { Lines } from './lines.js';

/** A supervisor waits a little, so that what cannot start does not take the whole machine. */
const RESTART_AFTER_MS = 500;
const START_TIMEOUT_MS = 120_000;
const ILL_AT_MOST = 2;
/** A worker ends within 20 s of SIGTERM, an api within 15. */
const ENDS_WITHIN_MS = 25_000;

interface Life {
  readonly process: AppProcess;
  descriptorsAtFirst: number | undefined;
}

/** A process that is started again whenever it ends, as whoever supervises it does. */
export class KeptProcess {
  readonly #lives: Life[] = [];
  #isKept = false;
  #timesIll = 0;
  /** Whether somebody restarts it when it is unwell. */
  isLookedAfter = true;
  #starting: Promise<void> = Promise.resolve();

  /** @param ready what it prints once it works */
  constructor(
    readonly name: string,
    readonly lines: Lines,
    private readonly launch: () => Promise<AppProcess>,
    private readonly ready: RegExp,
  ) {}

  /** Keeps it from now on; resolves when it has begun to work. */
  async keep(): Promise<void> {
    this.#isKept = true;
    await this.#start();
    await this.works();
  }

  /** Resolves when it works, whichever life this takes. */
  async works(): Promise<void> {
    await waitFor(`${this.name} to work`, () => this.isWorking, { timeoutMs: START_TIMEOUT_MS, intervalMs: 100 });
  }

  get isWorking(): boolean {
    const process = this.current;
    return process !== undefined && process.exit === undefined && this.ready.test(process.output());
  }

  get current(): AppProcess | undefined {
    return this.#lives.at(-1)?.process;
  }

  /** Ends it once it was unwell twice in a row, as its supervisor does; then it is started again. */
  async lookAfter(isWell: (pid: number) => Promise<boolean>): Promise<void> {
    const process = this.current;
    if (process === undefined || !this.isLookedAfter || !this.isWorking) {
      this.#timesIll = 0;
      return;
    }
    this.#timesIll = (await isWell(process.pid)) ? 0 : this.#timesIll + 1;
    if (this.#timesIll < ILL_AT_MOST) return;
    this.#timesIll = 0;
    process.kill('SIGKILL');
  }

  kill(signal: NodeJS.Signals): void {
    this.current?.kill(signal);
  }

  /** Whether it is stopped by a signal. */
  get isStopped(): boolean {
    const pid = this.current?.pid;
    if (pid === undefined || this.current?.exit !== undefined) return false;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  }

  /** Ends it, and leaves it so. */
  async leave(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#isKept = false;
    await this.#starting;
    this.kill('SIGCONT');
    const process = this.current;
    if (process === undefined || process.exit !== undefined) return;
    // One that does not end by itself must not hold up who waits for it.
    const timer = setTimeout(() => process.kill('SIGKILL'), ENDS_WITHIN_MS);
    await process.end(signal);
    clearTimeout(timer);
    const { exit } = process as { readonly exit: AppProcess['exit'] };
    if (signal !== 'SIGKILL' && exit?.signal === 'SIGKILL') throw new Error(`${this.name} did not end.`);
  }

  /** How often what it printed, in all its lives, has these words. */
  printed(words: string): number {
    return this.#lives.reduce((count, { process }) => count + process.output().split(words).length - 1, 0);
  }

  /** Of its lives that are not over. */
  pids(): number[] {
    return this.#lives.filter(({ process }) => process.exit === undefined).map(({ process }) => process.pid);
  }

  judged(): JudgedProcess[] {
    return this.#lives.map(({ process: { pid, exit }, descriptorsAtFirst }, life) => {
      const hasEnded = exit !== undefined;
      const descriptors = hasEnded ? 0 : descriptorsOf(pid);
      const name = `${this.name}, life ${life + 1}`;
      const isThere = fingerprintOf(pid) !== undefined;
      return { name, hasEnded, isThere, descriptors, descriptorsAtFirst: descriptorsAtFirst ?? descriptors };
    });
  }

  written(): Written[] {
    return this.#lives.map(({ process }, life) => {
      return { where: `what ${this.name}, life ${life + 1}, printed`, text: process.output() };
    });
  }

  /** Lives that are over are looked at no more, so that a long run does not gather them. */
  forget(): void {
    this.#lives.splice(0, this.#lives.length - 1);
  }

  #start(): Promise<void> {
    this.#starting = this.#starting.then(async () => {
      if (!this.#isKept) return;
      const process = await this.launch();
      const life: Life = { process, descriptorsAtFirst: undefined };
      this.#lives.push(life);
      void process
        .printed(this.ready, START_TIMEOUT_MS)
        .then(() => (life.descriptorsAtFirst = descriptorsOf(process.pid)))
        .catch(() => undefined);
      void process.exited.then(() => this.#startSoon());
    });
    const started = this.#starting;
    // One start that failed does not keep the next one from being tried.
    this.#starting = started.catch(() => undefined);
    return started;
  }

  #startSoon(): void {
    setTimeout(() => void this.#start().catch(() => this.#startSoon()), RESTART_AFTER_MS);
  }
}

function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
