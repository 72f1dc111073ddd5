import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultTable, findingsIn } from './faults/fault-table.js';
import { plantFault } from './faults/plant-fault.js';
import { counted, runJest } from './jest/run-jest.js';

/*
 * `npm run test:faults`: the faults that have a name, one file after the other, then chaos. Patterns choose files by their
 * names, as with jest; any of the options chooses chaos alone:
 *   --seeds N      so many seeds (20)          --first N   from this one on, so that a long run can be done in parts (1)
 *   --seconds S    of faults in each (20)      --seed N    this one alone
 *   --planted NAME against a copy of the compiled code with a fault in it, which chaos must find: 0 when it did
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    seconds: { type: 'string' },
    first: { type: 'string' },
    seed: { type: 'string' },
    planted: { type: 'string' },
  },
});

/** A night: longer than all that have a name take. */
const TIMEOUT_MS = 12 * 3_600_000;
/** What a test of a seed may take beside its faults: see chaos.fault.ts. */
const BESIDE_SEED_SECONDS = 600;

const folder = mkdtempSync(join(tmpdir(), 'convot-faults-'));
const report = join(folder, 'chaos.json');
const total = { passed: 0, failed: 0, skipped: 0 };
const { seeds = '20', seconds = '20', first, seed, planted } = values;

function run(args: readonly string[], env: Readonly<Record<string, string>>, timeoutMs: number): void {
  const { passed, failed, skipped } = runJest('jest.faults.config.js', { args, env, timeoutMs });
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

function runChaos(): void {
  if (planted !== undefined) plantFault(planted);
  const count = seed === undefined ? seeds : '1';
  const given = Object.entries({
    ...{ CHAOS_SEEDS: count, CHAOS_FIRST: seed ?? first, CHAOS_SECONDS: seconds },
    ...{ CHAOS_PLANTED: planted, CHAOS_REPORT: report },
  });
  const env = Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
  // Beside the seeds themselves as much as one of them: to start, and to search for a token.
  const timeoutMs = (Number(count) + 1) * (Number(seconds) + BESIDE_SEED_SECONDS) * 1_000;
  run(['test/faults/chaos.fault'], env, timeoutMs);
}

const hasOptions = Object.keys(values).length > 0;
if (hasOptions && positionals.length > 0)
  throw new Error('Options choose chaos alone: leave out either them or the names.');
if (seed !== undefined && (values.seeds ?? first) !== undefined)
  throw new Error('--seed is one alone: leave out either it or --seeds and --first.');

let found: string[] = [];
try {
  if (positionals.length > 0) {
    run(positionals, {}, TIMEOUT_MS);
  } else {
    if (!hasOptions) run(['--testPathIgnorePatterns', 'chaos\\.fault'], {}, TIMEOUT_MS);
    runChaos();
  }
  if (existsSync(report)) {
    const results: unknown = JSON.parse(readFileSync(report, 'utf8'));
    found = findingsIn(results);
    process.stdout.write(`\n${faultTable(results)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`\n${counted(total)}\n`);
if (planted === undefined) {
  // Where nothing ran, nothing was shown.
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
} else {
  process.stdout.write(`${planted} was ${found.length > 0 ? 'found' : 'NOT found'}\n`);
  process.exitCode = found.length > 0 ? 0 : 1;
}
