import { median, rounded, sayTable } from '../run/figures.js';
import { say } from '../run/say.js';
import type { LoopFigures } from './measure-loop.js';

// Above it, what else ran on the machine decided the figures.
const QUIET_SHARE = 0.05;

/** Ours a cycle, all together; the simulator stands for Shopify, whose processors are not ours. */
function cost({ cpuMs }: LoopFigures): number {
  return cpuMs.worker + cpuMs.temporal + cpuMs.temporalPostgres + cpuMs.ownPostgres;
}

/** How a loop compares with the first one, the empty one: by cycles a second, and by processor time a cycle. */
function ratios(one: LoopFigures, [empty = one]: readonly LoopFigures[]) {
  return { throughput: one.cyclesPerSecond / empty.cyclesPerSecond, cost: cost(empty) / cost(one) };
}

/** The figures as one object, round by round; above them the best real loop's ratios, the median of the rounds. */
export function cycleReport(rounds: readonly LoopFigures[][]): object {
  const best = (figures: readonly LoopFigures[], by: 'throughput' | 'cost') =>
    Math.max(...figures.filter(({ loop }) => loop.kind === 'real').map((one) => ratios(one, figures)[by]));
  return {
    throughputRatio: rounded(median(rounds.map((figures) => best(figures, 'throughput'))), 2),
    costRatio: rounded(median(rounds.map((figures) => best(figures, 'cost'))), 2),
    rounds: rounds.map((figures) => figures.map((one) => describe(one, figures))),
  };
}

function describe(one: LoopFigures, figures: readonly LoopFigures[]) {
  const { worker, temporal, temporalPostgres, ownPostgres, simulator } = one.cpuMs;
  return {
    name: one.loop.name,
    cycles: one.cycles,
    seconds: rounded(one.seconds, 1),
    cyclesPerSecond: rounded(one.cyclesPerSecond, 1),
    throughputRatio: rounded(ratios(one, figures).throughput, 2),
    costRatio: rounded(ratios(one, figures).cost, 2),
    cpuMsPerCycle: {
      worker: rounded(worker, 2),
      temporal: rounded(temporal, 2),
      temporalPostgres: rounded(temporalPostgres, 2),
      ownPostgres: rounded(ownPostgres, 2),
      simulator: rounded(simulator, 2),
    },
    transactionsPerCycle: rounded(one.transactions, 1),
    othersShare: rounded(one.othersShare, 2),
  };
}

/** The same for people. */
export function sayCycles(figures: readonly LoopFigures[]): void {
  const rows = figures.map((one) => {
    const { cpuMsPerCycle, ...described } = describe(one, figures);
    return { ...described, ...cpuMsPerCycle, ours: rounded(cost(one), 2) };
  });
  sayTable(rows, [
    ...(['name', 'cyclesPerSecond', 'throughputRatio', 'costRatio'] as const),
    ...(['worker', 'temporal', 'temporalPostgres', 'ownPostgres', 'simulator', 'ours', 'othersShare'] as const),
  ]);
  say('From "worker" to "ours": processor time a cycle in milliseconds.');
  const busy = rows.filter(({ othersShare }) => othersShare > QUIET_SHARE);
  if (busy.length > 0) say(`The machine was busy with something else: ${busy.map(({ name }) => name).join('; ')}.`);
}
