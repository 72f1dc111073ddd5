import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { tablesWith } from '../support/database/found-in.js';
import { TracesOf } from '../support/database/traces-of.js';
import type { ChaosAccount } from './chaos/account.js';
import { chaosOptions } from './chaos/options.js';
import { runSeed, type SeedResult } from './chaos/seed-run.js';
import { useStage } from './chaos/stage.js';
import { told } from './heal.js';

/*
 * Faults that are drawn by a seed, on real processes that work meanwhile; after each seed everything that must hold is
 * judged (invariants/). One seed again: npm run test:faults -- --seed N --seconds S.
 */
const { seeds, seconds, planted, report } = chaosOptions();
const dist = planted === undefined ? '.' : `../.local/planted/${planted}/dist`;
const staged = useStage({ intervalMs: 2_000, dist });
const retired: ChaosAccount[] = [];
const results: SeedResult[] = [];
/** Beside the faults themselves: to begin, to heal, to judge, to be given back. */
const BESIDE_MS = 600_000;

afterAll(() => {
  if (report !== undefined) writeFileSync(report, JSON.stringify(results));
});

test.each(seeds)(
  'seed %i',
  async (seed) => {
    const result = await runSeed(staged.stage, seed, seconds, retired);
    results.push(result);
    const bit = Object.entries(result.bites).map(([name, times]) => `${name} (${times})`);
    told(`seed ${seed}, ${result.lasting}; ${bit.join('; ')}; healed`, result.healMs ?? Number.NaN);
    if (result.findings.length > 0) {
      const again = `Again: npm run test:faults -- --seed ${seed} --seconds ${seconds}`;
      const found = [...new Set(result.findings), again].join('\n');
      // Now, too: jest tells of a failure when all seeds are over.
      process.stdout.write(`[faults] seed ${seed}:\n${found}\n`);
      throw new Error(found);
    }
  },
  seconds * 1_000 + BESIDE_MS,
);

test('no token stands in the database, nor in what Temporal keeps', async () => {
  const { sql, temporalDatabaseFile } = staged.stage.installation;
  // Of one account: all that was stored is searched for each form that a token may have.
  const token = retired.at(-1)?.token;
  if (token === undefined) throw new Error('There was no account.');
  expect(await tablesWith(sql, { texts: [token], numbers: [] })).toEqual([]);
  const folder = dirname(temporalDatabaseFile);
  const files = readdirSync(folder).filter((file) => file.startsWith(basename(temporalDatabaseFile)));
  expect(files).not.toEqual([]);
  const trace = new TracesOf(token);
  expect(files.filter((file) => trace.in(readFileSync(join(folder, file))))).toEqual([]);
}, 240_000);
