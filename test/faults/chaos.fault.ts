import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { tablesWith } from '../support/database/found-in.js';
import { TracesOf } from '../support/database/traces-of.js';
import { ChaosAccount } from './chaos/account.js';
import { chaosOptions } from './chaos/options.js';
import { Retired } from './chaos/retired.js';
import { runSeed, type SeedResult } from './chaos/seed-run.js';
import { useStage } from './chaos/stage.js';
import { told } from './heal.js';

/*
 * Faults that are drawn by a seed, on real processes that work meanwhile; after each seed everything that must hold is
 * judged (invariants/). One seed again: npm run test:faults -- --seed N --seconds S.
 */
const { seeds, seconds, planted, report, again } = chaosOptions();
const dist = planted === undefined ? '.' : `../.local/planted/${planted}/dist`;
const staged = useStage({ intervalMs: 2_000, dist });
const retired = new Retired();
const results: SeedResult[] = [];
/** Beside the faults themselves: to begin, to heal, to judge, to be given back. */
const BESIDE_MS = 600_000;
/** So many seeds in a row are dealt every kind of fault, but one perhaps. */
const MANY_SEEDS = 20;

test.each(seeds)(
  'seed %i',
  async (seed) => {
    const result = await runSeed(staged.stage, seed, seconds, retired);
    results.push(result);
    // Also of a run that is broken off.
    if (report !== undefined) writeFileSync(report, JSON.stringify(results));
    const bit = Object.entries(result.bites).map(([name, times]) => `${name} (${times})`);
    told(`seed ${seed}, ${result.lasting}; ${bit.join('; ')}; healed`, result.healMs ?? Number.NaN);
    if (result.findings.length > 0) {
      const found = [...new Set(result.findings), `Again: ${again(seed)}`].join('\n');
      // Now, too: jest tells of a failure when all seeds are over.
      process.stdout.write(`[faults] seed ${seed}:\n${found}\n`);
      throw new Error(found);
    }
  },
  seconds * 1_000 + BESIDE_MS,
);

(seeds.length < MANY_SEEDS ? test.skip : test)('every kind of fault did something in some seed', () => {
  const names = [...new Set(results.flatMap(({ bites }) => Object.keys(bites)))];
  expect(names.filter((name) => results.every(({ bites }) => (bites[name] ?? 0) === 0))).toEqual([]);
});

test('no token stands in the database, nor in what Temporal keeps', async () => {
  const { sql, temporalDatabaseFile } = staged.stage.installation;
  // Connected, so that its token is stored; all that was stored is searched for each form that a token may have.
  const account = new ChaosAccount('searched', staged.stage, { transactions: 30, events: 30 }, '9999999');
  await account.join(120_000);
  await account.backfilled();
  expect(await tablesWith(sql, { texts: [account.token], numbers: [] })).toEqual([]);
  const folder = dirname(temporalDatabaseFile);
  const files = readdirSync(folder).filter((file) => file.startsWith(basename(temporalDatabaseFile)));
  expect(files).not.toEqual([]);
  const trace = new TracesOf(account.token);
  expect(files.filter((file) => trace.in(readFileSync(join(folder, file))))).toEqual([]);
}, 480_000);
