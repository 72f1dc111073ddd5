import { z } from 'zod';
import { inheritedEnvironment } from '../src/config/config.js';
import { ProcessGroup } from '../src/dev/processes/process-group.js';
import { paths } from '../src/process/paths.js';

/*
 * Every benchmark once at its tiny size, as `npm run bench -- all --tiny` runs them. What is looked at is that they end by
 * themselves and what their figures are called: what they are says nothing here.
 */

const Line = z.object({ benchmark: z.string() });

/** Figures that every run has and that are more than nothing. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  backfill: ['runs.0.seconds', 'runs.0.share', 'runs.0.requests', 'runs.0.meanPagesPerRequest', 'runs.0.pages'],
  cycle: ['throughputRatio', 'costRatio', 'rounds.0.1.cyclesPerSecond', 'rounds.0.1.cpuMsPerCycle.worker'],
  feed: [
    'bursts.0.merchants',
    'bursts.0.storedP50Ms',
    'bursts.1.p50Ms',
    'all.p95Ms',
    'all.p99Ms',
    'all.sinceShownP95Ms',
    'bursts.0.sentP50Ms',
    'all.sentP95Ms',
  ],
  fleet: ['asleep.seconds', 'phases.0.cyclesPerSecond', 'phases.3.cycles', 'phases.0.cpuMsPerCycle.worker'],
  fold: [
    'rows',
    'pairs',
    'copySeconds',
    'storedBytesPerRow',
    'fromNothing.rowsPerSecond',
    'again.copyTimes',
    'again.maxMb',
  ],
  ingest: ['rowsPerSecond.store', 'rowsPerSecond.copy', 'storeToCopy', 'wholeToCopy', 'rounds.0.foldSeconds'],
  lookup: ['merchants', 'bare.p50Ms', 'panel.p50Ms', 'lookup.p99Ms', 'ratios.p50'],
  memory: ['runs.0.rowsPerSecond', 'runs.0.idleMb', 'runs.0.maxMb', 'runs.0.overTimeMb.0'],
  pace: ['requests', 'busiestSecond', 'share', 'probes', 'probeP95Ms'],
  pages: ['sizes.panel.firstBytes', 'times.panelCold.p50Ms', 'times.panelSwitch.p95Ms', 'ratios.warmToLeast'],
  panel: ['merchants', 'full.panel.requestsPerSecond', 'moderate.panel.p99Ms', 'ratios.toSecured.p99'],
  refresh: ['idle.openings', 'idle.storedP50Ms', 'idle.p50Ms', 'idle.p95Ms', 'transactions'],
  // What is dumped and restored needs PostgreSQL's client programs, which not every machine has.
  restore: ['rows', 'databaseMb'],
  revenue: ['spans', 'days', 'ranges.0.http.medianMs', 'ranges.4.queries.p95Ms', 'ranges.4.bytes'],
  segments: [
    'derivedCpuSeconds.having',
    'derivedRatio',
    'saved.members',
    'hidden.pairs',
    'pages.0.segmentP50Ms',
    'pages.1.ratio',
  ],
};

const processes = new ProcessGroup();
/** What each printed, by its name. */
const printed = new Map<string, unknown>();

beforeAll(async () => {
  const { PATH, HOME, TMPDIR } = inheritedEnvironment();
  const benchmarks = await processes.start({
    name: 'benchmarks',
    command: process.execPath,
    args: ['--import', 'tsx', 'bench/main.ts', 'all', '--tiny'],
    env: { PATH, HOME, TMPDIR },
    cwd: paths.root,
    onLine: (line, stream) => {
      if (stream === 'stdout') printed.set(Line.parse(JSON.parse(line)).benchmark, JSON.parse(line));
    },
  });
  const { code } = await benchmarks.exited;
  if (code !== 0) throw new Error(`They ended with ${String(code)}:\n${benchmarks.lastLines()}`);
}, 600_000);
afterAll(() => processes.close());

test('every benchmark has its figures here', () => {
  expect([...printed.keys()]).toEqual(Object.keys(FIGURES));
});

test.each(Object.entries(FIGURES))('%s', (name, expected) => {
  const numbers = new Map(numbersIn(printed.get(name)));
  expect(expected.filter((path) => !((numbers.get(path) ?? 0) > 0))).toEqual([]);
  expect([...numbers].filter(([, number]) => number < 0)).toEqual([]);
});

/** Every number with its path. JSON has no infinite ones: they are null there, and missed. */
function numbersIn(value: unknown, path: readonly string[] = []): [string, number][] {
  if (typeof value === 'number') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => numbersIn(part, [...path, name]));
}
