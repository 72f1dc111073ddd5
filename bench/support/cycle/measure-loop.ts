import { cpus } from 'node:os';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { cpuTimeMs, machineCpuTimeMs } from '../run/cpu-time.js';
import { readCount } from '../run/serve-count.js';
import { type CycleLoop, type RunningLoop, startLoop, stopLoop } from './cycle-loops.js';
import type { CycleStage } from './cycle-stage.js';

const TIMEOUT_MS = 120_000;

export type CpuOf = Readonly<Record<'worker' | keyof CycleStage['pids'], number>>;

export interface LoopFigures {
  readonly loop: CycleLoop;
  readonly seconds: number;
  readonly cycles: number;
  readonly cyclesPerSecond: number;
  /** Processor time a cycle, milliseconds. */
  readonly cpuMs: CpuOf;
  /** What share of the machine was busy with anything else: such a run says little. */
  readonly othersShare: number;
  /** Transactions a cycle in our own database. */
  readonly transactions: number;
}

/** Cycles of each connection. */
export interface Cycles {
  /** Done before it is measured: the worker's code is compiled and its caches are filled by then. */
  readonly warmUp: number;
  readonly measured: number;
}

/** Runs the loop as fast as it goes, and says what a cycle costs. */
export async function measureLoop(stage: CycleStage, loop: CycleLoop, cycles: Cycles): Promise<LoopFigures> {
  const running = await startLoop(stage, loop);
  try {
    const startCount = await readCount(running.countUrl);
    await cyclesDone(running, startCount + cycles.warmUp * stage.connections.length);
    const before = await look(stage, running);
    await cyclesDone(running, before.count + cycles.measured * stage.connections.length);
    const after = await look(stage, running);
    return compare(loop, before, after);
  } finally {
    await stopLoop(stage, running);
  }
}

async function cyclesDone({ countUrl, worker }: RunningLoop, count: number): Promise<void> {
  const { running } = worker;
  await waitFor(`${count} cycles`, async () => (await readCount(countUrl)) >= count, {
    timeoutMs: TIMEOUT_MS,
    intervalMs: 250,
    giveUp: () => (running.exit === undefined ? undefined : `the worker ended:\n${running.lastLines()}`),
  });
}

interface Look {
  readonly atMs: number;
  readonly count: number;
  readonly transactions: number;
  readonly cpuMs: CpuOf;
  readonly othersCpuMs: number;
}

async function look({ pids, sql }: CycleStage, { worker, countUrl }: RunningLoop): Promise<Look> {
  const [row] = await sql<{ transactions: number }[]>`
    select xact_commit::double precision as transactions from pg_stat_database where datname = current_database()
  `;
  const count = await readCount(countUrl);
  const of = (pid: number | null) => (pid === null ? 0 : cpuTimeMs(pid));
  const cpuMs = {
    worker: of(worker.running.pid),
    temporal: of(pids.temporal),
    temporalPostgres: of(pids.temporalPostgres),
    ownPostgres: of(pids.ownPostgres),
    simulator: of(pids.simulator),
  };
  const { user, system } = process.cpuUsage();
  const ours = Object.values(cpuMs).reduce((sum, one) => sum + one, (user + system) / 1000);
  const othersCpuMs = machineCpuTimeMs() - ours;
  return { atMs: performance.now(), count, transactions: row?.transactions ?? 0, cpuMs, othersCpuMs };
}

function compare(loop: CycleLoop, before: Look, after: Look): LoopFigures {
  const seconds = (after.atMs - before.atMs) / 1000;
  const cycles = after.count - before.count;
  const a = (name: keyof CpuOf) => (after.cpuMs[name] - before.cpuMs[name]) / cycles;
  return {
    loop,
    seconds,
    cycles,
    cyclesPerSecond: cycles / seconds,
    transactions: (after.transactions - before.transactions) / cycles,
    cpuMs: {
      worker: a('worker'),
      temporal: a('temporal'),
      temporalPostgres: a('temporalPostgres'),
      ownPostgres: a('ownPostgres'),
      simulator: a('simulator'),
    },
    othersShare: Math.max(0, after.othersCpuMs - before.othersCpuMs) / (seconds * 1000 * cpus().length),
  };
}
