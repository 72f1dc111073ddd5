import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, pathFolders, type ProgramSearch } from '../../../src/dev/programs.js';
import { step } from '../../../src/dev/progress.js';
import { takeInstanceLock } from '../../../src/dev/start/instance-lock.js';
import { waitFor } from '../servers/wait-for.js';

const TIMEOUT_MS = 15 * 60_000;
/** How apt and dpkg say that somebody else is at it; in English because of `LC_ALL`. */
const LOCKED = /Could not get lock|Unable to (acquire|lock)/;

/**
 * Runs apt-get. Its locks are the whole machine's: while somebody else holds one (another first run of the tests, the
 * system's own upgrade) it is tried again, every second.
 * @throws when it fails otherwise, with its last lines
 */
export async function apt({ processes, env, root }: ProgramSearch, args: readonly string[], cwd = root): Promise<void> {
  const spec = {
    ...{ name: 'apt-get', command: findProgram('apt-get', pathFolders(env)) ?? 'apt-get', args, cwd },
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    wholeFamily: true,
  };
  const attempt = async () => {
    try {
      await processes.run(spec, TIMEOUT_MS);
      return {};
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      return LOCKED.test(failure.message) ? undefined : { failure };
    }
  };
  const { failure } = await waitFor('the locks of apt', attempt, { timeoutMs: TIMEOUT_MS, intervalMs: 1_000 });
  if (failure !== undefined) throw failure;
}

/**
 * A program of one of Debian's packages: the machine's; else the package is unpacked beside the servers, this once, and
 * not installed: installing would start its service.
 * @returns its full path
 */
export async function debianProgram(search: ProgramSearch, packageName: string, program: string): Promise<string> {
  const { env, cache } = search;
  const place = join(cache, `debian-${packageName}`);
  const known = () => findProgram(program, [...pathFolders(env), join(place, 'usr/bin')]);
  const found = known();
  if (found !== undefined) return found;
  mkdirSync(cache, { recursive: true });
  // Test files run side by side: one of them fetches it.
  const giveBack = await waitFor(
    `somebody else to fetch ${packageName}`,
    () => takeInstanceLock(join(cache, `debian-${packageName}.lock`)),
    { timeoutMs: TIMEOUT_MS, intervalMs: 200 },
  );
  try {
    if (known() === undefined)
      await step(search.say, `Fetching Debian’s ${packageName}`, () => unpack(search, packageName, place));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The tests need ${program}: install it so that it is on the PATH (Debian: apt-get install ${packageName}). ${reason}`,
      { cause: error },
    );
  } finally {
    giveBack();
  }
  const unpacked = known();
  if (unpacked === undefined) throw new Error(`Debian’s ${packageName} holds no ${program}.`);
  return unpacked;
}

async function unpack(search: ProgramSearch, packageName: string, place: string): Promise<void> {
  const draft = mkdtempSync(join(search.cache, 'fetching-'));
  const download = () => apt(search, ['download', packageName], draft);
  try {
    try {
      await download();
    } catch {
      // A fresh machine has no lists yet, or old ones.
      await apt(search, ['update']);
      await download();
    }
    const [file = ''] = readdirSync(draft);
    const tree = join(draft, 'tree');
    const { env } = search;
    await search.processes.run(
      { name: 'dpkg', command: 'dpkg', args: ['-x', join(draft, file), tree], env },
      TIMEOUT_MS,
    );
    if (!existsSync(place)) renameSync(tree, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
