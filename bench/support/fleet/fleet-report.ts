import { cpus } from 'node:os';
import { rounded, sayTable } from '../run/figures.js';
import { say } from '../run/say.js';
import { type BegunSync, lateness } from './begun-syncs.js';
import type { Look, Mosts } from './fleet-watch.js';
import type { Kind } from './process-meter.js';

const KINDS: readonly Kind[] = ['worker', 'api', 'temporal', 'temporalPostgres', 'ownPostgres', 'simulator'];
const DAY_MS = 24 * 3_600_000;

/** A stretch of the measurement, as it was looked at. */
export interface Phase {
  readonly name: string;
  readonly before: Look;
  readonly after: Look;
  readonly mosts: Mosts;
}

/** What a stretch came to in which nothing was due: what it costs that everything is there. */
export function asleepFigures(phase: Phase) {
  const { tookMs, processorShare, othersShare, cpuMsPer } = processorUse(phase);
  const seconds = tookMs / 1_000;
  return {
    seconds: rounded(seconds, 1),
    ...{ processorShare, othersShare, cpuMsPerSecond: cpuMsPer(seconds), mostMb: phase.mosts.megabytes },
  };
}

/** What a stretch came to. @param syncs of the whole measurement */
export function phaseFigures(phase: Phase, syncs: readonly BegunSync[], intervalMs: number) {
  const { name, before, after, mosts } = phase;
  const { tookMs, processorShare, othersShare, cpuMsPer } = processorUse(phase);
  const own = syncs.filter(({ beganAtMs }) => beganAtMs >= before.atMs && beganAtMs < after.atMs);
  const aDay = (rows: number) => Math.round((rows / tookMs) * DAY_MS);
  return {
    name,
    seconds: rounded(tookMs / 1_000, 1),
    cycles: own.length,
    cyclesPerSecond: rounded(own.length / (tookMs / 1_000), 1),
    ...lateness(own),
    missed: own.filter(({ lateMs }) => lateMs > intervalMs).length,
    backlogMost: mosts.backlog,
    ...{ processorShare, othersShare, cpuMsPerCycle: cpuMsPer(own.length) },
    mostMb: mosts.megabytes,
    postgresConnectionsMost: mosts.postgresConnections,
    historyRowsADay: aDay(after.historyRows - before.historyRows),
    historyMbADay: Math.round(aDay((after.historyRows - before.historyRows) * after.historyRowBytes) / 1e6),
    temporalWalMbADay: Math.round(aDay(after.temporalWalBytes - before.temporalWalBytes) / 1e6),
    ownWalMbADay: Math.round(aDay(after.ownWalBytes - before.ownWalBytes) / 1e6),
  };
}

function processorUse({ before, after }: Phase) {
  const tookMs = after.atMs - before.atMs;
  const cpuMs = (kind: Kind) => after.cpuMs[kind] - before.cpuMs[kind];
  const ours = KINDS.filter((kind) => kind !== 'simulator').reduce((sum, kind) => sum + cpuMs(kind), 0);
  const capacityMs = tookMs * cpus().length;
  const others = after.machineCpuMs - before.machineCpuMs - ours - cpuMs('simulator');
  return {
    tookMs,
    /** Of all processors, what is ours; the benchmark's own counts with others'. */
    processorShare: rounded(ours / capacityMs, 3),
    othersShare: rounded(Math.max(0, others) / capacityMs, 3),
    cpuMsPer: (count: number) => Object.fromEntries(KINDS.map((kind) => [kind, rounded(cpuMs(kind) / count, 2)])),
  };
}

export type AsleepFigures = ReturnType<typeof asleepFigures>;
export type PhaseFigures = ReturnType<typeof phaseFigures>;

/** The same for people. */
export function sayPhases(asleep: AsleepFigures | null, phases: readonly PhaseFigures[]): void {
  if (asleep !== null) {
    say(`Asleep, milliseconds of processor a second: ${JSON.stringify(asleep.cpuMsPerSecond)}`);
  }
  sayTable(
    phases.map(({ cpuMsPerCycle, mostMb, ...figures }) => ({
      ...figures,
      ...cpuMsPerCycle,
      workerMb: mostMb.worker ?? 0,
    })),
    [
      ...(['name', 'cyclesPerSecond', 'lateP50', 'lateP99', 'lateWorst', 'missed', 'backlogMost'] as const),
      ...(['processorShare', 'othersShare', 'workerMb', ...KINDS] as const),
    ] as never,
  );
}
