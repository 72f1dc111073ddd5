import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../src/config.js';
import { ProcessGroup } from '../src/dev/processes/process-group.js';
import { paths } from '../src/process/paths.js';

/*
 * Each benchmark runs once at its tiny size, in a process as `npm run bench` starts it. What is looked at is that it ends
 * by itself and what its figures are called: what they are says nothing here.
 */

/** Figures that every run has and that are more than nothing. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  backfill: ['runs.0.seconds', 'runs.0.share', 'runs.0.requests', 'runs.0.meanPagesPerRequest', 'runs.0.pages'],
  cycle: ['throughputRatio', 'costRatio', 'rounds.0.1.cyclesPerSecond', 'rounds.0.1.cpuMsPerCycle.worker'],
  fold: ['rows', 'pairs', 'copySeconds', 'fromNothing.rowsPerSecond', 'again.copyTimes', 'again.maxMb'],
  ingest: ['rowsPerSecond.store', 'rowsPerSecond.copy', 'storeToCopy', 'wholeToCopy', 'rounds.0.foldSeconds'],
  memory: ['runs.0.rowsPerSecond', 'runs.0.idleMb', 'runs.0.maxMb', 'runs.0.overTimeMb.0'],
  pages: ['sizes.panel.firstBytes', 'times.panelCold.p50Ms', 'times.panelSwitch.p95Ms', 'ratios.warmToLeast'],
  panel: ['merchants', 'full.panel.requestsPerSecond', 'moderate.panel.p99Ms', 'ratios.toSecured'],
  revenue: ['spans', 'days', 'ranges.0.http.medianMs', 'ranges.4.queries.p95Ms', 'ranges.4.bytes'],
};

const processes = new ProcessGroup();
afterAll(() => processes.close());

test('every benchmark has its figures here', () => {
  const files = readdirSync(join(paths.root, 'bench')).filter((file) => file.endsWith('.ts') && file !== 'main.ts');
  expect(files.map((file) => file.slice(0, -'.ts'.length)).sort()).toEqual(Object.keys(FIGURES));
});

test.each(Object.entries(FIGURES))(
  '%s',
  async (name, expected) => {
    const { PATH, HOME, TMPDIR } = inheritedEnvironment();
    const printed: string[] = [];
    const benchmark = await processes.start({
      name,
      command: process.execPath,
      args: ['--import', 'tsx', 'bench/main.ts', name, '--tiny'],
      env: { PATH, HOME, TMPDIR },
      cwd: paths.root,
      onLine: (line, stream) => stream === 'stdout' && printed.push(line),
    });
    const { code } = await benchmark.exited;
    if (code !== 0) throw new Error(`It ended with ${String(code)}:\n${benchmark.lastLines()}`);
    const figures: unknown = JSON.parse(printed.at(-1) ?? '');
    expect(figures).toMatchObject({ benchmark: name });
    const numbers = new Map(numbersIn(figures));
    expect(expected.filter((path) => !((numbers.get(path) ?? 0) > 0))).toEqual([]);
    expect([...numbers].filter(([, number]) => number < 0)).toEqual([]);
  },
  120_000,
);

/** Every number with its path. JSON has no infinite ones: they are null there, and missed. */
function numbersIn(value: unknown, path: readonly string[] = []): [string, number][] {
  if (typeof value === 'number') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => numbersIn(part, [...path, name]));
}
