import { copySeconds } from './support/accounts/copy-seconds.js';
import { multiplyDemoAccount } from './support/accounts/multiplied-account.js';
import { rebuild } from './support/accounts/rebuild-process.js';
import { storedBytes } from './support/accounts/stored-bytes.js';
import { rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';

const MOST_COPY_TIMES = 6;
const MOST_ABOVE_IDLE_MB = 100;

export const options = {
  rows: { usual: 1_000_000, tiny: 1 },
  seed: { usual: 'fold' },
};

/**
 * A rebuild of all merchants of a large account, from nothing and once more when nothing has changed, in a process of
 * its own; beside the time of a plain `COPY … TO` of the same rows.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { seed } = chosen;
  const databaseUrl = await installation.databases.create();
  const account = await multiplyDemoAccount(databaseUrl, { seed, leastRows: chosen.rows });
  const { rows, pairs } = account;
  const before = await copySeconds(databaseUrl);
  const first = await rebuild(installation, databaseUrl, account);
  const again = await rebuild(installation, databaseUrl, account);
  if (first.derived !== pairs) throw new Error(`${first.derived} merchants were derived, there are ${pairs}.`);
  if (again.changed !== 0) throw new Error(`${again.changed} merchants came out differently.`);
  const copy = Math.min(before, await copySeconds(databaseUrl));
  const runs = [first, again].map(({ seconds, idleMb, maxMb, processSeconds, postgresSeconds }) => ({
    ...{ seconds, rowsPerSecond: Math.round(rows / seconds), copyTimes: rounded(seconds / copy, 1) },
    ...{ idleMb, maxMb, aboveIdleMb: maxMb - idleMb, processSeconds, postgresSeconds },
  }));
  sayTable(runs, ['seconds', 'rowsPerSecond', 'copyTimes', 'aboveIdleMb', 'processSeconds', 'postgresSeconds']);
  const isOnTarget = runs.every(
    ({ copyTimes, aboveIdleMb }) => copyTimes <= MOST_COPY_TIMES && aboveIdleMb <= MOST_ABOVE_IDLE_MB,
  );
  return {
    seed,
    rows,
    pairs,
    copySeconds: rounded(copy, 2),
    /** Of the whole database, all that is derived and every index included. */
    storedBytesPerRow: Math.round((await storedBytes(databaseUrl)) / rows),
    fromNothing: runs[0],
    again: runs[1],
    isOnTarget,
  };
}
