import type { LoopFigures } from './measure-loop.js';

// Above it, what else ran on the machine decided the figures.
const QUIET_SHARE = 0.05;

const round = (number: number, digits: number) => Number(number.toFixed(digits));

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
    throughputRatio: round(median(rounds.map((figures) => best(figures, 'throughput'))), 2),
    costRatio: round(median(rounds.map((figures) => best(figures, 'cost'))), 2),
    rounds: rounds.map((figures) => figures.map((one) => describe(one, figures))),
  };
}

function describe(one: LoopFigures, figures: readonly LoopFigures[]): object {
  return {
    name: one.loop.name,
    cycles: one.cycles,
    seconds: round(one.seconds, 1),
    cyclesPerSecond: round(one.cyclesPerSecond, 1),
    throughputRatio: round(ratios(one, figures).throughput, 2),
    costRatio: round(ratios(one, figures).cost, 2),
    cpuMsPerCycle: Object.fromEntries(Object.entries(one.cpuMs).map(([name, ms]) => [name, round(ms, 2)])),
    transactionsPerCycle: round(one.transactions, 1),
    othersShare: round(one.othersShare, 2),
  };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The same for people. */
export function cycleTable(figures: readonly LoopFigures[]): string {
  const head = ['', 'cycles/s', '÷ empty', 'by cost', 'worker', 'Temporal', 'its PG', 'our PG', 'simulator', 'ours'];
  const rows = figures.map((one) => [
    one.othersShare > QUIET_SHARE ? `${one.loop.name} (*)` : one.loop.name,
    one.cyclesPerSecond.toFixed(1),
    ratios(one, figures).throughput.toFixed(2),
    ratios(one, figures).cost.toFixed(2),
    ...Object.values(one.cpuMs).map((ms) => ms.toFixed(2)),
    cost(one).toFixed(2),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([name = '', ...cells]: readonly string[]) =>
    [name.padEnd(widths[0] ?? 0), ...cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))].join('  ');
  const busy = rows.some(([name]) => name?.endsWith('(*)')) ? ['(*) The machine was busy with something else.'] : [];
  return [line(head), ...rows.map(line), 'From "worker" on: processor time a cycle in milliseconds.', ...busy].join(
    '\n',
  );
}
