import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inheritedEnvironment } from '../src/config/config.js';
import { faultTable } from './faults/fault-table.js';
import { plantFault } from './faults/plant-fault.js';

/*
 * `npm run test:faults`: the faults that have a name, one file after the other, then chaos. Patterns choose files by their
 * names, as with jest; any of the options chooses chaos alone:
 *   --seeds N      so many seeds (20)          --first N   from this one on, so that a long run can be done in parts (1)
 *   --seconds S    of faults in each (20)      --seed N    this one alone
 *   --planted NAME against a copy of the compiled code with a fault in it, which chaos must find
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

const Counts = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

const folder = mkdtempSync(join(tmpdir(), 'convot-faults-'));
const report = join(folder, 'chaos.json');
const total = { passed: 0, failed: 0 };

function runJest(args: readonly string[], env: Readonly<Record<string, string>>): void {
  const outputFile = join(folder, 'results.json');
  rmSync(outputFile, { force: true });
  const jest = ['jest', '--config', 'jest.faults.config.js', '--json', `--outputFile=${outputFile}`, ...args];
  spawnSync('npx', jest, { stdio: 'inherit', env: { ...inheritedEnvironment(), ...env } });
  const counts = existsSync(outputFile) ? Counts.safeParse(JSON.parse(readFileSync(outputFile, 'utf8'))) : undefined;
  // A run that says nothing has failed as a whole.
  total.passed += counts?.data?.numPassedTests ?? 0;
  total.failed += counts?.success === true ? counts.data.numFailedTests + counts.data.numRuntimeErrorTestSuites : 1;
}

function chaosEnvironment(): Record<string, string> {
  const { seeds, seconds, first, seed, planted } = values;
  const chosen = { CHAOS_SEEDS: seed === undefined ? seeds : '1', CHAOS_FIRST: seed ?? first, CHAOS_SECONDS: seconds };
  if (planted !== undefined) plantFault(planted);
  const given = Object.entries({ ...chosen, CHAOS_PLANTED: planted, CHAOS_REPORT: report });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

try {
  const isChaosAlone = Object.keys(values).length > 0;
  if (positionals.length > 0) {
    runJest(positionals, chaosEnvironment());
  } else {
    if (!isChaosAlone) runJest(['--testPathIgnorePatterns', 'chaos\\.fault'], {});
    runJest(['test/faults/chaos.fault'], chaosEnvironment());
  }
  if (existsSync(report)) process.stdout.write(`\n${faultTable(JSON.parse(readFileSync(report, 'utf8')))}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
